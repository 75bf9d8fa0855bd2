package io.rtpengine.sidecar.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class TelephoneEventTest {

  @Test
  void hasTheFormOfRfc4733() {
    TelephoneEvent event = new TelephoneEvent('#', true, 10, 0x0320);

    assertThat(event.encode()).isEqualTo(ByteBuffer.wrap(new byte[] {11, (byte) 0x8a, 3, 0x20}));
    assertThat(TelephoneEvent.decode(event.encode())).contains(event);
  }

  @Test
  void otherEventsAreNoDigits() {
    assertThat(TelephoneEvent.decode(ByteBuffer.wrap(new byte[] {16, 0, 0, 0}))).isEmpty();
    assertThat(TelephoneEvent.decode(ByteBuffer.wrap(new byte[] {1, 0, 0}))).isEmpty();
  }

  @Test
  void refusesWhatNoEventCanSay() {
    assertThatThrownBy(() -> new TelephoneEvent('x', false, 0, 0))
        .hasMessage("digit: x (expected: one of 0123456789*#ABCD)");
    assertThatThrownBy(() -> new TelephoneEvent('1', false, 64, 0)).hasMessageContaining("volume");
    assertThatThrownBy(() -> new TelephoneEvent('1', false, 0, 1 << 16))
        .hasMessageContaining("duration");
  }
}
