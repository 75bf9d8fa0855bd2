package io.rtpengine.sidecar.sip;

/**
 * Says that a SIP message can't be read, and why. It has no stack trace: it tells of the message,
 * not of this program.
 */
public final class InvalidSipMessageException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Creates an exception; the problem quotes nothing of the message. */
  public InvalidSipMessageException(String problem) {
    super(problem, null, false, false);
  }
}
