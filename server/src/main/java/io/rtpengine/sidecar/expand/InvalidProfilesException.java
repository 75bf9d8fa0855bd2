package io.rtpengine.sidecar.expand;

/**
 * Says that profiles can't be used, and why: which profile, which field, which line. It has no
 * stack trace: it tells of a file, not of this program.
 */
public final class InvalidProfilesException extends Exception {

  private static final long serialVersionUID = 1L;

  InvalidProfilesException(String problem) {
    super(problem, null, false, false);
  }
}
