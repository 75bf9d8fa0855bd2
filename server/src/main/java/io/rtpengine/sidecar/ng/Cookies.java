package io.rtpengine.sidecar.ng;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * Writes and reads cookies: a random prefix, and after it the serial number of a request.
 *
 * <p>rtpengine recognises a retransmission by its cookie and by nothing else, whoever sent it, for
 * up to a minute: two requests with one cookie, and one call gets the SDP of another. So the prefix
 * has {@value #PREFIX_BYTES} random bytes, and serial numbers are never used again.
 *
 * <p>Immutable and thread-safe.
 */
final class Cookies {

  private static final int PREFIX_BYTES = 12;
  private static final int PREFIX_LENGTH = PREFIX_BYTES / 3 * 4;
  private static final int MAX_DIGITS = Long.SIZE / 4 - 1;

  /** The most bytes that a cookie may have. */
  static final int MAX_LENGTH = PREFIX_LENGTH + MAX_DIGITS;

  private static final long NOT_OURS = -1;

  private final byte[] prefix;

  /** Creates cookies with a new prefix. */
  Cookies(RandomGenerator random) {
    byte[] bytes = new byte[PREFIX_BYTES];
    random.nextBytes(bytes);
    prefix = Base64.getUrlEncoder().withoutPadding().encode(bytes);
  }

  /** Writes the cookie of a serial number, which must not be negative. */
  void write(long serial, ByteBuf out) {
    out.writeBytes(prefix);
    for (int shift = (digits(serial) - 1) * 4; shift >= 0; shift -= 4) {
      int digit = (int) (serial >>> shift) & 0xf;
      out.writeByte(digit < 10 ? '0' + digit : 'a' + digit - 10);
    }
  }

  /** Returns the cookie of a serial number as text. */
  String text(long serial) {
    return new String(prefix, StandardCharsets.US_ASCII) + Long.toHexString(serial);
  }

  /**
   * Returns the serial number in the cookie that {@code length} bytes from {@code start} are, or a
   * negative number if they are none of these cookies.
   */
  long serial(ByteBuf in, int start, int length) {
    int digits = length - PREFIX_LENGTH;
    if (digits < 1 || digits > MAX_DIGITS || !startsWithPrefix(in, start)) {
      return NOT_OURS;
    }
    long serial = 0;
    for (int i = start + PREFIX_LENGTH; i < start + length; i++) {
      int digit = digit(in.getByte(i));
      if (digit < 0) {
        return NOT_OURS;
      }
      serial = serial << 4 | digit;
    }
    // A number has one spelling: one with leading zeros was never sent.
    return digits(serial) == digits ? serial : NOT_OURS;
  }

  private boolean startsWithPrefix(ByteBuf in, int start) {
    for (int i = 0; i < PREFIX_LENGTH; i++) {
      if (in.getByte(start + i) != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  private static int digits(long serial) {
    return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(serial) + 3) / 4);
  }

  private static int digit(byte c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  }
}
