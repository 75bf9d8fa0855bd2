package io.rtpengine.sidecar.protobuf;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Values in a row, by index: of the fields of a message, or of one repeated field. Confined to one
 * request.
 *
 * <p>What an index holds is known to whoever asks; what is not there is the default of its type.
 * Strings and messages are views of the bytes that were read, which must not change.
 */
public abstract sealed class WireValues permits WireMessage, WireList {

  final byte[] bytes;
  final int depth;

  /**
   * Numbers as they are; of strings and messages, the offset and, in the lower half, the length.
   */
  long[] values;

  WireValues(byte[] bytes, int depth, int capacity) {
    this.bytes = bytes;
    this.depth = depth;
    this.values = new long[capacity];
  }

  static long range(int offset, int length) {
    return ((long) offset << Integer.SIZE) | length;
  }

  /**
   * Returns a number: of an integer its value, of a bool 1 or 0, of an enum the value's number, of
   * a double its bits.
   */
  public final long number(int index) {
    return values[index];
  }

  /** Returns the bytes that strings are parts of. They must not be changed. */
  public final byte[] bytes() {
    return bytes;
  }

  /** Returns where in {@link #bytes} a string begins. */
  public final int offset(int index) {
    return (int) (values[index] >>> Integer.SIZE);
  }

  /** Returns how many bytes a string has. */
  public final int length(int index) {
    return (int) values[index];
  }

  /** Returns a string that is text. */
  public final String text(int index) {
    return new String(bytes, offset(index), length(index), UTF_8);
  }

  /**
   * Returns a message.
   *
   * @throws MalformedMessageException if its bytes are none
   */
  public abstract WireMessage message(int index) throws MalformedMessageException;
}
