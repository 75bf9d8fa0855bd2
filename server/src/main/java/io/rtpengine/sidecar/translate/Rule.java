package io.rtpengine.sidecar.translate;

import io.rtpengine.sidecar.protobuf.MessageField;
import io.rtpengine.v1.FieldRule;
import io.rtpengine.v1.NgUnit;
import io.rtpengine.v1.Options;
import org.jspecify.annotations.Nullable;

/**
 * What a valid value of a field is, presence aside. Immutable and thread-safe.
 *
 * <p>What it says of an invalid value never holds the value: it may be a secret.
 */
final class Rule {

  private final FieldRule rule;
  private final String unit;

  private Rule(FieldRule rule, NgUnit unit) {
    this.rule = rule;
    this.unit = name(unit);
  }

  /** Returns the rule for the values of a field; null if any will do. */
  static @Nullable Rule of(MessageField field) {
    FieldRule rule = field.descriptor().getOptions().getExtension(Options.rule);
    boolean limits =
        rule.hasMin()
            || rule.hasMax()
            || rule.getMaxLength() > 0
            || !rule.getCharacters().isEmpty();
    return limits
        ? new Rule(rule, field.descriptor().getOptions().getExtension(Options.ng).getUnit())
        : null;
  }

  /** Whether a text is valid. */
  boolean allows(String text) {
    return problem(text) == null;
  }

  /** Whether a number is valid. */
  boolean allows(double number) {
    return problem(number) == null;
  }

  /** Adds to {@code violations} what is wrong with a text. */
  void check(String text, Violations violations) {
    add(problem(text), violations);
  }

  /** Adds to {@code violations} what is wrong with a number. */
  void check(double number, Violations violations) {
    add(problem(number), violations);
  }

  private static void add(@Nullable String problem, Violations violations) {
    if (problem != null) {
      violations.add(Violation.Kind.INVALID_FIELD, problem);
    }
  }

  private @Nullable String problem(String text) {
    if (rule.getMaxLength() > 0 && text.codePointCount(0, text.length()) > rule.getMaxLength()) {
      return "must have at most " + rule.getMaxLength() + " characters";
    }
    if (!rule.getCharacters().isEmpty()
        && !text.chars().allMatch(c -> rule.getCharacters().indexOf(c) >= 0)) {
      return "must consist of the characters " + rule.getCharacters();
    }
    return null;
  }

  private @Nullable String problem(double number) {
    boolean inRange =
        (!rule.hasMin() || number >= rule.getMin()) && (!rule.hasMax() || number <= rule.getMax());
    return inRange ? null : "must be " + range();
  }

  private String range() {
    if (!rule.hasMax()) {
      return "at least " + rule.getMin() + unit;
    }
    if (!rule.hasMin()) {
      return "at most " + rule.getMax() + unit;
    }
    return "from " + rule.getMin() + " to " + rule.getMax() + unit;
  }

  private static String name(NgUnit unit) {
    return switch (unit) {
      case NG_UNIT_SECONDS -> " seconds";
      case NG_UNIT_MILLISECONDS -> " milliseconds";
      case NG_UNIT_MICROSECONDS -> " microseconds";
      case NG_UNIT_UNSPECIFIED, UNRECOGNIZED -> "";
    };
  }
}
