package io.rtpengine.sidecar.translate;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import io.rtpengine.sidecar.protobuf.MessageField;
import io.rtpengine.sidecar.protobuf.WireBuilder;
import io.rtpengine.sidecar.protobuf.WireList;
import io.rtpengine.sidecar.protobuf.WireMessage;
import io.rtpengine.sidecar.protobuf.WireValues;
import io.rtpengine.v1.NgField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A field that contributes entries to a list of strings. Immutable and thread-safe. */
abstract sealed class TokenField {

  private final MessageField field;

  private TokenField(MessageField field) {
    this.field = field;
  }

  /** Returns the field that a contribution comes from. */
  static TokenField of(MessageField field, NgField options) {
    if (options.getFreeTokens()) {
      return new Prefixed(field, "");
    }
    return switch (field.descriptor().getJavaType()) {
      case BOOLEAN -> new Marker(field, options);
      case ENUM -> new Words(field);
      case STRING ->
          options.getJoinedWith().isEmpty()
              ? new Prefixed(field, options.getTokenPrefix())
              : new Joined(field, options.getTokenPrefix(), options.getJoinedWith());
      default ->
          throw new ContractException(field.descriptor(), "can't be an entry of a list of strings");
    };
  }

  final MessageField field() {
    return field;
  }

  /** Whether the field can contribute more than one entry. */
  boolean isRepeated() {
    return field.isRepeated();
  }

  /**
   * Returns all entries that this field may contribute, aliases included, as far as they are known
   * beforehand.
   */
  List<String> words() {
    return List.of();
  }

  /** Returns what the entries of this field start with; null if they are all known beforehand. */
  @Nullable String prefix() {
    return null;
  }

  /** Whether this field can hold an entry that is none of its words. */
  boolean accepts(String token) {
    return false;
  }

  /** Writes the entries; returns how many there were. */
  abstract int write(WireMessage message, BencodeWriter writer, Violations violations);

  /** Adds an entry, which is one of the words or is accepted. */
  abstract void add(String token, WireBuilder builder);

  /** A field each of whose values is an entry. */
  private abstract static sealed class OneByOne extends TokenField {
    OneByOne(MessageField field) {
      super(field);
    }

    @Override
    final int write(WireMessage message, BencodeWriter writer, Violations violations) {
      MessageField field = field();
      if (!message.isSet(field)) {
        return 0;
      }
      if (!field.isRepeated()) {
        violations.enter(field.name());
        int count = write(message, field.slot(), writer, violations);
        violations.leave();
        return count;
      }
      int count = 0;
      WireList values = message.list(field);
      for (int i = 0; i < values.size(); i++) {
        violations.enter(field.name(), i);
        count += write(values, i, writer, violations);
        violations.leave();
      }
      return count;
    }

    /** Writes the entry that a value is; returns 1, or 0 if it is none. */
    abstract int write(WireValues values, int index, BencodeWriter writer, Violations violations);
  }

  /** A bool: one entry, or none. */
  private static final class Marker extends OneByOne {
    private final EncodedString token;
    private final List<String> words;

    Marker(MessageField field, NgField options) {
      super(field);
      token = new EncodedString(options.getToken());
      words = new ArrayList<>(options.getTokenAliasList());
      words.add(options.getToken());
    }

    @Override
    List<String> words() {
      return words;
    }

    @Override
    int write(WireValues values, int index, BencodeWriter writer, Violations violations) {
      if (values.number(index) == 0) {
        return 0;
      }
      token.writeTo(writer);
      return 1;
    }

    @Override
    void add(String entry, WireBuilder builder) {
      builder.number(field(), 1);
    }
  }

  /** An enum, or several: the words of the values. */
  private static final class Words extends OneByOne {
    private final ScalarCodecs.Word codec;

    Words(MessageField field) {
      super(field);
      codec = new ScalarCodecs.Word(field.descriptor().getEnumType());
    }

    @Override
    List<String> words() {
      List<String> words = new ArrayList<>();
      for (EnumValueDescriptor value : field().descriptor().getEnumType().getValues()) {
        words.addAll(ScalarCodecs.Word.spellings(value));
      }
      return words;
    }

    @Override
    int write(WireValues values, int index, BencodeWriter writer, Violations violations) {
      codec.write(values, index, writer, violations);
      return 1;
    }

    @Override
    void add(String token, WireBuilder builder) {
      codec.read(BencodeString.of(token), field(), builder);
    }
  }

  /** A string, or several: what follows a prefix, which may be empty. */
  private static final class Prefixed extends OneByOne {
    private final String prefix;
    private final @Nullable Rule rule;

    Prefixed(MessageField field, String prefix) {
      super(field);
      this.prefix = prefix;
      this.rule = Rule.of(field);
    }

    @Override
    @Nullable String prefix() {
      return prefix.isEmpty() ? null : prefix;
    }

    @Override
    boolean accepts(String token) {
      String value = after(prefix, token);
      return value != null && !value.isEmpty() && (rule == null || rule.allows(value));
    }

    @Override
    int write(WireValues values, int index, BencodeWriter writer, Violations violations) {
      String value = values.text(index);
      if (rule != null) {
        rule.check(value, violations);
      }
      writer.string(prefix + value);
      return 1;
    }

    @Override
    void add(String token, WireBuilder builder) {
      builder.string(field(), token.substring(prefix.length()));
    }
  }

  /** Several strings that are one entry: joined, after a prefix. */
  private static final class Joined extends TokenField {
    private final String prefix;
    private final String separator;

    Joined(MessageField field, String prefix, String separator) {
      super(field);
      this.prefix = prefix;
      this.separator = separator;
    }

    @Override
    boolean isRepeated() {
      return false;
    }

    @Override
    @Nullable String prefix() {
      return prefix.isEmpty() ? null : prefix;
    }

    @Override
    boolean accepts(String token) {
      String value = after(prefix, token);
      return value != null && String.join(separator, split(value)).equals(value);
    }

    private List<String> split(String value) {
      return Arrays.stream(value.split(java.util.regex.Pattern.quote(separator), -1))
          .filter(part -> !part.isEmpty())
          .toList();
    }

    @Override
    int write(WireMessage message, BencodeWriter writer, Violations violations) {
      if (!message.isSet(field())) {
        return 0;
      }
      WireList values = message.list(field());
      StringBuilder joined = new StringBuilder(prefix);
      for (int i = 0; i < values.size(); i++) {
        joined.append(i == 0 ? "" : separator).append(values.text(i));
      }
      writer.string(joined.toString());
      return 1;
    }

    @Override
    void add(String token, WireBuilder builder) {
      split(token.substring(prefix.length())).forEach(value -> builder.string(field(), value));
    }
  }

  /** Returns what follows a prefix, in whatever case that is; null if something else does. */
  private static @Nullable String after(String prefix, String token) {
    return token.toLowerCase(Locale.ROOT).startsWith(prefix.toLowerCase(Locale.ROOT))
        ? token.substring(prefix.length())
        : null;
  }
}
