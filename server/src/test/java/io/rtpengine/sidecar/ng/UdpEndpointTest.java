package io.rtpengine.sidecar.ng;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadEventLoop;
import io.rtpengine.sidecar.bencode.BencodeInteger;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.ng.NgObserver.DropReason;
import io.rtpengine.sidecar.testing.FakeEngine;
import io.rtpengine.sidecar.testing.FakeReply;
import io.rtpengine.sidecar.testing.FakeRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(SystemTransport.class)
final class UdpEndpointTest {

  private static final NgRequest PING = NgRequest.encode("ping", writer -> {});
  private static final long NEVER = Long.MAX_VALUE;

  /** However slow the machine is, nothing is given up before the test is. */
  private static final NgSettings RETRANSMITTING =
      NgSettings.DEFAULT.withTimeLimit(Duration.ofMinutes(1));

  /** No retransmission disturbs the counting either. */
  private static final NgSettings PATIENT =
      RETRANSMITTING.withRetransmission(Duration.ofMinutes(1), Duration.ofMinutes(1));

  private final TestLoops loops;
  private final FakeEngine engine = FakeEngine.start();
  private final RecordingObserver observer = new RecordingObserver();
  private final RecordingListener listener = new RecordingListener();
  private final List<NgEndpoint> endpoints = new ArrayList<>();

  UdpEndpointTest(SystemTransport transport) {
    loops = new TestLoops(transport);
  }

  @AfterEach
  void stop() {
    endpoints.forEach(NgEndpoint::close);
    loops.close();
    engine.close();
  }

  private NgEndpoint open(NgSettings settings) throws Exception {
    return open(settings, engine.address());
  }

  private NgEndpoint open(NgSettings settings, String address) throws Exception {
    NgEndpoint endpoint =
        new NgEndpoints(loops.group(), settings).open(NgAddress.parse(address), observer);
    endpoints.add(endpoint);
    return endpoint;
  }

  private static NgRequest offer(int padding) {
    return NgRequest.encode(
        "offer",
        writer -> writer.string("call-id").string("c").string("sdp").string("x".repeat(padding)));
  }

  @Test
  void pingIsReplied() throws Exception {
    open(PATIENT).send(PING, NEVER, listener);

    NgOutcome.Replied replied = listener.await(NgOutcome.Replied.class);

    assertThat(replied.reply().getText(BencodeString.of("result"))).contains("pong");
    assertThat(replied.transmissions()).isEqualTo(1);
    assertThat(replied.elapsedNanos()).isPositive();
    assertThat(observer.events()).containsExactly("sent", "finished Replied");
  }

  @Test
  void requestArrivesAsItWasEncoded() throws Exception {
    open(PATIENT).send(offer(3), NEVER, listener);
    listener.await(NgOutcome.Replied.class);

    FakeRequest received = engine.requests().get(0);
    assertThat(received.bytes())
        .asString(StandardCharsets.ISO_8859_1)
        .isEqualTo(received.cookie() + " d7:command5:offer7:call-id1:c3:sdp3:xxxe");
    assertThat(received.cookie()).matches("[A-Za-z0-9_-]{16}[0-9a-f]+");
  }

  @Test
  void errorIsRefusedWithItsReason() throws Exception {
    engine.always("ping", FakeReply.error("Unknown call-id"));
    open(PATIENT).send(PING, NEVER, listener);

    NgOutcome.Refused refused = listener.await(NgOutcome.Refused.class);
    assertThat(refused.errorReason()).isEqualTo("Unknown call-id");
    assertThat(refused.reply().size()).isEqualTo(2);
  }

  @Test
  void loadLimitIsFull() throws Exception {
    engine.always("ping", FakeReply.loadLimit("Parallel session limit reached"));
    open(PATIENT).send(PING, NEVER, listener);

    assertThat(listener.await(NgOutcome.Full.class).message())
        .isEqualTo("Parallel session limit reached");
  }

  @Test
  void lostReplyIsGotAgainWithoutASecondExecution() throws Exception {
    engine.next("offer", FakeReply.usual().lost(), FakeReply.error("executed again"));
    open(RETRANSMITTING).send(offer(1), NEVER, listener);

    listener.await(NgOutcome.Replied.class);
  }

  @Test
  void repeatedReplyIsCountedAndNotDelivered() throws Exception {
    engine.always("ping", FakeReply.usual().sentTimes(3));
    open(PATIENT).send(PING, NEVER, listener);

    assertThat(observer.awaitDrop()).isEqualTo(DropReason.LATE);
    assertThat(observer.awaitDrop()).isEqualTo(DropReason.LATE);
    assertThat(listener.outcomes()).hasSize(1);
  }

  @Test
  void repliesOutOfOrderReachTheirOwners() throws Exception {
    engine.next("offer", FakeReply.of(Map.of("result", "ok", "n", 1)).afterTheNext());
    engine.next("answer", FakeReply.of(Map.of("result", "ok", "n", 2)));
    NgEndpoint endpoint = open(PATIENT);
    RecordingListener second = new RecordingListener();
    endpoint.send(NgRequest.encode("offer", writer -> {}), NEVER, listener);
    engine.awaitRequests(1);
    endpoint.send(NgRequest.encode("answer", writer -> {}), NEVER, second);

    assertThat(number(second.await(NgOutcome.Replied.class))).isEqualTo(2);
    assertThat(number(listener.await(NgOutcome.Replied.class))).isEqualTo(1);
  }

  private static long number(NgOutcome.Replied replied) {
    return ((BencodeInteger) replied.reply().get(BencodeString.of("n")).orElseThrow()).value();
  }

  @Test
  void faultOfAListenerIsToldAndKeepsNobodyElseFromAnAnswer() throws Exception {
    NgEndpoint endpoint = open(PATIENT);
    sendBoth(endpoint);

    listener.await(NgOutcome.Replied.class);
    assertThat(observer.events())
        .containsSubsequence("finished Replied", "faulted of a listener", "finished Replied");
  }

  /** Sends two requests on one loop; the first one's listener is at fault. */
  private void sendBoth(NgEndpoint endpoint) throws Exception {
    loops
        .group()
        .next()
        .submit(
            () -> {
              endpoint.send(
                  PING,
                  NEVER,
                  outcome -> {
                    throw new IllegalStateException("of a listener");
                  });
              endpoint.send(PING, NEVER, listener);
            })
        .sync();
  }

  @Test
  void faultOfAListenerKeepsNobodyFromHearingThatTheEndpointIsClosed() throws Exception {
    engine.always("ping", FakeReply.silence());
    NgEndpoint endpoint = open(PATIENT);
    sendBoth(endpoint);
    engine.awaitRequests(2);
    endpoint.close();

    listener.await(NgOutcome.LocalFault.class);
    assertThat(observer.events()).contains("faulted of a listener");
  }

  @Test
  void replyFromAnotherPortIsDropped() throws Exception {
    engine.always("ping", FakeReply.usual().fromAnotherPort());
    NgExchange exchange = open(PATIENT).send(PING, NEVER, listener);

    assertThat(observer.awaitDrop()).isEqualTo(DropReason.FOREIGN_SENDER);
    assertIsStillWaitingFor(exchange);
  }

  /** Fails if what arrived has been taken for an answer. */
  private void assertIsStillWaitingFor(NgExchange exchange) throws Exception {
    exchange.cancel();
    assertThat(listener.await(NgOutcome.Cancelled.class).transmissions()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unknown", "AAAAAAAAAAAAAAAA0", "AAAAAAAAAAAAAAAA", "0_1"})
  void replyWithAnotherCookieIsDropped(String cookie) throws Exception {
    engine.always("ping", FakeReply.usual().withCookie(cookie));
    NgExchange exchange = open(PATIENT).send(PING, NEVER, listener);

    assertThat(observer.awaitDrop()).isEqualTo(DropReason.UNKNOWN_COOKIE);
    assertIsStillWaitingFor(exchange);
  }

  @Test
  void cookieThatIsYetToBeGivenOutIsUnknown() throws Exception {
    engine.always(
        "ping",
        FakeReply.usual()
            .changed(
                bytes -> {
                  bytes[16] = 'f';
                  return bytes;
                }));
    NgExchange exchange = open(PATIENT).send(PING, NEVER, listener);

    assertThat(observer.awaitDrop()).isEqualTo(DropReason.UNKNOWN_COOKIE);
    assertIsStillWaitingFor(exchange);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16, 17})
  void replyCutOffWithinItsCookieIsDropped(int bytes) throws Exception {
    engine.always("ping", FakeReply.usual().truncatedTo(bytes));
    NgExchange exchange = open(PATIENT).send(PING, NEVER, listener);

    assertThat(observer.awaitDrop()).isEqualTo(DropReason.MALFORMED);
    assertIsStillWaitingFor(exchange);
  }

  @ParameterizedTest
  @ValueSource(ints = {18, 19, 25, 30})
  void replyCutOffAfterItsCookieIsMalformed(int bytes) throws Exception {
    engine.always("ping", FakeReply.usual().truncatedTo(bytes));
    open(PATIENT).send(PING, NEVER, listener);

    listener.await(NgOutcome.Malformed.class);
  }

  @Test
  void replyWithoutResultIsMalformed() throws Exception {
    engine.always("ping", FakeReply.of(Map.of("sdp", "v=0")));
    open(PATIENT).send(PING, NEVER, listener);

    assertThat(listener.await(NgOutcome.Malformed.class).problem()).isEqualTo("no result");
  }

  @Test
  void unaskedDatagramIsCounted() throws Exception {
    open(PATIENT).send(PING, NEVER, listener);
    listener.await(NgOutcome.Replied.class);

    engine.sendUnasked("0123456789abcdef d6:notify6:onDTMFe".getBytes(StandardCharsets.US_ASCII));

    assertThat(observer.awaitDrop()).isEqualTo(DropReason.UNKNOWN_COOKIE);
  }

  @ParameterizedTest
  @ValueSource(ints = {2_048, 65_000, 65_507})
  void largeReplyArrivesWhole(int size) throws Exception {
    engine.always("ping", FakeReply.ofSize(size));
    open(PATIENT).send(PING, NEVER, listener);

    NgOutcome.Replied replied = listener.await(NgOutcome.Replied.class);
    BencodeString padding =
        (BencodeString) replied.reply().get(BencodeString.of("padding")).orElseThrow();
    int cookie = engine.requests().get(0).cookie().length();
    assertThat(cookie + " d6:result2:ok7:padding00000:e".length() - " ".length())
        .isLessThan(size - padding.length() + cookie + 10);
    assertThat(padding.length()).isGreaterThan(size - 64);
  }

  @Test
  void manyLargeRepliesAtOnceArriveWhole() throws Exception {
    engine.always("ping", FakeReply.ofSize(60_000));
    NgEndpoint endpoint = open(RETRANSMITTING);
    List<RecordingListener> listeners = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      listeners.add(new RecordingListener());
      endpoint.send(PING, NEVER, listeners.get(i));
    }

    for (RecordingListener each : listeners) {
      each.await(NgOutcome.Replied.class);
    }
  }

  @Test
  void largestRequestArrivesWhole() throws Exception {
    int overhead = offer(10_000).size() - 10_000;
    NgRequest largest = offer(DatagramLane.MAX_REQUEST_SIZE - overhead);
    engine.always("offer", FakeReply.of(Map.of("result", "ok")));
    open(PATIENT).send(largest, NEVER, listener);

    listener.await(NgOutcome.Replied.class);
    assertThat(largest.size()).isEqualTo(65_475);
    assertThat((byte[]) engine.requests().get(0).dictionary().get("sdp"))
        .hasSize(DatagramLane.MAX_REQUEST_SIZE - overhead);
  }

  @Test
  void requestThatFitsNoDatagramIsNotSent() throws Exception {
    NgRequest large = offer(65_475);
    open(PATIENT).send(large, NEVER, listener);

    NgOutcome.TooLarge tooLarge = listener.await(NgOutcome.TooLarge.class);
    assertThat(tooLarge.size()).isEqualTo(large.size());
    assertThat(tooLarge.limit()).isEqualTo(65_475);
    assertThat(engine.requests()).isEmpty();
    assertThat(observer.events()).containsExactly("finished TooLarge");
  }

  @Test
  void addressThatCannotBeSentToIsALocalFault() throws Exception {
    // Linux lets nobody broadcast who has not asked for it.
    open(PATIENT, "udp:255.255.255.255:2223").send(PING, NEVER, listener);

    assertThat(listener.await(NgOutcome.LocalFault.class).problem()).contains("255.255.255.255");
  }

  @Test
  void callersDeadlineMayComeFirst() throws Exception {
    NgEndpoint endpoint = open(PATIENT);
    RecordingListener before = new RecordingListener();
    endpoint.send(PING, NEVER, before);
    before.await(NgOutcome.Replied.class);
    engine.always("ping", FakeReply.silence());
    // The socket is open by now: it is for an answer that this one waits.
    endpoint.send(PING, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50), listener);

    assertThat(listener.await(NgOutcome.Silent.class).deadlineWasCallers()).isTrue();
  }

  @Test
  void engineMayRestart() throws Exception {
    NgEndpoint endpoint = open(RETRANSMITTING);
    endpoint.send(PING, NEVER, listener);
    listener.await(NgOutcome.Replied.class);
    engine.stop();
    RecordingListener second = new RecordingListener();
    endpoint.send(PING, NEVER, second);
    engine.restart();

    second.await(NgOutcome.Replied.class);
  }

  @Test
  void ipv6Works() throws Exception {
    try (FakeEngine six = FakeEngine.startOn("::1")) {
      open(PATIENT, six.address()).send(PING, NEVER, listener);
      listener.await(NgOutcome.Replied.class);
      assertThat(six.address()).startsWith("udp:[");
    }
  }

  @Test
  void outcomeIsToldOnTheLoopThatSent() throws Exception {
    NgEndpoint endpoint = open(PATIENT.withCapacity(1, 10));
    for (var executor : loops.group()) {
      EventLoop loop = (EventLoop) executor;
      RecordingListener onLoop = new RecordingListener();
      CompletableFuture<Thread> thread = new CompletableFuture<>();
      loop.execute(
          () -> {
            thread.complete(Thread.currentThread());
            endpoint.send(PING, NEVER, onLoop);
          });
      onLoop.await(NgOutcome.Replied.class);
      assertThat(onLoop.thread()).isSameAs(thread.get());
    }
  }

  @Test
  void burstIsAnsweredInFullWithinTheCap() throws Exception {
    int count = 20_000;
    int cap = 64;
    // None of the first is answered before there are as many as there may be.
    for (int i = 1; i < cap; i++) {
      engine.next("ping", FakeReply.usual().afterTheNext());
    }
    engine.next("ping", FakeReply.usual());
    engine.always("ping", FakeReply.usual().delayedBy(Duration.ofNanos(200_000)));
    NgEndpoint endpoint =
        open(PATIENT.withCapacity(cap, count).withTimeLimit(Duration.ofMinutes(2)));
    CountDownLatch replied = new CountDownLatch(count);
    AtomicInteger others = new AtomicInteger();
    for (int i = 0; i < count; i++) {
      EventLoop loop = loops.group().next();
      loop.execute(
          () ->
              endpoint.send(
                  PING,
                  NEVER,
                  outcome -> {
                    if (!(outcome instanceof NgOutcome.Replied)) {
                      others.incrementAndGet();
                    }
                    replied.countDown();
                  }));
    }

    assertThat(replied.await(150, TimeUnit.SECONDS)).isTrue();
    assertThat(others).hasValue(0);
    assertThat(engine.requests()).hasSize(count);
    assertThat(engine.maxOutstanding()).isEqualTo(cap);
  }

  @Test
  void requestsBeyondTheQueueAreOverload() throws Exception {
    engine.always("ping", FakeReply.silence());
    NgEndpoint endpoint = open(PATIENT.withCapacity(1, 2));
    RecordingListener[] listeners = new RecordingListener[4];
    for (int i = 0; i < listeners.length; i++) {
      listeners[i] = new RecordingListener();
      endpoint.send(PING, NEVER, listeners[i]);
      engine.awaitRequests(1);
    }

    assertThat(listeners[3].await(NgOutcome.Overloaded.class).waiting()).isEqualTo(2);
    assertThat(engine.requests()).hasSize(1);
    assertThat(listeners[0].outcomes()).isEmpty();
  }

  @Test
  void slotOfACancelledRequestGoesToTheNext() throws Exception {
    engine.next("ping", FakeReply.silence());
    NgEndpoint endpoint = open(PATIENT.withCapacity(1, 2));
    RecordingListener second = new RecordingListener();
    NgExchange first = endpoint.send(PING, NEVER, listener);
    endpoint.send(PING, NEVER, second);
    engine.awaitRequests(1);

    first.cancel();

    assertThat(listener.await(NgOutcome.Cancelled.class).transmissions()).isEqualTo(1);
    second.await(NgOutcome.Replied.class);
  }

  @Test
  void cancellingAWaitingRequestSendsNothing() throws Exception {
    engine.next("offer", FakeReply.silence());
    NgEndpoint endpoint = open(PATIENT.withCapacity(1, 2));
    NgExchange first = endpoint.send(offer(1), NEVER, new RecordingListener());
    engine.awaitRequests(1);
    NgExchange second = endpoint.send(PING, NEVER, listener);
    RecordingListener third = new RecordingListener();
    endpoint.send(offer(1), NEVER, third);

    second.cancel();
    first.cancel();

    assertThat(listener.await(NgOutcome.Cancelled.class).transmissions()).isZero();
    third.await(NgOutcome.Replied.class);
    assertThat(engine.requests()).extracting(FakeRequest::command).containsOnly("offer");
  }

  @Test
  void cancellingTwiceOrTooLateDoesNothing() throws Exception {
    NgExchange exchange = open(PATIENT).send(PING, NEVER, listener);
    listener.await(NgOutcome.Replied.class);
    exchange.cancel();
    exchange.cancel();

    RecordingListener second = new RecordingListener();
    endpoints.get(0).send(PING, NEVER, second);
    second.await(NgOutcome.Replied.class);
    assertThat(listener.outcomes()).hasSize(1);
  }

  @Test
  void endpointsOfOneProcessNeverShareCookies() throws Exception {
    NgEndpoint first = open(PATIENT);
    NgEndpoint second = open(PATIENT);
    for (int i = 0; i < 500; i++) {
      for (NgEndpoint endpoint : List.of(first, second)) {
        RecordingListener each = new RecordingListener();
        endpoint.send(PING, NEVER, each);
        each.await(NgOutcome.Replied.class);
      }
    }

    Set<String> cookies =
        engine.requests().stream().map(FakeRequest::cookie).collect(Collectors.toSet());
    assertThat(cookies).hasSize(1_000);
  }

  @Test
  void closingCompletesWhatWaits() throws Exception {
    engine.always("ping", FakeReply.silence());
    NgEndpoint endpoint = open(PATIENT.withCapacity(1, 1));
    RecordingListener second = new RecordingListener();
    endpoint.send(PING, NEVER, listener);
    endpoint.send(PING, NEVER, second);
    engine.awaitRequests(1);

    endpoint.close();

    assertThat(listener.await(NgOutcome.LocalFault.class).transmissions()).isEqualTo(1);
    assertThat(second.await(NgOutcome.LocalFault.class).transmissions()).isZero();
    RecordingListener third = new RecordingListener();
    endpoint.send(PING, NEVER, third);
    assertThat(third.await(NgOutcome.LocalFault.class).problem()).contains("closed");
  }

  @Test
  void closingWhileTheSocketOpensLeavesNone() throws Exception {
    EventLoop loop = loops.group().next();
    NgEndpoints factory = new NgEndpoints(loop, PATIENT);
    loop.submit(
            () -> {
              NgEndpoint endpoint = factory.open(NgAddress.parse(engine.address()), observer);
              endpoint.send(PING, NEVER, listener);
              endpoint.close();
              return endpoint;
            })
        .sync();

    listener.await(NgOutcome.LocalFault.class);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (loop.submit(((SingleThreadEventLoop) loop)::registeredChannels).get() > 0) {
      assertThat(System.nanoTime() - end).as("time left").isNegative();
    }
    assertThat(engine.requests()).isEmpty();
  }

  @Test
  void sendingAfterTheLoopsHaveEndedIsALocalFault() throws Exception {
    NgEndpoint endpoint = open(PATIENT);
    loops.close();

    endpoint.send(PING, NEVER, listener);

    listener.await(NgOutcome.LocalFault.class);
  }
}
