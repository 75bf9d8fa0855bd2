package io.rtpengine.sidecar.ng;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.rtpengine.sidecar.ng.NgObserver.DropReason;
import io.rtpengine.sidecar.testing.FakeEngine;
import io.rtpengine.sidecar.testing.FakeReply;
import io.rtpengine.sidecar.testing.FakeRequest;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HttpEndpointTest {

  private static final NgRequest PING = NgRequest.encode("ping", writer -> {});
  private static final long NEVER = Long.MAX_VALUE;

  /** However slow the machine is, nothing is sent again, or given up before the test is. */
  private static final NgSettings PATIENT =
      NgSettings.DEFAULT
          .withTimeLimit(Duration.ofMinutes(1))
          .withRetransmission(Duration.ofMinutes(1), Duration.ofMinutes(1));

  private final FakeEngine engine = FakeEngine.start();
  private final RecordingListener listener = new RecordingListener();
  private final RecordingObserver observer = new RecordingObserver();
  private final TestLoops loops = new TestLoops(SystemTransport.NIO);

  @AfterEach
  void stop() {
    engine.close();
    loops.close();
  }

  private NgEndpoint open(NgSettings settings) throws Exception {
    return open(settings, engine.httpAddress());
  }

  private NgEndpoint open(NgSettings settings, String address) throws Exception {
    return new NgEndpoints(loops.group(), settings).open(NgAddress.parse(address), observer);
  }

  private static NgRequest offer(int padding) {
    return NgRequest.encode(
        "offer",
        writer -> writer.string("call-id").string("c").string("sdp").string("x".repeat(padding)));
  }

  @Test
  void pingIsReplied() throws Exception {
    open(PATIENT).send(PING, NEVER, listener);

    listener.await(NgOutcome.Replied.class);
    assertThat(engine.requests().get(0).transport()).isEqualTo(FakeRequest.Transport.HTTP);
    assertThat(engine.requests().get(0).cookie()).matches("[A-Za-z0-9_-]{16}0");
  }

  @Test
  void whatFitsNoDatagramPassesBothWays() throws Exception {
    open(PATIENT).send(offer(1_000_000), NEVER, listener);

    listener.await(NgOutcome.Replied.class);
  }

  @Test
  void manyRequestsShareTwoConnections() throws Exception {
    NgEndpoint endpoint = open(PATIENT);
    List<RecordingListener> listeners = Stream.generate(RecordingListener::new).limit(50).toList();
    listeners.forEach(each -> endpoint.send(PING, NEVER, each));
    for (RecordingListener each : listeners) {
      each.await(NgOutcome.Replied.class);
    }

    assertThat(engine.httpConnections()).isEqualTo(2);
    assertThat(engine.maxOutstanding()).isLessThanOrEqualTo(2);
  }

  @Test
  void cancelledRequestRunsToItsEnd() throws Exception {
    engine.next("offer", FakeReply.usual().afterTheNext());
    NgExchange exchange = open(PATIENT).send(offer(1), NEVER, listener);
    engine.awaitRequests(1);

    exchange.cancel();
    listener.await(NgOutcome.Cancelled.class);
    RecordingListener second = new RecordingListener();
    NgEndpoint other = open(PATIENT);
    other.send(PING, NEVER, second);
    second.await(NgOutcome.Replied.class);

    assertThat(observer.awaitDrop()).isEqualTo(DropReason.LATE);
    assertThat(engine.httpBrokenOff()).isZero();
    assertThat(listener.outcomes()).hasSize(1);
  }

  @Test
  void abandonedRequestsKeepTheirSlotsUntilTheyEnd() throws Exception {
    engine.next("offer", FakeReply.usual().afterTheNext(), FakeReply.usual().afterTheNext());
    NgEndpoint endpoint = open(PATIENT.withTimeLimit(Duration.ofMillis(200)));
    RecordingListener second = new RecordingListener();
    RecordingListener third = new RecordingListener();
    endpoint.send(offer(1), NEVER, listener);
    endpoint.send(offer(1), NEVER, second);
    engine.awaitRequests(2);
    listener.await(NgOutcome.Silent.class);
    second.await(NgOutcome.Silent.class);

    endpoint.send(PING, NEVER, third);

    third.await(NgOutcome.Overloaded.class);
    assertThat(engine.requests()).hasSize(2);
    assertThat(engine.httpBrokenOff()).isZero();
  }

  @Test
  void deadlineDetachesTheCaller() throws Exception {
    engine.always("ping", FakeReply.silence());
    open(PATIENT).send(PING, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100), listener);

    assertThat(listener.await(NgOutcome.Silent.class).deadlineWasCallers()).isTrue();
  }

  @Test
  void refusedConnectionIsSilence() throws Exception {
    // A port that is never given out, and that no service has any longer.
    open(PATIENT, "http://127.0.0.1:1")
        .send(PING, System.nanoTime() + TimeUnit.SECONDS.toNanos(30), listener);

    assertThat(listener.await(NgOutcome.Silent.class).deadlineWasCallers()).isFalse();
  }

  @Test
  void otherStatusIsMalformed() throws Exception {
    open(PATIENT, engine.httpAddress() + "-plain").send(PING, NEVER, listener);

    assertThat(listener.await(NgOutcome.Malformed.class).problem()).isEqualTo("HTTP status 404");
  }

  @Test
  void anotherCookieIsMalformed() throws Exception {
    engine.always("ping", FakeReply.usual().withCookie("other"));
    open(PATIENT).send(PING, NEVER, listener);

    assertThat(listener.await(NgOutcome.Malformed.class).problem()).isEqualTo("another cookie");
  }

  @Test
  void replyBeyondTheLimitIsMalformedAndNotBrokenOff() throws Exception {
    engine.next("ping", FakeReply.of(Map.of("result", "ok", "x", "x".repeat(5 << 20))));
    NgEndpoint endpoint = open(PATIENT);
    endpoint.send(PING, NEVER, listener);

    assertThat(listener.await(NgOutcome.Malformed.class).problem())
        .isEqualTo("more than 4194304 bytes");
    assertThat(engine.httpBrokenOff()).isZero();
  }

  @Test
  void outcomeIsToldOnTheLoopThatSent() throws Exception {
    NgEndpoint endpoint = open(PATIENT);
    for (var executor : loops.group()) {
      EventLoop loop = (EventLoop) executor;
      RecordingListener onLoop = new RecordingListener();
      loop.execute(() -> endpoint.send(PING, NEVER, onLoop));
      onLoop.await(NgOutcome.Replied.class);
      assertThat(loop.inEventLoop(onLoop.thread())).isTrue();
    }
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

  @Test
  void requestThatFitsNoDatagramGoesToTheCompanion() throws Exception {
    NgEndpoint endpoint =
        new NgEndpoints(loops.group(), PATIENT)
            .open(
                (NgAddress.Udp) NgAddress.parse(engine.address()),
                (NgAddress.Http) NgAddress.parse(engine.httpAddress()),
                observer);
    RecordingListener second = new RecordingListener();
    // The SDP comes back, in a dictionary that is a little smaller than the one it went in.
    endpoint.send(offer(65_430), NEVER, listener);
    listener.await(NgOutcome.Replied.class);
    endpoint.send(offer(65_460), NEVER, second);
    second.await(NgOutcome.Replied.class);
    endpoint.close();

    assertThat(engine.requests())
        .extracting(FakeRequest::transport)
        .containsExactly(FakeRequest.Transport.UDP, FakeRequest.Transport.HTTP);
  }

  @Test
  void untrustedCertificateIsALocalFault(@TempDir Path directory) throws Exception {
    SSLContext tls = selfSigned(directory);
    open(PATIENT, engine.httpsAddress(tls)).send(PING, NEVER, listener);

    listener.await(NgOutcome.LocalFault.class);
    assertThat(engine.requests()).isEmpty();
  }

  @Test
  void httpsWorks(@TempDir Path directory) throws Exception {
    SSLContext tls = selfSigned(directory);
    HttpClient client = HttpClient.newBuilder().sslContext(tls).build();
    EventLoop loop = loops.group().next();
    HttpLane lane =
        new HttpLane(
            loop,
            URI.create(engine.httpsAddress(tls)),
            PATIENT,
            observer,
            new Cookies(new SecureRandom()),
            () -> client);
    new LaneEndpoint(List.of(loop), List.of(lane)).send(PING, NEVER, listener);

    listener.await(NgOutcome.Replied.class);
  }

  /** Returns a context with a key for 127.0.0.1, which it trusts. */
  private static SSLContext selfSigned(Path directory) throws Exception {
    Path file = directory.resolve("key.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process process =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=fake",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                "secret",
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .start();
    process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, "secret".toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, "secret".toCharArray());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return tls;
  }
}
