package io.rtpengine.sidecar.it;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/** WAV files: 8000 samples a second, 16 bits, mono. */
final class Wav {

  private static final int RATE = 8_000;
  private static final int HERTZ = 440;
  private static final int AMPLITUDE = 8_000;
  private static final int HEADER = 44;

  private Wav() {}

  /** Returns a tone. */
  static byte[] tone(Duration duration) {
    int samples = (int) (duration.toMillis() * RATE / 1_000);
    int size = 2 * samples;
    byte[] file = new byte[HEADER + size];
    ByteBuffer out = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    out.put("RIFF".getBytes(US_ASCII)).putInt(HEADER - 8 + size);
    out.put("WAVEfmt ".getBytes(US_ASCII)).putInt(16);
    out.putShort((short) 1).putShort((short) 1); // PCM, one channel
    out.putInt(RATE).putInt(2 * RATE);
    out.putShort((short) 2).putShort((short) 16); // bytes a frame, bits a sample
    out.put("data".getBytes(US_ASCII)).putInt(size);
    for (int i = 0; i < samples; i++) {
      out.putShort((short) (AMPLITUDE * Math.sin(2 * Math.PI * HERTZ * i / RATE)));
    }
    return file;
  }
}
