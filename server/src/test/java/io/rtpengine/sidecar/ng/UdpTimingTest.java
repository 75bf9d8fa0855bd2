package io.rtpengine.sidecar.ng;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import io.rtpengine.sidecar.ng.NgObserver.DropReason;
import io.rtpengine.sidecar.testing.FakeEngine;
import io.rtpengine.sidecar.testing.FakeReply;
import io.rtpengine.sidecar.testing.FakeRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens when, on an event loop and a clock that stand still unless they are moved. */
@ParameterizedClass
@EnumSource(SystemTransport.class)
final class UdpTimingTest {

  private static final NgRequest PING = NgRequest.encode("ping", writer -> {});
  private static final NgRequest OFFER = NgRequest.encode("offer", writer -> {});
  private static final long NEVER = Long.MAX_VALUE;

  /** One that is never given out, and that no service has any longer. */
  private static final int NOBODYS_PORT = 1;

  private final MockTicker clock = Ticker.newMockTicker();
  private final SystemTransport transport;
  private final ManualIoEventLoop loop;
  private final FakeEngine engine = FakeEngine.start().always(FakeEngine.ANY, FakeReply.silence());
  private final RecordingListener listener = new RecordingListener();
  private final RecordingObserver observer = new RecordingObserver();
  private final List<Long> sentMillis = new ArrayList<>();

  UdpTimingTest(SystemTransport transport) {
    this.transport = transport;
    IoHandlerFactory handlers =
        transport == SystemTransport.EPOLL
            ? EpollIoHandler.newFactory()
            : NioIoHandler.newFactory();
    loop = new ManualIoEventLoop(null, Thread.currentThread(), handlers, clock);
  }

  private NgEndpoint open(NgSettings settings) {
    return open(settings, engine.port());
  }

  private NgEndpoint open(NgSettings settings, int port) {
    NgObserver times =
        new NgObserver() {
          @Override
          public void sent(NgRequest request) {
            observer.sent(request);
            sentMillis.add(nowMillis());
          }

          @Override
          public void retransmitted(NgRequest request, int transmission) {
            observer.retransmitted(request, transmission);
            sentMillis.add(nowMillis());
          }

          @Override
          public void finished(NgRequest request, NgOutcome outcome) {
            observer.finished(request, outcome);
          }

          @Override
          public void dropped(DropReason reason, SocketAddress sender, int bytes) {
            observer.dropped(reason, sender, bytes);
          }
        };
    DatagramLane lane = lane(settings, port, times);
    NgEndpoint endpoint = new LaneEndpoint(List.of(loop), List.of(lane));
    runUntil(lane::isReady);
    return endpoint;
  }

  private DatagramLane lane(NgSettings settings, int port, NgObserver events) {
    return new DatagramLane(
        loop,
        transport,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        settings,
        events,
        new Cookies(() -> 0),
        new RetransmissionSchedule(settings, () -> 0));
  }

  @AfterEach
  void stop() {
    var unused = loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    runUntil(loop::isTerminated);
    engine.close();
  }

  private long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(clock.nanoTime());
  }

  private void runUntil(BooleanSupplier done) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!done.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("time left").isNegative();
      loop.run(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  private void pass(long millis) {
    for (long left = millis; left > 0; left -= 5) {
      clock.advanceMillis(5);
      loop.runNow();
    }
  }

  @Test
  void retransmissionsComeLessAndLessOften() {
    open(NgSettings.DEFAULT).send(PING, NEVER, listener);
    pass(4_990);

    assertThat(sentMillis)
        .containsExactly(0L, 50L, 150L, 350L, 750L, 1_550L, 2_550L, 3_550L, 4_550L);
    assertThat(listener.outcomes()).isEmpty();
  }

  @Test
  void ownLimitIsSilence() throws Exception {
    open(NgSettings.DEFAULT).send(PING, NEVER, listener);
    pass(5_000);

    NgOutcome.Silent silent = listener.await(NgOutcome.Silent.class);
    assertThat(silent).isEqualTo(new NgOutcome.Silent(false, 9, 5_000_000_000L));
    assertThat(engine.awaitRequests(9)).hasSize(9);
  }

  @Test
  void callersDeadlineIsSilenceToo() throws Exception {
    open(NgSettings.DEFAULT).send(PING, TimeUnit.MILLISECONDS.toNanos(100), listener);
    pass(100);

    assertThat(listener.await()).isEqualTo(new NgOutcome.Silent(true, 2, 100_000_000L));
  }

  @Test
  void deadlineBeyondTheLimitDoesNotExtendIt() throws Exception {
    open(NgSettings.DEFAULT).send(PING, TimeUnit.SECONDS.toNanos(60), listener);
    pass(5_000);

    assertThat(listener.await(NgOutcome.Silent.class).deadlineWasCallers()).isFalse();
  }

  @Test
  void deadlineThatHasPassedSendsNothing() throws Exception {
    NgEndpoint endpoint = open(NgSettings.DEFAULT);
    pass(10);
    endpoint.send(PING, TimeUnit.MILLISECONDS.toNanos(10), listener);

    assertThat(listener.await()).isEqualTo(new NgOutcome.Silent(true, 0, 0));
    assertThat(sentMillis).isEmpty();
  }

  @Test
  void cancellingStopsRetransmission() throws Exception {
    NgExchange exchange = open(NgSettings.DEFAULT).send(PING, NEVER, listener);
    pass(60);
    exchange.cancel();
    pass(5_000);

    assertThat(listener.await()).isEqualTo(new NgOutcome.Cancelled(2, 60_000_000L));
    assertThat(sentMillis).containsExactly(0L, 50L);
  }

  @Test
  void answerStopsRetransmission() throws Exception {
    engine.always("ping", FakeReply.usual());
    open(NgSettings.DEFAULT).send(PING, NEVER, listener);
    runUntil(() -> !listener.outcomes().isEmpty());
    pass(5_000);

    listener.await(NgOutcome.Replied.class);
    assertThat(sentMillis).containsExactly(0L);
  }

  @Test
  void lostRequestIsSentAgainWithTheSameBytes() throws Exception {
    open(NgSettings.DEFAULT).send(PING, NEVER, listener);
    pass(145);
    engine.awaitRequests(2);
    engine.always("ping", FakeReply.usual());
    pass(5);
    runUntil(() -> !listener.outcomes().isEmpty());

    assertThat(listener.await(NgOutcome.Replied.class).transmissions()).isEqualTo(3);
    assertThat(engine.requests())
        .hasSize(3)
        .allSatisfy(r -> assertThat(r.bytes()).isEqualTo(engine.requests().get(0).bytes()));
    assertThat(observer.events())
        .containsExactly("sent", "retransmitted 2", "retransmitted 3", "finished Replied");
  }

  @Test
  void lateReplyIsCountedAndNotDelivered() throws Exception {
    engine.next("ping", FakeReply.usual().afterTheNext(), FakeReply.usual());
    NgSettings once =
        NgSettings.DEFAULT.withRetransmission(Duration.ofMinutes(1), Duration.ofMinutes(1));
    NgEndpoint endpoint = open(once);
    endpoint.send(PING, NEVER, listener);
    pass(5_000);
    listener.await(NgOutcome.Silent.class);

    RecordingListener second = new RecordingListener();
    endpoint.send(PING, NEVER, second);
    runUntil(() -> !second.outcomes().isEmpty() && observer.drops() > 0);

    second.await(NgOutcome.Replied.class);
    assertThat(observer.awaitDrop()).isEqualTo(DropReason.LATE);
    assertThat(listener.outcomes()).hasSize(1);
  }

  @Test
  void portThatRefusesIsSilence() throws Exception {
    open(NgSettings.DEFAULT, NOBODYS_PORT).send(PING, NEVER, listener);
    for (int refusals = 0; refusals < 20; refusals++) {
      // In real time, so that what the kernel has to say is heard.
      loop.run(TimeUnit.MILLISECONDS.toNanos(1));
      pass(250);
    }

    assertThat(listener.await()).isEqualTo(new NgOutcome.Silent(false, 9, 5_000_000_000L));
  }

  @Test
  void waitingRequestThatNeverGetsItsTurnIsOverloadAndNotSilence() throws Exception {
    NgEndpoint endpoint = open(NgSettings.DEFAULT.withCapacity(1, 1));
    endpoint.send(PING, NEVER, new RecordingListener());
    endpoint.send(OFFER, TimeUnit.MILLISECONDS.toNanos(100), listener);
    pass(100);

    assertThat(listener.await()).isEqualTo(new NgOutcome.Overloaded(1));
  }

  @Test
  void waitingRequestThatExpiresBeforeATickIsNotSentAnyMore() throws Exception {
    NgEndpoint endpoint = open(NgSettings.DEFAULT.withCapacity(1, 1));
    NgExchange first = endpoint.send(PING, NEVER, new RecordingListener());
    endpoint.send(OFFER, TimeUnit.MILLISECONDS.toNanos(5), listener);
    clock.advanceMillis(6);
    first.cancel();

    assertThat(listener.await()).isEqualTo(new NgOutcome.Overloaded(0));
  }

  @Test
  void limitOfAWaitingRequestBeginsBeforeItsTurn() throws Exception {
    NgEndpoint endpoint = open(NgSettings.DEFAULT.withCapacity(1, 1));
    NgExchange first = endpoint.send(PING, NEVER, new RecordingListener());
    endpoint.send(OFFER, NEVER, listener);
    pass(1_000);
    first.cancel();
    pass(4_000);

    assertThat(listener.await(NgOutcome.Silent.class).elapsedNanos()).isEqualTo(4_000_000_000L);
  }

  @Test
  void listenerMaySendAgainFromWithinTheOutcome() throws Exception {
    NgEndpoint endpoint = open(NgSettings.DEFAULT.withCapacity(1, 0));
    endpoint.send(PING, NEVER, outcome -> endpoint.send(PING, NEVER, listener));
    pass(10_000);

    listener.await(NgOutcome.Silent.class);
    assertThat(engine.awaitRequests(18).stream().map(FakeRequest::cookie).distinct()).hasSize(2);
  }

  @Test
  void listenerThatThrowsDoesNotHarmOthers() throws Exception {
    NgEndpoint endpoint = open(NgSettings.DEFAULT.withCapacity(1, 1));
    endpoint.send(
        PING,
        TimeUnit.MILLISECONDS.toNanos(20),
        outcome -> {
          throw new IllegalStateException("thrown on purpose");
        });
    endpoint.send(OFFER, NEVER, listener);
    pass(5_000);

    assertThat(listener.await(NgOutcome.Silent.class).transmissions()).isEqualTo(9);
  }

  @Test
  void nothingTicksWhileNothingIsPending() {
    NgEndpoint endpoint = open(NgSettings.DEFAULT);
    endpoint.send(PING, NEVER, listener).cancel();
    pass(20);

    clock.advanceMillis(60_000);
    assertThat(loop.runNow()).isZero();
  }
}
