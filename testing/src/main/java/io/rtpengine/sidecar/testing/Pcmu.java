package io.rtpengine.sidecar.testing;

import java.nio.ByteBuffer;

/** PCMU audio: G.711 with the μ-law, 8000 samples a second, a byte a sample. */
public final class Pcmu {

  /** Samples a second, which is also the RTP clock. */
  public static final int CLOCK = 8_000;

  /** The static payload type (RFC 3551). */
  public static final int PAYLOAD_TYPE = 0;

  private static final int BIAS = 0x84;
  private static final int CLIP = 32_635;
  private static final int AMPLITUDE = 8_000;

  /** Beyond what a comfortable silence, or the rounding of a codec, makes of nothing. */
  private static final int AUDIBLE = 200;

  private Pcmu() {}

  /**
   * Returns a sine tone.
   *
   * @param hertz its frequency
   * @param start the number of its first sample, so that successive pieces join
   * @param samples its length
   */
  public static ByteBuffer tone(int hertz, long start, int samples) {
    ByteBuffer payload = ByteBuffer.allocate(samples);
    for (int i = 0; i < samples; i++) {
      double phase = 2 * Math.PI * hertz * (start + i) / CLOCK;
      payload.put(encode((int) (AMPLITUDE * Math.sin(phase))));
    }
    return payload.flip();
  }

  /** Returns whether nothing can be heard in a payload. */
  public static boolean isSilent(ByteBuffer payload) {
    for (ByteBuffer in = payload.duplicate(); in.hasRemaining(); ) {
      if (Math.abs(decode(in.get())) > AUDIBLE) {
        return false;
      }
    }
    return true;
  }

  /** Compresses a 16-bit sample. */
  static byte encode(int sample) {
    int sign = sample < 0 ? 0x80 : 0;
    int magnitude = Math.min(Math.abs(sample), CLIP) + BIAS;
    int exponent = 24 - Integer.numberOfLeadingZeros(magnitude);
    int mantissa = magnitude >> (exponent + 3) & 0x0f;
    return (byte) ~(sign | exponent << 4 | mantissa);
  }

  /** Expands to a 16-bit sample. */
  static int decode(byte code) {
    int bits = ~code;
    int magnitude = ((((bits & 0x0f) << 3) + BIAS) << ((bits >> 4) & 7)) - BIAS;
    return (bits & 0x80) == 0 ? magnitude : -magnitude;
  }
}
