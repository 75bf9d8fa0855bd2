package io.rtpengine.sidecar.translate;

/**
 * What is wrong with one field of a message.
 *
 * @param kind the kind of fault
 * @param field the field, as a path of proto field names from the message on
 * @param problem what is wrong and what would be right, for people; never the value itself, which
 *     may be a secret
 */
public record Violation(Kind kind, String field, String problem) {

  /** The kinds of fault. */
  public enum Kind {
    /**
     * The bytes are no protobuf of the field's type; of the whole message, if no field is named.
     */
    MALFORMED_REQUEST,
    /** A call-id is required and not there. */
    MISSING_CALL_ID,
    /** Another required field is not there. */
    MISSING_FIELD,
    /** The value can't be right. */
    INVALID_FIELD,
    /** Two fields say the same thing. */
    CONFLICTING_FIELDS
  }
}
