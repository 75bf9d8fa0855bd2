package io.rtpengine.sidecar.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.rtpengine.client.EventStream;
import io.rtpengine.v1.Event;
import io.rtpengine.v1.EventFilter;
import io.rtpengine.v1.Gap;
import io.rtpengine.v1.GapReason;
import io.rtpengine.v1.SubscriptionStarted;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Java client's subscription that lasts. */
class EventStreamTest implements EventStream.Listener {

  private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();
  private final AtomicBoolean failing = new AtomicBoolean();
  private NotificationRig rig;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws Exception {
    rig = NotificationRig.start();
    channel = channelTo(rig.address());
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    rig.close();
  }

  @Override
  public void onStarted(SubscriptionStarted started) {
    told.add(started);
  }

  @Override
  public void onEvent(Event event) {
    if (failing.getAndSet(false)) {
      throw new IllegalStateException("not now");
    }
    told.add(event);
  }

  @Override
  public void onGap(Gap gap) {
    told.add(gap);
  }

  @Override
  public void onFailed(Status status) {
    told.add(status);
  }

  @Test
  void eventsAreTold() throws Exception {
    try (EventStream stream = subscribe(Optional.empty())) {
      next(SubscriptionStarted.class);
      rig.publishDigit("c", "t", "1");

      Event event = next(Event.class);

      assertThat(event.getDtmf().getDigit()).isEqualTo("1");
      rig.publishDigit("c", "t", "2");
      next(Event.class);
      assertThat(stream.resumeToken()).isPresent();
    }
  }

  @Test
  void streamGoesOnOverARestartAndSaysWhatIsNotKnown() throws Exception {
    try (EventStream stream = subscribe(Optional.empty())) {
      next(SubscriptionStarted.class);
      InetSocketAddress address = rig.address();
      rig.close();

      rig = NotificationRig.startOn(address, 2);
      rig.publishDigit("c", "t", "2");

      next(SubscriptionStarted.class);
      assertThat(next(Gap.class).getReason()).isEqualTo(GapReason.GAP_REASON_OTHER_SIDECAR);
      assertThat(next(Event.class).getDtmf().getDigit()).isEqualTo("2");
      assertThat(stream.resumeToken()).isPresent();
    }
  }

  @Test
  void eventThatTheListenerFailedAtIsToldAgain() throws Exception {
    try (EventStream stream = subscribe(Optional.empty())) {
      next(SubscriptionStarted.class);
      failing.set(true);
      rig.publishDigit("c", "t", "1");

      assertThat(next(SubscriptionStarted.class).getResumed()).isTrue();
      assertThat(next(Event.class).getDtmf().getDigit()).isEqualTo("1");
      assertThat(stream.resumeToken()).isPresent();
    }
  }

  @Test
  void tokenThatNobodyGaveOutIsFinal() throws Exception {
    try (EventStream stream = subscribe(Optional.of("nonsense"))) {
      assertThat(next(Status.class).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(stream.resumeToken()).contains("nonsense");
    }
  }

  private EventStream subscribe(Optional<String> token) {
    return EventStream.start(channel, EventFilter.getDefaultInstance(), token, this);
  }

  private <T> T next(Class<T> kind) throws InterruptedException {
    Object next = told.poll(30, TimeUnit.SECONDS);
    assertThat(next).isInstanceOf(kind);
    return kind.cast(next);
  }

  private static ManagedChannel channelTo(InetSocketAddress address) {
    return NettyChannelBuilder.forAddress(address).usePlaintext().build();
  }
}
