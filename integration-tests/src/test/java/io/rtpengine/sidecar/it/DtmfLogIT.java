package io.rtpengine.sidecar.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rtpengine.sidecar.testing.RtpengineContainer;
import io.rtpengine.sidecar.testing.RtpengineExtension;
import io.rtpengine.sidecar.testing.RtpengineRelease;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.testcontainers.utility.DockerImageName;

/** An engine that reports digits, of an image that is named. */
final class DtmfLogIT {

  @AutoClose
  private final DatagramSocket log = new DatagramSocket(0, InetAddress.getLoopbackAddress());

  @RegisterExtension
  final RtpengineExtension rtpengine =
      RtpengineExtension.of(
          () ->
              new RtpengineContainer(DockerImageName.parse(RtpengineRelease.V26_0.image()))
                  .withDtmfLog((InetSocketAddress) log.getLocalSocketAddress()));

  DtmfLogIT() throws IOException {
    log.setSoTimeout(30_000);
  }

  @Test
  void digitIsReported() throws IOException {
    // Otherwise the offer itself says where to report.
    Map<String, String> settings = Map.of("NOTIFICATION_PER_CALL", "false");
    try (Rig rig = Rig.before(Rig.url(rtpengine.engine()), settings);
        Call call = rig.call()) {
      call.alice().sender().sendDigit('5', Call.A_WHILE);

      DatagramPacket report = new DatagramPacket(new byte[2_000], 2_000);
      log.receive(report);
      assertThat(new String(report.getData(), 0, report.getLength(), UTF_8))
          .contains("\"callid\":\"" + call.id() + "\"", "\"event\":5");
    }
  }
}
