package io.rtpengine.sidecar.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * A request that has been encoded beforehand, so that making one costs a load generator next to
 * nothing: only the number of the call is put in its place. Immutable.
 */
final class Template {

  private static final String PREFIX = "bench-";

  /** The call-id that stands in what a template is made from; all are as long as this. */
  static final String CALL_ID = PREFIX + "0".repeat(16);

  private final byte[] bytes;
  private final int numberAt;

  /** Makes a template of a request that has {@link #CALL_ID} once, or not at all. */
  Template(byte[] bytes) {
    this.bytes = bytes.clone();
    int callIdAt = new String(bytes, ISO_8859_1).indexOf(CALL_ID);
    this.numberAt = callIdAt < 0 ? -1 : callIdAt + PREFIX.length();
  }

  /** Returns the request, for the call with this number. */
  byte[] withCall(long number) {
    byte[] copy = bytes.clone();
    if (numberAt >= 0) {
      putHex(copy, numberAt, number);
    }
    return copy;
  }

  /** Writes a number as 16 hexadecimal digits. */
  static void putHex(byte[] bytes, int at, long number) {
    for (int i = 0; i < 16; i++) {
      bytes[at + i] = (byte) Character.forDigit((int) (number >>> (4 * (15 - i))) & 0xf, 16);
    }
  }

  /** Returns the number that 16 hexadecimal digits are. */
  static long getHex(byte[] bytes, int at) {
    long number = 0;
    for (int i = 0; i < 16; i++) {
      number = (number << 4) | Character.digit(bytes[at + i], 16);
    }
    return number;
  }
}
