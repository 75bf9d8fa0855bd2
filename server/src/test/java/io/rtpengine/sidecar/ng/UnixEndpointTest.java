package io.rtpengine.sidecar.ng;

import static org.assertj.core.api.Assertions.assertThat;

import io.rtpengine.sidecar.testing.FakeEngine;
import io.rtpengine.sidecar.testing.FakeReply;
import io.rtpengine.sidecar.testing.FakeRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(SystemTransport.class)
final class UnixEndpointTest {

  private static final NgRequest PING = NgRequest.encode("ping", writer -> {});
  private static final long NEVER = Long.MAX_VALUE;

  /** However slow the machine is, nothing is given up before the test is. */
  private static final NgSettings PATIENT = NgSettings.DEFAULT.withTimeLimit(Duration.ofMinutes(1));

  private final FakeEngine engine = FakeEngine.start();
  private final RecordingListener listener = new RecordingListener();
  private final TestLoops loops;

  UnixEndpointTest(SystemTransport transport) {
    loops = new TestLoops(transport);
  }

  @AfterEach
  void stop() {
    loops.close();
    engine.close();
  }

  private NgEndpoint open(NgSettings settings) throws Exception {
    return open(settings, engine.unixAddress());
  }

  private NgEndpoint open(NgSettings settings, String address) throws Exception {
    return new NgEndpoints(loops.group(), settings).open(NgAddress.parse(address), NgObserver.NONE);
  }

  @Test
  void pingIsRepliedWithoutACookie() throws Exception {
    open(PATIENT).send(PING, NEVER, listener);

    listener.await(NgOutcome.Replied.class);
    FakeRequest request = engine.requests().get(0);
    assertThat(request.transport()).isEqualTo(FakeRequest.Transport.UNIX);
    assertThat(request.bytes()).asString(StandardCharsets.US_ASCII).isEqualTo("d7:command4:pinge");
  }

  @Test
  void manyRequestsAreReplied() throws Exception {
    NgEndpoint endpoint = open(PATIENT.withCapacity(4, 200));
    List<RecordingListener> listeners = Stream.generate(RecordingListener::new).limit(100).toList();
    listeners.forEach(each -> endpoint.send(PING, NEVER, each));

    for (RecordingListener each : listeners) {
      each.await(NgOutcome.Replied.class);
    }
  }

  @Test
  void replyThatArrivesInPiecesIsWhole() throws Exception {
    String padding = "x".repeat(500_000);
    engine.always("ping", FakeReply.of(Map.of("result", "ok", "padding", padding)));
    open(PATIENT).send(PING, NEVER, listener);

    assertThat(listener.await(NgOutcome.Replied.class).reply().size()).isEqualTo(2);
  }

  @Test
  void largeRequestArrivesWhole() throws Exception {
    String sdp = "x".repeat(500_000);
    NgRequest offer =
        NgRequest.encode("offer", w -> w.string("call-id").string("c").string("sdp").string(sdp));
    open(PATIENT).send(offer, NEVER, listener);

    listener.await(NgOutcome.Replied.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 15})
  void replyThatBreaksOffIsMalformed(int bytes) throws Exception {
    engine.always("ping", FakeReply.usual().truncatedTo(bytes));
    open(PATIENT).send(PING, NEVER, listener);

    assertThat(listener.await(NgOutcome.Malformed.class).problem())
        .isEqualTo("the connection was closed after " + bytes + " bytes");
  }

  @Test
  void replyThatIsNotBencodeIsMalformedAtOnce() throws Exception {
    engine.always(
        "ping", FakeReply.usual().changed(reply -> "hello".getBytes(StandardCharsets.US_ASCII)));
    open(PATIENT).send(PING, NEVER, listener);

    assertThat(listener.await(NgOutcome.Malformed.class).problem()).isEqualTo("no digit at byte 0");
  }

  @Test
  void replyWithoutEndIsMalformed() throws Exception {
    engine.always(
        "ping",
        FakeReply.usual().changed(reply -> "l".repeat(100).getBytes(StandardCharsets.US_ASCII)));
    open(PATIENT).send(PING, NEVER, listener);

    assertThat(listener.await(NgOutcome.Malformed.class).problem()).startsWith("deeper than 32");
  }

  @Test
  void connectionClosedWithoutAReplyIsSilence() throws Exception {
    engine.always("ping", FakeReply.usual().truncatedTo(0));
    open(PATIENT).send(PING, inAWhile(), listener);

    assertThat(listener.await(NgOutcome.Silent.class).deadlineWasCallers()).isFalse();
  }

  @Test
  void missingSocketIsSilence(@TempDir Path directory) throws Exception {
    open(PATIENT, "unix:" + directory.resolve("none")).send(PING, inAWhile(), listener);

    // Which is not what the caller has waited for.
    assertThat(listener.await(NgOutcome.Silent.class).deadlineWasCallers()).isFalse();
  }

  private static long inAWhile() {
    return System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
  }

  @Test
  void noAnswerIsSilence() throws Exception {
    engine.always("ping", FakeReply.silence());
    open(PATIENT.withTimeLimit(Duration.ofMillis(100))).send(PING, NEVER, listener);

    assertThat(listener.await(NgOutcome.Silent.class).transmissions()).isEqualTo(1);
  }

  @Test
  void closingCompletesWhatWaits() throws Exception {
    engine.always("ping", FakeReply.silence());
    NgEndpoint endpoint = open(PATIENT);
    endpoint.send(PING, NEVER, listener);
    engine.awaitRequests(1);

    endpoint.close();

    listener.await(NgOutcome.LocalFault.class);
  }
}
