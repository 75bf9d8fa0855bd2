package io.rtpengine.sidecar.translate;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeList;
import io.rtpengine.sidecar.bencode.BencodeValue;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How one field of a message is written and read, key or token aside. Immutable and thread-safe.
 */
abstract sealed class FieldPlan {

  final FieldDescriptor field;

  private FieldPlan(FieldDescriptor field) {
    this.field = field;
  }

  /** Whether there is anything to write. */
  abstract boolean isSet(MessageOrBuilder message);

  /** Writes the value of the field, which is set. */
  abstract void write(Message message, BencodeWriter writer, Violations violations);

  /**
   * Reads a value into the field, which has not been read into before.
   *
   * @return whether the field can hold the value without loss; if not, the builder is as it was
   */
  abstract boolean read(BencodeValue value, Message.Builder builder);

  /** Whether another field of the same oneof holds a value already, which setting this destroys. */
  static boolean isTaken(FieldDescriptor field, MessageOrBuilder builder) {
    OneofDescriptor oneof = field.getRealContainingOneof();
    return oneof != null && builder.hasOneof(oneof);
  }

  /** A field that holds one value. */
  static final class Single extends FieldPlan {
    private final ElementCodec codec;
    private final @Nullable Rule rule;

    Single(FieldDescriptor field, ElementCodec codec, @Nullable Rule rule) {
      super(field);
      this.codec = codec;
      this.rule = rule;
    }

    @Override
    boolean isSet(MessageOrBuilder message) {
      return message.hasField(field);
    }

    @Override
    void write(Message message, BencodeWriter writer, Violations violations) {
      Object value = message.getField(field);
      violations.enter(field.getName());
      if (rule != null) {
        rule.check(value, violations);
      }
      codec.write(value, writer, violations);
      violations.leave();
    }

    @Override
    boolean read(BencodeValue value, Message.Builder builder) {
      if (isTaken(field, builder)) {
        return false;
      }
      Object read = codec.read(value, () -> builder.newBuilderForField(field));
      if (read == null || (rule != null && !rule.allows(read))) {
        return false;
      }
      if (!field.hasPresence() && read.equals(field.getDefaultValue())) {
        // The field could not tell it from absence.
        return false;
      }
      builder.setField(field, read);
      return true;
    }
  }

  /** A field that holds several values, which travel as a list. */
  static final class Repeated extends FieldPlan {
    private final ElementCodec codec;
    private final @Nullable Rule rule;
    private final @Nullable BencodeValue always;

    Repeated(
        FieldDescriptor field,
        ElementCodec codec,
        @Nullable Rule rule,
        @Nullable BencodeValue always) {
      super(field);
      this.codec = codec;
      this.rule = rule;
      this.always = always;
    }

    @Override
    boolean isSet(MessageOrBuilder message) {
      return always != null || message.getRepeatedFieldCount(field) > 0;
    }

    @Override
    void write(Message message, BencodeWriter writer, Violations violations) {
      writer.beginList();
      if (always != null) {
        always.writeTo(writer);
      }
      int count = message.getRepeatedFieldCount(field);
      for (int i = 0; i < count; i++) {
        Object value = message.getRepeatedField(field, i);
        violations.enter(field.getName(), i);
        if (rule != null) {
          rule.check(value, violations);
        }
        codec.write(value, writer, violations);
        violations.leave();
      }
      writer.end();
    }

    @Override
    boolean read(BencodeValue value, Message.Builder builder) {
      if (!(value instanceof BencodeList list)) {
        return false;
      }
      int first = 0;
      if (always != null) {
        if (list.size() == 0 || !list.get(0).equals(always)) {
          return false;
        }
        first = 1;
      } else if (list.size() == 0) {
        return false;
      }
      List<Object> read = new ArrayList<>(list.size());
      for (int i = first; i < list.size(); i++) {
        Object entry = codec.read(list.get(i), () -> builder.newBuilderForField(field));
        if (entry == null || (rule != null && !rule.allows(entry))) {
          return false;
        }
        read.add(entry);
      }
      builder.setField(field, read);
      return true;
    }
  }

  /** A map, which travels as a dictionary. */
  static final class Keyed extends FieldPlan {
    private final FieldDescriptor keyField;
    private final FieldDescriptor valueField;
    private final MapKeys keys;
    private final ElementCodec codec;

    Keyed(FieldDescriptor field, ElementCodec codec) {
      super(field);
      this.keyField = field.getMessageType().findFieldByNumber(1);
      this.valueField = field.getMessageType().findFieldByNumber(2);
      this.keys = MapKeys.of(keyField);
      this.codec = codec;
    }

    @Override
    boolean isSet(MessageOrBuilder message) {
      return message.getRepeatedFieldCount(field) > 0;
    }

    @Override
    void write(Message message, BencodeWriter writer, Violations violations) {
      writer.beginDictionary();
      writeEntries(message, writer, violations);
      writer.end();
    }

    /** Returns the keys of the entries. The keys of the map must be strings. */
    Stream<String> keys(Message message) {
      return ((List<?>) message.getField(field))
          .stream().map(entry -> (String) ((Message) entry).getField(keyField));
    }

    void writeEntries(Message message, BencodeWriter writer, Violations violations) {
      for (Object each : (List<?>) message.getField(field)) {
        Message entry = (Message) each;
        String key = keys.spelled(entry.getField(keyField));
        violations.enter(field.getName(), key);
        writer.string(key);
        codec.write(entry.getField(valueField), writer, violations);
        violations.leave();
      }
    }

    @Override
    boolean read(BencodeValue value, Message.Builder builder) {
      if (!(value instanceof BencodeDictionary dictionary) || dictionary.size() == 0) {
        return false;
      }
      List<Message> read = new ArrayList<>(dictionary.size());
      for (int i = 0; i < dictionary.size(); i++) {
        Message.Builder entry = builder.newBuilderForField(field);
        Object key = keys.read(dictionary.key(i));
        Object entryValue =
            codec.read(dictionary.value(i), () -> entry.newBuilderForField(valueField));
        if (key == null || entryValue == null) {
          return false;
        }
        read.add(entry.setField(keyField, key).setField(valueField, entryValue).build());
      }
      for (Message entry : read) {
        builder.addRepeatedField(field, entry);
      }
      return true;
    }
  }
}
