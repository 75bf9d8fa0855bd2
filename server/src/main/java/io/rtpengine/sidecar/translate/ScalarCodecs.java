package io.rtpengine.sidecar.translate;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.rtpengine.sidecar.bencode.BencodeInteger;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.bencode.BencodeValue;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import io.rtpengine.v1.NgField;
import io.rtpengine.v1.Options;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The codecs of values that are neither messages nor points or spans of time. */
final class ScalarCodecs {

  private ScalarCodecs() {}

  /** Returns the codec that a field's type and options ask for. */
  static ElementCodec of(FieldDescriptor field, NgField options) {
    return switch (field.getJavaType()) {
      case STRING -> new Text();
      case BYTE_STRING -> new Bytes();
      case BOOLEAN -> Truth.of(options);
      case ENUM -> Word.of(field.getEnumType());
      case INT, LONG -> options.getText() ? new Digits(field) : new Whole(field);
      case DOUBLE ->
          options.getScale() > 0
              ? new Scaled(options.getScale())
              : new Decimal(options.getDecimals());
      case FLOAT, MESSAGE -> throw new ContractException(field, "has no form in NG");
    };
  }

  /** A string that is text. */
  private record Text() implements ElementCodec {
    @Override
    public void write(Object value, BencodeWriter writer, Violations violations) {
      writer.string((String) value);
    }

    @Override
    public @Nullable Object read(BencodeValue value, Supplier<Message.Builder> message) {
      return value instanceof BencodeString string ? string.text().orElse(null) : null;
    }
  }

  /** A string of bytes. */
  private record Bytes() implements ElementCodec {
    @Override
    public void write(Object value, BencodeWriter writer, Violations violations) {
      writer.string(((ByteString) value).asReadOnlyByteBuffer());
    }

    @Override
    public @Nullable Object read(BencodeValue value, Supplier<Message.Builder> message) {
      return value instanceof BencodeString string
          ? ByteString.copyFrom(string.asByteBuffer())
          : null;
    }
  }

  /** A bool that is one of two words, or one of the integers 1 and 0. */
  private record Truth(BencodeValue yes, @Nullable BencodeValue no) implements ElementCodec {
    static Truth of(NgField options) {
      if (options.getYes().isEmpty() && options.getNo().isEmpty()) {
        return new Truth(new BencodeInteger(1), new BencodeInteger(0));
      }
      return new Truth(
          BencodeString.of(options.getYes()),
          options.getNo().isEmpty() ? null : BencodeString.of(options.getNo()));
    }

    @Override
    public void write(Object value, BencodeWriter writer, Violations violations) {
      BencodeValue word = (Boolean) value ? yes : no;
      if (word == null) {
        violations.add(Violation.Kind.INVALID_FIELD, "must be true or unset");
        return;
      }
      word.writeTo(writer);
    }

    @Override
    public @Nullable Object read(BencodeValue value, Supplier<Message.Builder> message) {
      if (value.equals(yes)) {
        return true;
      }
      return value.equals(no) ? false : null;
    }
  }

  /** An enum value that is a word. */
  record Word(EnumDescriptor type, Map<BencodeString, EnumValueDescriptor> values)
      implements ElementCodec {
    static Word of(EnumDescriptor type) {
      Map<BencodeString, EnumValueDescriptor> values = new HashMap<>();
      for (EnumValueDescriptor value : type.getValues()) {
        if (value.getOptions().hasExtension(Options.ngValue)) {
          values.put(Spelling.normalised(word(value)), value);
          for (String alias : value.getOptions().getExtension(Options.ngValueAlias)) {
            values.put(Spelling.normalised(alias), value);
          }
        }
      }
      return new Word(type, values);
    }

    static String word(EnumValueDescriptor value) {
      return value.getOptions().getExtension(Options.ngValue);
    }

    @Override
    public void write(Object value, BencodeWriter writer, Violations violations) {
      EnumValueDescriptor enumValue = (EnumValueDescriptor) value;
      if (!enumValue.getOptions().hasExtension(Options.ngValue)) {
        violations.add(
            Violation.Kind.INVALID_FIELD, "must be one of the values of " + type.getName());
        return;
      }
      writer.string(word(enumValue));
    }

    @Override
    public @Nullable Object read(BencodeValue value, Supplier<Message.Builder> message) {
      return value instanceof BencodeString string ? valueOf(string) : null;
    }

    /** Returns the value that a word stands for; null if it is the word of none. */
    @Nullable EnumValueDescriptor valueOf(BencodeString word) {
      return values.get(Spelling.normalised(word));
    }
  }

  /** An integer. */
  private record Whole(FieldDescriptor field) implements ElementCodec {
    @Override
    public void write(Object value, BencodeWriter writer, Violations violations) {
      writer.integer(Integers.toLong(field, value));
    }

    @Override
    public @Nullable Object read(BencodeValue value, Supplier<Message.Builder> message) {
      return value instanceof BencodeInteger integer
          ? Integers.fromLong(field, integer.value())
          : null;
    }
  }

  /** An integer that travels as a string of decimal digits. */
  record Digits(FieldDescriptor field) implements ElementCodec {
    @Override
    public void write(Object value, BencodeWriter writer, Violations violations) {
      writer.string(Long.toString(Integers.toLong(field, value)));
    }

    @Override
    public @Nullable Object read(BencodeValue value, Supplier<Message.Builder> message) {
      return value instanceof BencodeString digits ? parse(digits) : null;
    }

    /**
     * Returns the integer that these digits spell; null if they spell none that the field can hold.
     */
    @Nullable Object parse(BencodeString digits) {
      String text = digits.text().orElse("");
      try {
        long number = Long.parseLong(text);
        return Long.toString(number).equals(text) ? Integers.fromLong(field, number) : null;
      } catch (NumberFormatException notANumber) {
        return null;
      }
    }
  }

  /** A number that travels as a string with a fixed count of digits after the point. */
  private record Decimal(int decimals) implements ElementCodec {
    @Override
    public void write(Object value, BencodeWriter writer, Violations violations) {
      double number = (Double) value;
      if (!Double.isFinite(number)) {
        violations.add(Violation.Kind.INVALID_FIELD, "must be a finite number");
        return;
      }
      writer.string(spelled(number));
    }

    private String spelled(double number) {
      return BigDecimal.valueOf(number).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
    }

    @Override
    public @Nullable Object read(BencodeValue value, Supplier<Message.Builder> message) {
      if (!(value instanceof BencodeString string)) {
        return null;
      }
      String text = string.text().orElse("");
      try {
        double number = Double.parseDouble(text);
        return Double.isFinite(number) && spelled(number).equals(text) ? number : null;
      } catch (NumberFormatException notANumber) {
        return null;
      }
    }
  }

  /** A number that travels as an integer, multiplied. */
  private record Scaled(int scale) implements ElementCodec {
    @Override
    public void write(Object value, BencodeWriter writer, Violations violations) {
      writer.integer(Math.round((Double) value * scale));
    }

    @Override
    public @Nullable Object read(BencodeValue value, Supplier<Message.Builder> message) {
      if (!(value instanceof BencodeInteger integer)) {
        return null;
      }
      double number = (double) integer.value() / scale;
      return Math.round(number * scale) == integer.value() ? number : null;
    }
  }
}
