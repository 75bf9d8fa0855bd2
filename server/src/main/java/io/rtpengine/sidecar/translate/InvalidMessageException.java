package io.rtpengine.sidecar.translate;

import java.util.List;
import java.util.stream.Collectors;

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
            .map(violation -> violation.field() + ": " + violation.problem())
            .collect(Collectors.joining("; ")),
        null,
        false,
        false);
    this.violations = List.copyOf(violations);
  }

  /** Returns everything that is wrong with the message; at least one thing. */
  public List<Violation> violations() {
    return violations;
  }
}
