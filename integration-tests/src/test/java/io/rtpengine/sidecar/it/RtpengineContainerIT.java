package io.rtpengine.sidecar.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.rtpengine.sidecar.testing.OnEveryRelease;
import io.rtpengine.sidecar.testing.RtpEndpoint;
import io.rtpengine.sidecar.testing.RtpengineContainer;
import io.rtpengine.sidecar.testing.RtpengineRelease;
import io.rtpengine.sidecar.testing.Sdp;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The engines that all other tests stand on, spoken to without the sidecar. */
@OnEveryRelease
final class RtpengineContainerIT {

  private final RtpengineRelease release;
  private final RtpengineContainer engine;

  RtpengineContainerIT(RtpengineRelease release, RtpengineContainer engine) {
    this.release = release;
    this.engine = engine;
  }

  @Test
  void isTheRelease() {
    assertThat(engine.getLogs()).contains("Startup complete, version " + release + ".");
  }

  @Test
  void answersOverUdp() throws IOException {
    assertThat(ask("d7:command4:pinge")).isEqualTo("d6:result4:ponge");
  }

  @Test
  void answersOverHttp() throws Exception {
    // An offer to go on with HTTP/2, as by default, makes rtpengine close the connection.
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpRequest request =
        HttpRequest.newBuilder(engine.httpNg())
            .header("Content-Type", "application/x-rtpengine-ng")
            .POST(HttpRequest.BodyPublishers.ofString("cookie d7:command4:pinge"))
            .build();

    assertThat(http.send(request, BodyHandlers.ofString()).body())
        .isEqualTo("cookie d6:result4:ponge");
  }

  @Test
  void forwardsRtpBothWays() throws IOException {
    String call = UUID.randomUUID().toString();
    try (RtpEndpoint alice = RtpEndpoint.open();
        RtpEndpoint bob = RtpEndpoint.open()) {
      String offered =
          ask(command("offer", call, "from-tag", "a", "sdp", Sdp.audio(alice.address())));
      String answered =
          ask(
              command(
                  "answer", call, "from-tag", "a", "to-tag", "b", "sdp", Sdp.audio(bob.address())));
      alice.sendTo(sdp(answered).audio().rtp());
      bob.sendTo(sdp(offered).audio().rtp());

      alice.sender().sendTone(Duration.ofMillis(100));
      bob.sender().sendTone(Duration.ofMillis(100));

      bob.receiver().awaitPackets(5);
      alice.receiver().awaitPackets(5);
      assertThat(bob.receiver().countBySsrc()).containsOnlyKeys(alice.sender().ssrc());
      assertThat(alice.receiver().countBySsrc()).containsOnlyKeys(bob.sender().ssrc());
    } finally {
      ask(command("delete", call));
    }
  }

  private String ask(String dictionary) throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      socket.setSoTimeout(30_000);
      String cookie = UUID.randomUUID() + " ";
      byte[] request = (cookie + dictionary).getBytes(ISO_8859_1);
      socket.send(new DatagramPacket(request, request.length, engine.ng()));
      DatagramPacket reply = new DatagramPacket(new byte[65_535], 65_535);
      socket.receive(reply);
      String text = new String(reply.getData(), 0, reply.getLength(), ISO_8859_1);
      assertThat(text).startsWith(cookie);
      return text.substring(cookie.length());
    }
  }

  private static String command(String name, String call, String... entries) {
    return "d" + strings("command", name, "call-id", call) + strings(entries) + "e";
  }

  private static String strings(String... strings) {
    return Stream.of(strings)
        .map(string -> string.length() + ":" + string)
        .collect(Collectors.joining());
  }

  private static Sdp sdp(String reply) {
    return Sdp.parse(reply.substring(reply.indexOf("v=0"), reply.lastIndexOf("\n")));
  }
}
