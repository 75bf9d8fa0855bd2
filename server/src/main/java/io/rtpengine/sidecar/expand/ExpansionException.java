package io.rtpengine.sidecar.expand;

/**
 * Says that a request can't be expanded, and why. It has no stack trace: it tells of the request,
 * not of this program.
 */
public final class ExpansionException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final String field;
  private final String problem;

  /** The kinds of fault. */
  public enum Kind {
    /** The flag string is wrong. */
    INVALID_FLAGS,
    /** The SIP message can't be read, or lacks what is needed of it. */
    INVALID_SIP_MESSAGE,
    /** There is no such profile. */
    UNKNOWN_PROFILE,
    /** The flag string and a field say different things. */
    CONFLICTING_FIELDS
  }

  ExpansionException(Kind kind, String field, String problem) {
    super(field + ": " + problem, null, false, false);
    this.kind = kind;
    this.field = field;
    this.problem = problem;
  }

  /** Returns the kind of fault. */
  public Kind kind() {
    return kind;
  }

  /** Returns the field that is at fault. */
  public String field() {
    return field;
  }

  /** Returns what is wrong with it, for people. */
  public String problem() {
    return problem;
  }
}
