package io.rtpengine.sidecar.translate;

import io.rtpengine.sidecar.bencode.BencodeValue;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import io.rtpengine.sidecar.protobuf.MalformedMessageException;
import io.rtpengine.sidecar.protobuf.MessageField;
import io.rtpengine.sidecar.protobuf.WireBuilder;
import io.rtpengine.sidecar.protobuf.WireMessage;
import io.rtpengine.sidecar.protobuf.WireValues;

/** How messages of one type are written and read. Immutable and thread-safe. */
abstract sealed class MessagePlan implements ElementCodec
    permits DictionaryPlan, TokensPlan, TuplePlan {

  /** Writes a message. */
  abstract void writeMessage(WireMessage message, BencodeWriter writer, Violations violations)
      throws MalformedMessageException;

  /**
   * Reads a value into an empty message.
   *
   * @return whether the message can hold the value without loss; if not, the builder is of no use
   *     any more
   */
  abstract boolean readMessage(BencodeValue value, WireBuilder message);

  @Override
  public final void write(WireValues values, int index, BencodeWriter writer, Violations violations)
      throws MalformedMessageException {
    writeMessage(values.message(index), writer, violations);
  }

  @Override
  public final boolean read(BencodeValue value, MessageField field, WireBuilder builder) {
    WireBuilder message = builder.message();
    if (!readMessage(value, message)) {
      return false;
    }
    builder.put(field, message);
    return true;
  }
}
