package io.rtpengine.sidecar.store;

/**
 * Says why nodes could not be read, for the operator and without secrets. It has no stack trace: it
 * tells of what was read, or of who was asked for it.
 */
public final class NodeSourceException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Creates an exception. */
  public NodeSourceException(String problem) {
    super(problem, null, false, false);
  }
}
