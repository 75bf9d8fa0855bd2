package io.rtpengine.sidecar.translate;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import io.rtpengine.v1.FieldRule;
import io.rtpengine.v1.NgField;
import io.rtpengine.v1.Options;
import org.jspecify.annotations.Nullable;

/**
 * What a valid value of a field is, presence aside. Immutable and thread-safe.
 *
 * <p>What it says of an invalid value never holds the value: it may be a secret.
 */
final class Rule {

  private final FieldDescriptor field;
  private final FieldRule rule;
  private final TimeCodecs.@Nullable Span span;

  private Rule(FieldDescriptor field, FieldRule rule, TimeCodecs.@Nullable Span span) {
    this.field = field;
    this.rule = rule;
    this.span = span;
  }

  /** Returns the rule for the values of a field; null if any will do. */
  static @Nullable Rule of(FieldDescriptor field) {
    FieldRule rule = field.getOptions().getExtension(Options.rule);
    boolean limited =
        rule.hasMin()
            || rule.hasMax()
            || rule.getMaxLength() > 0
            || !rule.getCharacters().isEmpty()
            || (rule.getRequired() && isString(field));
    if (!limited) {
      return null;
    }
    NgField options = field.getOptions().getExtension(Options.ng);
    boolean isSpan =
        field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
            && TimeCodecs.of(field, options) instanceof TimeCodecs.Span;
    return new Rule(field, rule, isSpan ? (TimeCodecs.Span) TimeCodecs.of(field, options) : null);
  }

  private static boolean isString(FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.STRING
        || field.getJavaType() == FieldDescriptor.JavaType.BYTE_STRING;
  }

  /** Whether a value is valid. */
  boolean allows(Object value) {
    Violations violations = new Violations();
    check(value, violations);
    return violations.isEmpty();
  }

  /** Adds to {@code violations} what is wrong with a value. */
  void check(Object value, Violations violations) {
    switch (field.getJavaType()) {
      case STRING -> checkText((String) value, violations);
      case INT, LONG -> checkNumber((double) Integers.toLong(field, value), violations);
      case DOUBLE -> checkNumber((Double) value, violations);
      case MESSAGE -> {
        if (span != null) {
          checkNumber((double) span.count((Duration) value, violations), violations);
        }
      }
      default -> {
        // Nothing that a rule could limit.
      }
    }
  }

  private void checkText(String text, Violations violations) {
    if (rule.getMaxLength() > 0 && text.codePointCount(0, text.length()) > rule.getMaxLength()) {
      violations.add(
          Violation.Kind.INVALID_FIELD, "must have at most " + rule.getMaxLength() + " characters");
    }
    if (!rule.getCharacters().isEmpty()
        && !text.chars().allMatch(c -> rule.getCharacters().indexOf(c) >= 0)) {
      violations.add(
          Violation.Kind.INVALID_FIELD, "must consist of the characters " + rule.getCharacters());
    }
  }

  private void checkNumber(double number, Violations violations) {
    if ((rule.hasMin() && number < rule.getMin()) || (rule.hasMax() && number > rule.getMax())) {
      violations.add(Violation.Kind.INVALID_FIELD, "must be " + range());
    }
  }

  private String range() {
    if (!rule.hasMax()) {
      return "at least " + rule.getMin() + unit();
    }
    if (!rule.hasMin()) {
      return "at most " + rule.getMax() + unit();
    }
    return "from " + rule.getMin() + " to " + rule.getMax() + unit();
  }

  private String unit() {
    return switch (field.getOptions().getExtension(Options.ng).getUnit()) {
      case NG_UNIT_SECONDS -> " seconds";
      case NG_UNIT_MILLISECONDS -> " milliseconds";
      case NG_UNIT_MICROSECONDS -> " microseconds";
      case NG_UNIT_UNSPECIFIED, UNRECOGNIZED -> "";
    };
  }
}
