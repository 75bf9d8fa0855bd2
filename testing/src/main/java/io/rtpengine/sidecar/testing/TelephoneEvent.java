package io.rtpengine.sidecar.testing;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The payload of a DTMF event packet (RFC 4733, section 2.3). Immutable.
 *
 * @param digit one of {@code 0-9 * # A-D}
 * @param end whether the digit has been released
 * @param volume 0 to 63, in dBm0 with the sign dropped: more is quieter
 * @param duration since the digit was pressed, in units of the RTP clock, 0 to 65535
 */
public record TelephoneEvent(char digit, boolean end, int volume, int duration) {

  private static final String DIGITS = "0123456789*#ABCD";
  private static final int SIZE = 4;

  /** Refuses what no DTMF event can say. */
  public TelephoneEvent {
    if (DIGITS.indexOf(digit) < 0) {
      throw new IllegalArgumentException("digit: " + digit + " (expected: one of " + DIGITS + ")");
    }
    if (volume < 0 || volume > 63) {
      throw new IllegalArgumentException("volume: " + volume + " (expected: 0 to 63)");
    }
    if (duration < 0 || duration > 0xffff) {
      throw new IllegalArgumentException("duration: " + duration + " (expected: 0 to 65535)");
    }
  }

  /** Returns the payload as it is sent. */
  public ByteBuffer encode() {
    return ByteBuffer.allocate(SIZE)
        .put((byte) DIGITS.indexOf(digit))
        .put((byte) ((end ? 0x80 : 0) | volume))
        .putShort((short) duration)
        .flip();
  }

  /** Reads a payload; empty if it is none of DTMF. */
  public static Optional<TelephoneEvent> decode(ByteBuffer payload) {
    ByteBuffer in = payload.duplicate();
    if (in.remaining() < SIZE) {
      return Optional.empty();
    }
    int event = in.get() & 0xff;
    if (event >= DIGITS.length()) {
      return Optional.empty();
    }
    int second = in.get();
    return Optional.of(
        new TelephoneEvent(
            DIGITS.charAt(event), (second & 0x80) != 0, second & 0x3f, in.getShort() & 0xffff));
  }
}
