package io.rtpengine.sidecar.translate;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import io.rtpengine.sidecar.bencode.BencodeInteger;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.bencode.BencodeValue;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import io.rtpengine.sidecar.protobuf.MessageField;
import io.rtpengine.sidecar.protobuf.WireBuilder;
import io.rtpengine.sidecar.protobuf.WireValues;
import io.rtpengine.v1.NgField;
import io.rtpengine.v1.Options;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The codecs of values that are neither messages nor points or spans of time. */
final class ScalarCodecs {

  private ScalarCodecs() {}

  /** Returns the codec that a field's type and options ask for. */
  static ElementCodec of(MessageField field, NgField options) {
    Rule rule = Rule.of(field);
    return switch (field.descriptor().getJavaType()) {
      case STRING -> new Text(rule);
      case BYTE_STRING -> new Bytes();
      case BOOLEAN -> Truth.of(options);
      case ENUM -> new Word(field.descriptor().getEnumType());
      case INT, LONG -> options.getText() ? new Digits(rule) : new Whole(rule);
      case DOUBLE ->
          options.getScale() > 0
              ? new Scaled(options.getScale(), rule)
              : new Decimal(options.getDecimals(), rule);
      case FLOAT, MESSAGE -> throw new ContractException(field.descriptor(), "has no form in NG");
    };
  }

  /** A string that is text. */
  record Text(@Nullable Rule rule) implements ElementCodec {
    @Override
    public void write(WireValues values, int index, BencodeWriter writer, Violations violations) {
      if (rule != null) {
        rule.check(values.text(index), violations);
      }
      writer.string(values.bytes(), values.offset(index), values.length(index));
    }

    @Override
    public boolean read(BencodeValue value, MessageField field, WireBuilder builder) {
      return value instanceof BencodeString string
          && string.isText()
          && (rule == null || rule.allows(string.toString()))
          && builder.string(field, string.length(), string::copyTo);
    }
  }

  /** A string of bytes. */
  private record Bytes() implements ElementCodec {
    @Override
    public void write(WireValues values, int index, BencodeWriter writer, Violations violations) {
      writer.string(values.bytes(), values.offset(index), values.length(index));
    }

    @Override
    public boolean read(BencodeValue value, MessageField field, WireBuilder builder) {
      return value instanceof BencodeString string
          && builder.string(field, string.length(), string::copyTo);
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
    public void write(WireValues values, int index, BencodeWriter writer, Violations violations) {
      BencodeValue word = values.number(index) != 0 ? yes : no;
      if (word == null) {
        violations.add(Violation.Kind.INVALID_FIELD, "must be true or unset");
        return;
      }
      word.writeTo(writer);
    }

    @Override
    public boolean read(BencodeValue value, MessageField field, WireBuilder builder) {
      return value.equals(yes)
          ? builder.number(field, 1)
          : value.equals(no) && builder.number(field, 0);
    }
  }

  /** An enum value that is a word. */
  static final class Word implements ElementCodec {
    private final EnumDescriptor type;
    private final WordTable<EnumValueDescriptor> values;

    /** By the numbers of the values, which are small and without great gaps. */
    private final @Nullable EncodedString[] words;

    Word(EnumDescriptor type) {
      this.type = type;
      WordTable.Builder<EnumValueDescriptor> found = new WordTable.Builder<>();
      int greatest = 0;
      for (EnumValueDescriptor value : type.getValues()) {
        spellings(value).forEach(word -> found.add(word, value));
        greatest = Math.max(greatest, value.getNumber());
      }
      values = found.build();
      words = new EncodedString[greatest + 1];
      for (EnumValueDescriptor value : type.getValues()) {
        if (!spellings(value).isEmpty()) {
          words[value.getNumber()] = new EncodedString(spellings(value).get(0));
        }
      }
    }

    /** Returns the words that stand for a value, the one that is sent first. */
    static List<String> spellings(EnumValueDescriptor value) {
      List<String> spellings = new ArrayList<>();
      if (value.getOptions().hasExtension(Options.ngValue)) {
        spellings.add(value.getOptions().getExtension(Options.ngValue));
        spellings.addAll(value.getOptions().getExtension(Options.ngValueAlias));
      }
      return spellings;
    }

    @Override
    public void write(WireValues values, int index, BencodeWriter writer, Violations violations) {
      long number = values.number(index);
      EncodedString word = number >= 0 && number < words.length ? words[(int) number] : null;
      if (word == null) {
        violations.add(
            Violation.Kind.INVALID_FIELD, "must be one of the values of " + type.getName());
        return;
      }
      word.writeTo(writer);
    }

    @Override
    public boolean read(BencodeValue value, MessageField field, WireBuilder builder) {
      EnumValueDescriptor meant = value instanceof BencodeString word ? values.get(word) : null;
      return meant != null && builder.number(field, meant.getNumber());
    }
  }

  /** An integer. */
  private record Whole(@Nullable Rule rule) implements ElementCodec {
    @Override
    public void write(WireValues values, int index, BencodeWriter writer, Violations violations) {
      long number = values.number(index);
      if (rule != null) {
        rule.check((double) number, violations);
      }
      writer.integer(number);
    }

    @Override
    public boolean read(BencodeValue value, MessageField field, WireBuilder builder) {
      return value instanceof BencodeInteger integer
          && (rule == null || rule.allows((double) integer.value()))
          && builder.number(field, integer.value());
    }
  }

  /** An integer that travels as a string of decimal digits. */
  record Digits(@Nullable Rule rule) implements ElementCodec {
    @Override
    public void write(WireValues values, int index, BencodeWriter writer, Violations violations) {
      long number = values.number(index);
      if (rule != null) {
        rule.check((double) number, violations);
      }
      writer.string(Long.toString(number));
    }

    @Override
    public boolean read(BencodeValue value, MessageField field, WireBuilder builder) {
      if (!(value instanceof BencodeString digits)) {
        return false;
      }
      String text = digits.text().orElse("");
      try {
        long number = Long.parseLong(text);
        return Long.toString(number).equals(text)
            && (rule == null || rule.allows((double) number))
            && builder.number(field, number);
      } catch (NumberFormatException notANumber) {
        return false;
      }
    }
  }

  /** A number that travels as a string with a fixed count of digits after the point. */
  private record Decimal(int decimals, @Nullable Rule rule) implements ElementCodec {
    @Override
    public void write(WireValues values, int index, BencodeWriter writer, Violations violations) {
      double number = Double.longBitsToDouble(values.number(index));
      if (!Double.isFinite(number)) {
        violations.add(Violation.Kind.INVALID_FIELD, "must be a finite number");
        return;
      }
      if (rule != null) {
        rule.check(number, violations);
      }
      writer.string(spelled(number));
    }

    private String spelled(double number) {
      return BigDecimal.valueOf(number).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
    }

    @Override
    public boolean read(BencodeValue value, MessageField field, WireBuilder builder) {
      if (!(value instanceof BencodeString string)) {
        return false;
      }
      String text = string.text().orElse("");
      try {
        double number = Double.parseDouble(text);
        return Double.isFinite(number)
            && spelled(number).equals(text)
            && (rule == null || rule.allows(number))
            && builder.number(field, Double.doubleToRawLongBits(number));
      } catch (NumberFormatException notANumber) {
        return false;
      }
    }
  }

  /** A number that travels as an integer, multiplied. */
  private record Scaled(int scale, @Nullable Rule rule) implements ElementCodec {
    @Override
    public void write(WireValues values, int index, BencodeWriter writer, Violations violations) {
      double number = Double.longBitsToDouble(values.number(index));
      if (rule != null) {
        rule.check(number, violations);
      }
      writer.integer(Math.round(number * scale));
    }

    @Override
    public boolean read(BencodeValue value, MessageField field, WireBuilder builder) {
      if (!(value instanceof BencodeInteger integer)) {
        return false;
      }
      double number = (double) integer.value() / scale;
      return Math.round(number * scale) == integer.value()
          && (rule == null || rule.allows(number))
          && builder.number(field, Double.doubleToRawLongBits(number));
    }
  }
}
