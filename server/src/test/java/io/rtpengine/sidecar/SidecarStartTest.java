package io.rtpengine.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.rtpengine.sidecar.config.Settings;
import io.rtpengine.sidecar.config.SettingsReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SidecarStartTest {

  @Test
  void whatWasOpenedIsClosedIfTheRestCanNotBe() throws Exception {
    int grpc = freePort();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Settings settings = settings(grpc, taken.getLocalPort());

      assertThatIOException().isThrownBy(() -> Sidecar.start(settings));
    }
    try (Sidecar sidecar = Sidecar.start(settings(grpc, 0))) {
      assertThat(sidecar.grpcAddress().getPort()).isEqualTo(grpc);
    }
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Settings settings(int grpcPort, int httpPort) throws Exception {
    return new SettingsReader(
            Map.of(
                "RTPENGINE_SOCK", "udp:127.0.0.1:2223",
                "GRPC_LISTEN", "127.0.0.1:" + grpcPort,
                "HTTP_LISTEN", "127.0.0.1:" + httpPort))
        .read(Optional.empty());
  }
}
