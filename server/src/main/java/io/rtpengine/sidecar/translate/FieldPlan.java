package io.rtpengine.sidecar.translate;

import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeList;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.bencode.BencodeValue;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import io.rtpengine.sidecar.protobuf.MalformedMessageException;
import io.rtpengine.sidecar.protobuf.MessageField;
import io.rtpengine.sidecar.protobuf.WireBuilder;
import io.rtpengine.sidecar.protobuf.WireList;
import io.rtpengine.sidecar.protobuf.WireMessage;
import io.rtpengine.v1.NgField;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one field of a message is written and read, key or token aside. Immutable and thread-safe.
 */
abstract sealed class FieldPlan {

  final MessageField field;

  private FieldPlan(MessageField field) {
    this.field = field;
  }

  /** Whether there is anything to write. */
  boolean isSet(WireMessage message) {
    return message.isSet(field);
  }

  /** Writes the value of the field, which is set. */
  abstract void write(WireMessage message, BencodeWriter writer, Violations violations)
      throws MalformedMessageException;

  /**
   * Reads a value into the field, which has not been read into before.
   *
   * @return whether the field can hold the value without loss; if not, the builder is as it was
   */
  abstract boolean read(BencodeValue value, WireBuilder builder);

  /** A field that holds one value. */
  static final class Single extends FieldPlan {
    private final ElementCodec codec;

    Single(MessageField field, ElementCodec codec) {
      super(field);
      this.codec = codec;
    }

    @Override
    void write(WireMessage message, BencodeWriter writer, Violations violations)
        throws MalformedMessageException {
      violations.enter(field.name());
      codec.write(message, field.slot(), writer, violations);
      violations.leave();
    }

    @Override
    boolean read(BencodeValue value, WireBuilder builder) {
      return !builder.isTaken(field) && codec.read(value, field, builder);
    }
  }

  /** A field that holds several values, which travel as a list. */
  static final class Repeated extends FieldPlan {
    private final ElementCodec codec;
    private final @Nullable EncodedString always;

    Repeated(MessageField field, ElementCodec codec, NgField options) {
      super(field);
      this.codec = codec;
      this.always = options.getAlways().isEmpty() ? null : new EncodedString(options.getAlways());
    }

    @Override
    boolean isSet(WireMessage message) {
      return always != null || super.isSet(message);
    }

    @Override
    void write(WireMessage message, BencodeWriter writer, Violations violations)
        throws MalformedMessageException {
      writer.beginList();
      if (always != null) {
        always.writeTo(writer);
      }
      WireList values = message.list(field);
      for (int i = 0; i < values.size(); i++) {
        violations.enter(field.name(), i);
        codec.write(values, i, writer, violations);
        violations.leave();
      }
      writer.end();
    }

    @Override
    boolean read(BencodeValue value, WireBuilder builder) {
      if (!(value instanceof BencodeList list) || list.size() == 0) {
        return false;
      }
      if (always != null && !always.is(list.get(0))) {
        return false;
      }
      int before = builder.size();
      for (int i = always == null ? 0 : 1; i < list.size(); i++) {
        if (!codec.read(list.get(i), field, builder)) {
          builder.rewind(before);
          return false;
        }
      }
      return true;
    }
  }

  /** A map, which travels as a dictionary. */
  static final class Keyed extends FieldPlan {
    private final MessageField valueField;
    private final MapKeys keys;
    private final ElementCodec codec;

    Keyed(MessageField field, ElementCodec codec) {
      super(field);
      this.valueField = field.messageType().field(2);
      this.keys = MapKeys.of(field.messageType().field(1));
      this.codec = codec;
    }

    @Override
    void write(WireMessage message, BencodeWriter writer, Violations violations)
        throws MalformedMessageException {
      writer.beginDictionary();
      writeEntries(message, writer, violations);
      writer.end();
    }

    void writeEntries(WireMessage message, BencodeWriter writer, Violations violations)
        throws MalformedMessageException {
      for (Map.Entry<String, WireMessage> entry : entries(message).entrySet()) {
        violations.enter(field.name(), entry.getKey());
        writer.string(entry.getKey());
        codec.write(entry.getValue(), valueField.slot(), writer, violations);
        violations.leave();
      }
    }

    /** Returns the entries, by their keys: of several with the same key, the last. */
    Map<String, WireMessage> entries(WireMessage message) throws MalformedMessageException {
      Map<String, WireMessage> entries = new LinkedHashMap<>();
      WireList list = message.list(field);
      for (int i = 0; i < list.size(); i++) {
        WireMessage entry = list.message(i);
        entries.put(keys.spelled(entry), entry);
      }
      return entries;
    }

    @Override
    boolean read(BencodeValue value, WireBuilder builder) {
      if (!(value instanceof BencodeDictionary dictionary) || dictionary.size() == 0) {
        return false;
      }
      int before = builder.size();
      for (int i = 0; i < dictionary.size(); i++) {
        if (!readEntry(dictionary.key(i), dictionary.value(i), builder)) {
          builder.rewind(before);
          return false;
        }
      }
      return true;
    }

    /** Reads one entry; otherwise as {@link #read}. */
    boolean readEntry(BencodeString key, BencodeValue value, WireBuilder builder) {
      WireBuilder entry = builder.message();
      if (!keys.read(key, entry) || !codec.read(value, valueField, entry)) {
        return false;
      }
      builder.put(field, entry);
      return true;
    }
  }
}
