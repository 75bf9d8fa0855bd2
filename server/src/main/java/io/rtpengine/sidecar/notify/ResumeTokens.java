package io.rtpengine.sidecar.notify;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.OptionalLong;

/**
 * Writes and reads resume tokens: places in the history of one run of a sidecar. Immutable and
 * thread-safe.
 *
 * @param run tells this run of this sidecar from every other
 */
record ResumeTokens(long run) {

  private static final byte VERSION = 1;
  private static final int LENGTH = 1 + 2 * Long.BYTES;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  /** Returns the token of the place after an event. */
  String after(long sequence) {
    return before(sequence + 1);
  }

  /** Returns the token of the place before an event. */
  String before(long sequence) {
    byte[] token = new byte[LENGTH];
    ByteBuffer.wrap(token).put(VERSION).putLong(run).putLong(sequence);
    return ENCODER.encodeToString(token);
  }

  /**
   * Returns the sequence of the event that a token is the place before; nothing if it is of another
   * run.
   *
   * @throws IllegalArgumentException if it is no token
   */
  OptionalLong sequence(String token) {
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token));
    if (bytes.remaining() != LENGTH || bytes.get() != VERSION) {
      throw new IllegalArgumentException("token: " + token + " (expected: one that was given out)");
    }
    return bytes.getLong() == run ? OptionalLong.of(bytes.getLong()) : OptionalLong.empty();
  }
}
