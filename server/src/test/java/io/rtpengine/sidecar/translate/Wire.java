package io.rtpengine.sidecar.translate;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import io.rtpengine.sidecar.protobuf.MalformedMessageException;
import io.rtpengine.sidecar.protobuf.MessageTypes;
import io.rtpengine.sidecar.protobuf.WireBuilder;
import io.rtpengine.sidecar.protobuf.WireMessage;
import java.util.Set;

/** The plan of a message, for messages as protobuf itself has them. */
final class Wire {

  private static final MessageTypes TYPES = new MessageTypes();
  private static final PlanCompiler COMPILER = new PlanCompiler(TYPES);

  private final Descriptor type;
  private final DictionaryPlan plan;

  private Wire(Descriptor type, DictionaryPlan plan) {
    this.type = type;
    this.plan = plan;
  }

  static Wire of(Descriptor type, String... reservedKeys) {
    return new Wire(type, COMPILER.dictionary(TYPES.of(type), Set.of(reservedKeys)));
  }

  /** Writes a message; returns what is wrong with it. */
  Violations write(Message message, BencodeWriter writer) {
    return write(message.toByteArray(), writer);
  }

  /** Writes a message in its wire form; returns what is wrong with it. */
  Violations write(byte[] message, BencodeWriter writer) {
    Violations violations = new Violations();
    try {
      plan.writeMessage(WireMessage.parse(TYPES.of(type), message), writer, violations);
    } catch (MalformedMessageException malformed) {
      throw new IllegalArgumentException(malformed);
    }
    return violations;
  }

  /** Reads a dictionary; returns whether the builder holds all of it. */
  boolean read(BencodeDictionary dictionary, Message.Builder builder) {
    WireBuilder message = new WireBuilder();
    boolean read = plan.readMessage(dictionary, message);
    try {
      builder.mergeFrom(message.toByteArray());
    } catch (InvalidProtocolBufferException malformed) {
      throw new IllegalStateException(malformed);
    }
    return read;
  }
}
