package io.rtpengine.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.rtpengine.sidecar.config.Settings;
import io.rtpengine.sidecar.config.SettingsReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

final class SidecarStartTest {

  private static final int GRPC_PORT = 50_051;

  /** Of this test alone, whatever else runs on this machine. */
  private final String host =
      "127.0.%d.%d"
          .formatted(
              ThreadLocalRandom.current().nextInt(80, 255),
              ThreadLocalRandom.current().nextInt(1, 255));

  @Test
  void whatWasOpenedIsClosedIfTheRestCanNotBe() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Settings settings = settings(taken.getLocalPort());

      assertThatIOException().isThrownBy(() -> Sidecar.start(settings));
    }
    try (Sidecar sidecar = Sidecar.start(settings(0))) {
      assertThat(sidecar.grpcAddress().getPort()).isEqualTo(GRPC_PORT);
    }
  }

  private Settings settings(int httpPort) throws Exception {
    return new SettingsReader(
            Map.of(
                "RTPENGINE_SOCK", "udp:127.0.0.1:2223",
                "GRPC_LISTEN", host + ":" + GRPC_PORT,
                "HTTP_LISTEN", "127.0.0.1:" + httpPort,
                "NOTIFICATION_SOCK", "none",
                "XMLRPC_LISTEN", "none",
                "STATE_FILE", "none"))
        .read(Optional.empty());
  }
}
