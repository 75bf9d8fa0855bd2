package io.rtpengine.sidecar.protobuf;

/**
 * Says that bytes are no protobuf. It has no stack trace: it tells of the bytes, not of this
 * program.
 */
public final class MalformedMessageException extends Exception {

  private static final long serialVersionUID = 1L;

  MalformedMessageException(String problem) {
    super(problem, null, false, false);
  }
}
