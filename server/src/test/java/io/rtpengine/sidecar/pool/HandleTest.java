package io.rtpengine.sidecar.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HandleTest {

  @ParameterizedTest
  @ValueSource(strings = {"udp:10.0.0.1:2223", "unix:/run/r\u00e9seau.sock", "udp6:[::1]:2223"})
  void handleIsReadAsTheNodeItWasMadeOf(String name) {
    NodeId node = new NodeId(Integer.MAX_VALUE, name);

    assertThat(Handle.of(node)).matches("[A-Za-z0-9_-]+");
    assertThat(Handle.read(Handle.of(node))).contains(node);
  }

  /** Handles outlive the sidecar that gave them out. */
  @Test
  void handleIsTheSameInEveryRelease() {
    assertThat(Handle.of(new NodeId(1, "udp:10.0.0.1:2223")))
        .isEqualTo("AYX4-EAAAAABdWRwOjEwLjAuMC4xOjIyMjM");
  }

  @Test
  void handleThatHasBeenTamperedWithIsNone() {
    byte[] handle = Base64.getUrlDecoder().decode(Handle.of(new NodeId(1, "udp:10.0.0.1:2223")));
    for (int i = 0; i < handle.length; i++) {
      byte[] changed = handle.clone();
      changed[i] ^= 1;

      assertThat(Handle.read(Base64.getUrlEncoder().encodeToString(changed))).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "A", "AQ", "AQAAAAAAAAAA", "udp:10.0.0.1:2223", "\u20ac", "====", " "})
  void whatWasNeverGivenOutIsNoHandle(String text) {
    assertThat(Handle.read(text)).isEmpty();
  }
}
