package io.rtpengine.sidecar.translate;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import io.rtpengine.v1.NgField;
import io.rtpengine.v1.Options;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A field that contributes entries to a list of strings. Immutable and thread-safe. */
abstract sealed class TokenField {

  private final FieldDescriptor field;

  private TokenField(FieldDescriptor field) {
    this.field = field;
  }

  /** Returns the field that a contribution comes from. */
  static TokenField of(FieldDescriptor field, NgField options) {
    if (options.getFreeTokens()) {
      return new Prefixed(field, "", "");
    }
    return switch (field.getJavaType()) {
      case BOOLEAN -> new Marker(field, options);
      case ENUM -> new Words(field);
      case STRING -> new Prefixed(field, options.getTokenPrefix(), options.getJoinedWith());
      default -> throw new ContractException(field, "can't be an entry of a list of strings");
    };
  }

  FieldDescriptor field() {
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
  abstract List<String> words();

  /** Returns what the entries of this field start with; null if they are all known beforehand. */
  abstract @Nullable String prefix();

  /** Whether this field can hold an entry that is none of its words. */
  abstract boolean accepts(String token);

  /** Writes the entries; returns how many there were. */
  abstract int write(Message message, BencodeWriter writer, Violations violations);

  /** Adds an entry, which is one of the words or is accepted. */
  abstract void add(String token, Message.Builder builder);

  /** A bool: one entry, or none. */
  private static final class Marker extends TokenField {
    private final String token;
    private final List<String> words;

    Marker(FieldDescriptor field, NgField options) {
      super(field);
      token = options.getToken();
      words = new ArrayList<>(options.getTokenAliasList());
      words.add(token);
    }

    @Override
    List<String> words() {
      return words;
    }

    @Override
    @Nullable String prefix() {
      return null;
    }

    @Override
    boolean accepts(String entry) {
      return false;
    }

    @Override
    int write(Message message, BencodeWriter writer, Violations violations) {
      if (message.hasField(field()) && (Boolean) message.getField(field())) {
        writer.string(token);
        return 1;
      }
      return 0;
    }

    @Override
    void add(String entry, Message.Builder builder) {
      builder.setField(field(), true);
    }
  }

  /** An enum, or several: the words of the values. */
  private static final class Words extends TokenField {
    private final ScalarCodecs.Word codec;

    Words(FieldDescriptor field) {
      super(field);
      codec = ScalarCodecs.Word.of(field.getEnumType());
    }

    @Override
    List<String> words() {
      List<String> words = new ArrayList<>();
      for (EnumValueDescriptor value : field().getEnumType().getValues()) {
        if (value.getOptions().hasExtension(Options.ngValue)) {
          words.add(ScalarCodecs.Word.word(value));
          words.addAll(value.getOptions().getExtension(Options.ngValueAlias));
        }
      }
      return words;
    }

    @Override
    @Nullable String prefix() {
      return null;
    }

    @Override
    boolean accepts(String token) {
      return false;
    }

    @Override
    int write(Message message, BencodeWriter writer, Violations violations) {
      return writeEach(message, violations, value -> codec.write(value, writer, violations));
    }

    @Override
    void add(String token, Message.Builder builder) {
      put(builder, Objects.requireNonNull(codec.valueOf(BencodeString.of(token)), "a known word"));
    }
  }

  /** A string, or several: what follows a prefix, which may be empty. */
  private static final class Prefixed extends TokenField {
    private final String prefix;
    private final String separator;
    private final @Nullable Rule rule;

    Prefixed(FieldDescriptor field, String prefix, String separator) {
      super(field);
      this.prefix = prefix;
      this.separator = separator;
      this.rule = Rule.of(field);
    }

    @Override
    boolean isRepeated() {
      return super.isRepeated() && separator.isEmpty();
    }

    @Override
    List<String> words() {
      return List.of();
    }

    @Override
    @Nullable String prefix() {
      return prefix.isEmpty() ? null : prefix;
    }

    @Override
    boolean accepts(String token) {
      if (!token.toLowerCase(Locale.ROOT).startsWith(prefix.toLowerCase(Locale.ROOT))) {
        return false;
      }
      String value = token.substring(prefix.length());
      if (rule != null && !rule.allows(value)) {
        return false;
      }
      return separator.isEmpty()
          ? !value.isEmpty()
          : String.join(separator, split(value)).equals(value);
    }

    private List<String> split(String value) {
      return Arrays.stream(value.split(java.util.regex.Pattern.quote(separator), -1))
          .filter(part -> !part.isEmpty())
          .toList();
    }

    @Override
    int write(Message message, BencodeWriter writer, Violations violations) {
      if (!separator.isEmpty()) {
        List<?> values = (List<?>) message.getField(field());
        if (values.isEmpty()) {
          return 0;
        }
        StringBuilder joined = new StringBuilder(prefix);
        for (int i = 0; i < values.size(); i++) {
          joined.append(i == 0 ? "" : separator).append(values.get(i));
        }
        writer.string(joined.toString());
        return 1;
      }
      return writeEach(
          message,
          violations,
          value -> {
            if (rule != null) {
              rule.check(value, violations);
            }
            writer.string(prefix + value);
          });
    }

    @Override
    void add(String token, Message.Builder builder) {
      String value = token.substring(prefix.length());
      if (separator.isEmpty()) {
        put(builder, value);
      } else {
        builder.setField(field(), split(value));
      }
    }
  }

  /** Writes the value of the field, or each of its values. */
  final int writeEach(
      Message message, Violations violations, java.util.function.Consumer<Object> write) {
    if (!field.isRepeated()) {
      if (!message.hasField(field)) {
        return 0;
      }
      violations.enter(field.getName());
      write.accept(message.getField(field));
      violations.leave();
      return 1;
    }
    int count = message.getRepeatedFieldCount(field);
    for (int i = 0; i < count; i++) {
      violations.enter(field.getName(), i);
      write.accept(message.getRepeatedField(field, i));
      violations.leave();
    }
    return count;
  }

  /** Sets the value of the field, or adds one to its values. */
  final void put(Message.Builder builder, Object value) {
    if (field.isRepeated()) {
      builder.addRepeatedField(field, value);
    } else {
      builder.setField(field, value);
    }
  }
}
