package io.rtpengine.sidecar.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FakeEngineTest {

  private static final String OFFER = "d7:command5:offer7:call-id1:c3:sdp3:v=0e";
  private static final String PING = "d7:command4:pinge";

  private final FakeEngine engine = FakeEngine.start();
  private final DatagramSocket socket;

  FakeEngineTest() throws IOException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
  }

  @BeforeEach
  void beImpatient() throws IOException {
    socket.setSoTimeout(30_000);
  }

  @AfterEach
  void stop() {
    socket.close();
    engine.close();
  }

  private void send(String request) throws IOException {
    byte[] bytes = request.getBytes(StandardCharsets.ISO_8859_1);
    socket.send(
        new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), engine.port()));
  }

  private DatagramPacket receive() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
    socket.receive(packet);
    return packet;
  }

  private String reply() throws IOException {
    DatagramPacket packet = receive();
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
  }

  private String reply(String request) throws IOException {
    send(request);
    return reply();
  }

  @Test
  void pingIsPong() throws IOException {
    assertThat(reply("1 " + PING)).isEqualTo("1 d6:result4:ponge");
  }

  @Test
  void offerGivesItsSdpBack() throws IOException {
    assertThat(reply("1 " + OFFER)).isEqualTo("1 d3:sdp3:v=06:result2:oke");
  }

  @Test
  void callIsKnownFromOfferToDelete() throws IOException {
    assertThat(reply("1 d7:command5:query7:call-id1:ce")).contains("Unknown call-id");
    reply("2 " + OFFER);
    assertThat(reply("3 d7:command5:query7:call-id1:ce")).contains("6:result2:ok");
    assertThat(reply("4 d7:command6:delete7:call-id1:ce")).doesNotContain("warning");
    assertThat(reply("5 d7:command6:delete7:call-id1:ce")).contains("warning");
  }

  @Test
  void repeatedCookieGetsTheSameAnswerWhateverTheRequestSays() throws IOException {
    String first = reply("1 " + OFFER);

    assertThat(reply("1 " + PING)).isEqualTo(first);
    assertThat(reply("2 " + PING)).isNotEqualTo(first);
  }

  @Test
  void restartForgetsAnswersAndCalls() throws IOException {
    int port = engine.port();
    reply("1 " + OFFER);
    engine.restart();

    assertThat(engine.port()).isEqualTo(port);
    assertThat(reply("1 " + PING)).contains("pong");
    assertThat(reply("2 d7:command5:query7:call-id1:ce")).contains("Unknown call-id");
  }

  @Test
  void scriptIsFollowedInOrderAndThenTheUsual() throws IOException {
    engine.next("ping", FakeReply.error("a"), FakeReply.loadLimit("b"));

    assertThat(reply("1 " + PING)).contains("error", "1:a");
    assertThat(reply("2 " + PING)).contains("load limit", "1:b");
    assertThat(reply("3 " + PING)).contains("pong");
  }

  @Test
  void scriptOfACommandComesBeforeThatOfAny() throws IOException {
    engine.always(FakeEngine.ANY, FakeReply.error("any")).always("ping", FakeReply.error("ping"));

    assertThat(reply("1 " + PING)).contains("4:ping");
    assertThat(reply("2 " + OFFER)).contains("3:any");
  }

  @Test
  void silenceIsSilentAndLeavesNothingInTheCache() throws IOException {
    engine.next("ping", FakeReply.silence());
    send("1 " + PING);

    assertThat(reply("1 " + PING)).contains("pong");
    assertThat(engine.requests()).hasSize(2);
  }

  @Test
  void lostReplyIsInTheCache() throws IOException {
    engine.next("ping", FakeReply.error("first").lost());
    send("1 " + PING);

    assertThat(reply("1 " + PING)).contains("first");
  }

  @Test
  void replyMayComeFromAnotherPortTwiceAndAltered() throws IOException {
    engine.next(
        "ping", FakeReply.usual().withCookie("x").truncatedTo(5).fromAnotherPort().sentTimes(2));
    send("1 " + PING);

    assertThat(receive().getPort()).isNotEqualTo(engine.port());
    assertThat(reply()).isEqualTo("x d6:");
  }

  @Test
  void replyMayComeAfterTheNext() throws IOException {
    engine.next("ping", FakeReply.usual().afterTheNext());
    send("1 " + PING);
    send("2 " + PING);

    assertThat(reply()).startsWith("2 ");
    assertThat(reply()).startsWith("1 ");
  }

  @Test
  void replyMayBeLate() throws IOException {
    Duration delay = Duration.ofMillis(300);
    engine.next("ping", FakeReply.usual().delayedBy(delay));
    long sent = System.nanoTime();

    assertThat(reply("1 " + PING)).contains("pong");
    assertThat(Duration.ofNanos(System.nanoTime() - sent)).isGreaterThanOrEqualTo(delay);
  }

  @Test
  void replyMayHaveAnySize() throws IOException {
    for (int size : new int[] {100, 120, 1_000, 9_999, 65_507}) {
      engine.next("ping", FakeReply.ofSize(size));
      assertThat(reply(size + " " + PING).length()).isBetween(size - 1, size);
    }
  }

  @Test
  void requestsAreKept() throws Exception {
    reply("cookie d7:command4:ping1:ai-1e1:bli2e1:xe1:cdee");

    FakeRequest request = engine.awaitRequests(1).get(0);
    assertThat(request.cookie()).isEqualTo("cookie");
    assertThat(request.command()).isEqualTo("ping");
    assertThat(request.dictionary()).containsEntry("a", -1L).containsEntry("c", Map.of());
    assertThat(engine.maxOutstanding()).isEqualTo(1);
  }
}
