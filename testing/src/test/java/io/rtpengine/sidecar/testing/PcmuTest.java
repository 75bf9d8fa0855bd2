package io.rtpengine.sidecar.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class PcmuTest {

  @Test
  void knownCodes() {
    assertThat(Pcmu.encode(0)).isEqualTo((byte) 0xff);
    assertThat(Pcmu.encode(32_767)).isEqualTo((byte) 0x80);
    assertThat(Pcmu.encode(-32_767)).isEqualTo((byte) 0x00);
    assertThat(Pcmu.decode((byte) 0xff)).isZero();
    assertThat(Pcmu.decode((byte) 0x80)).isEqualTo(32_124);
  }

  @Test
  void samplesSurviveWithTheErrorOfTheLaw() {
    for (int sample = -32_000; sample <= 32_000; sample += 37) {
      assertThat(Pcmu.decode(Pcmu.encode(sample)))
          .isCloseTo(sample, within(8 + Math.abs(sample) / 16));
    }
  }

  @Test
  void toneIsHeardAndSilenceIsNot() {
    byte[] silence = new byte[160];
    Arrays.fill(silence, (byte) 0xff);

    assertThat(Pcmu.isSilent(ByteBuffer.wrap(silence))).isTrue();
    assertThat(Pcmu.isSilent(Pcmu.tone(440, 0, 160))).isFalse();
  }
}
