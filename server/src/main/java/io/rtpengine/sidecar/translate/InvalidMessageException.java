package io.rtpengine.sidecar.translate;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says that a message can't be right, and why. It has no stack trace: it tells of the message, not
 * of this program.
 */
public final class InvalidMessageException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<Violation> violations;

  InvalidMessageException(List<Violation> violations) {
    super(
        violations.stream()
            .map(InvalidMessageException::described)
            .collect(Collectors.joining("; ")),
        null,
        false,
        false);
    this.violations = List.copyOf(violations);
  }

  private static String described(Violation violation) {
    String field = violation.field().isEmpty() ? "the request" : violation.field();
    return field + ": " + violation.problem();
  }

  /** Returns what to throw if the value of a field, or the whole message if "", is no protobuf. */
  public static InvalidMessageException malformed(String field, @Nullable String problem) {
    return new InvalidMessageException(
        List.of(
            new Violation(Violation.Kind.MALFORMED_REQUEST, field, "is no protobuf: " + problem)));
  }

  /** Returns what to throw if the value of a field can't be right. */
  public static InvalidMessageException invalid(String field, String problem) {
    return new InvalidMessageException(
        List.of(new Violation(Violation.Kind.INVALID_FIELD, field, problem)));
  }

  /** Returns everything that is wrong with the message; at least one thing. */
  public List<Violation> violations() {
    return violations;
  }
}
