package io.rtpengine.reference;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.rtpengine.v1.FieldRule;
import io.rtpengine.v1.FlagWord;
import io.rtpengine.v1.NgField;
import io.rtpengine.v1.NgMessage;
import io.rtpengine.v1.NgShape;
import io.rtpengine.v1.NgUnit;
import io.rtpengine.v1.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says in words what the options of the contract say: what its elements become in NG. */
final class WireForm {

  private WireForm() {}

  /** Says what a message is; empty for a dictionary, which most are. */
  static String of(Descriptor type) {
    NgMessage message = type.getOptions().getExtension(Options.ngMessage);
    return switch (message.getShape()) {
      case NG_SHAPE_TOKENS ->
          message.getSingleAsString()
              ? "In NG: a list of strings; a bare string if there is one only."
              : "In NG: a list of strings.";
      case NG_SHAPE_TUPLE -> "In NG: a list of its fields, in order.";
      default -> "";
    };
  }

  /** Says what an enum value is. */
  static String of(EnumValueDescriptor value) {
    if (!value.getOptions().hasExtension(Options.ngValue)) {
      String flag = value.getOptions().getExtension(Options.flagValue);
      return flag.isEmpty() ? "" : "in flag strings " + code(flag);
    }
    StringBuilder words = new StringBuilder(code(value.getOptions().getExtension(Options.ngValue)));
    for (String alias : value.getOptions().getExtension(Options.ngValueAlias)) {
      words.append(", also ").append(code(alias));
    }
    return words.toString();
  }

  /** Says where a field stands and what form its value has; empty if it does not travel. */
  static String of(FieldDescriptor field) {
    NgField options = field.getOptions().getExtension(Options.ng);
    List<String> parts = new ArrayList<>();
    parts.add(place(field, options));
    if (options.getText()) {
      parts.add("as a string");
    }
    if (options.getDecimals() > 0) {
      parts.add("as a string with " + options.getDecimals() + " decimals");
    }
    if (options.getScale() > 0) {
      parts.add("times " + options.getScale());
    }
    if (options.getUnit() != NgUnit.NG_UNIT_UNSPECIFIED) {
      parts.add("in " + word(options.getUnit().name(), "NG_UNIT_"));
    }
    if (!options.getYes().isEmpty()) {
      parts.add(code(options.getYes()) + " for true");
    }
    if (!options.getNo().isEmpty()) {
      parts.add(code(options.getNo()) + " for false");
    }
    if (!options.getAlways().isEmpty()) {
      parts.add("always with " + code(options.getAlways()));
    }
    if (!options.getJoinedWith().isEmpty()) {
      parts.add("joined with " + code(options.getJoinedWith()));
    }
    if (options.getListed()) {
      parts.add("in a list");
    }
    String flag = flag(field.getOptions().getExtension(Options.flag));
    if (!flag.isEmpty()) {
      parts.add((parts.get(0).isEmpty() ? "" : "; ") + "in flag strings " + flag);
    }
    return String.join(", ", parts).replace(", ; ", "; ").replaceFirst("^, ", "");
  }

  private static String flag(FlagWord word) {
    List<String> spellings = new ArrayList<>();
    if (!word.getToken().isEmpty()) {
      spellings.add(code(word.getToken()));
    }
    if (!word.getKey().isEmpty()) {
      spellings.add(code(word.getKey() + "=…"));
    }
    if (!word.getKeyAlias().isEmpty()) {
      spellings.add(code(word.getKeyAlias() + "=…"));
    }
    if (word.getValues()) {
      spellings.add("the words of its values");
    }
    return String.join(", ", spellings);
  }

  private static String place(FieldDescriptor field, NgField options) {
    if (shape(field) == NgShape.NG_SHAPE_TUPLE) {
      return "entry " + (field.getIndex() + 1);
    }
    if (!options.getKey().isEmpty()) {
      StringBuilder keys = new StringBuilder(code(options.getKey()));
      options.getKeyAliasList().forEach(alias -> keys.append(", also ").append(code(alias)));
      return keys.toString();
    }
    if (options.getInline()) {
      return inlined(options);
    }
    if (options.getExtra()) {
      return "all other keys";
    }
    boolean travels = field.getOptions().hasExtension(Options.ng);
    return travels ? entry(options) + list(options) : "";
  }

  private static String inlined(NgField options) {
    if (options.getKeyPrefix().isEmpty() && options.getKeySuffix().isEmpty()) {
      return "inlined";
    }
    return "inlined, as " + code(options.getKeyPrefix() + "…" + options.getKeySuffix());
  }

  private static String entry(NgField options) {
    if (!options.getToken().isEmpty()) {
      StringBuilder tokens = new StringBuilder(code(options.getToken()));
      options.getTokenAliasList().forEach(alias -> tokens.append(", also ").append(code(alias)));
      return tokens.toString();
    }
    if (!options.getTokenPrefix().isEmpty()) {
      return code(options.getTokenPrefix() + "…");
    }
    return options.getFreeTokens() ? "other entries" : "an entry";
  }

  private static String list(NgField options) {
    return options.getList().isEmpty() ? "" : " in " + code(options.getList());
  }

  /** Says what a valid value is; empty if any is. */
  static String rule(FieldDescriptor field) {
    FieldRule rule = field.getOptions().getExtension(Options.rule);
    List<String> parts = new ArrayList<>();
    if (rule.getRequired()) {
      parts.add("required");
    }
    if (rule.hasMin()) {
      parts.add("at least " + rule.getMin());
    }
    if (rule.hasMax()) {
      parts.add("at most " + rule.getMax());
    }
    if (rule.getMaxLength() > 0) {
      parts.add("up to " + rule.getMaxLength() + " characters");
    }
    if (!rule.getCharacters().isEmpty()) {
      parts.add("of " + code(rule.getCharacters()));
    }
    return String.join(", ", parts);
  }

  private static NgShape shape(FieldDescriptor field) {
    return field.getContainingType().getOptions().getExtension(Options.ngMessage).getShape();
  }

  /** Returns the name of an enum value as words. */
  static String word(String name, String prefix) {
    return name.substring(prefix.length()).toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  static String code(String text) {
    return "`" + text + "`";
  }
}
