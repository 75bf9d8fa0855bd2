package io.rtpengine.sidecar.bencode;

/**
 * Says that bytes are not the bencode that was expected, and where. It has no stack trace: it tells
 * of the bytes, not of this program.
 */
public final class BencodeException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int offset;

  BencodeException(String problem, int offset) {
    super(problem + " at byte " + offset, null, false, false);
    this.offset = offset;
  }

  /** Returns the index of the first byte that could not be understood. */
  public int offset() {
    return offset;
  }
}
