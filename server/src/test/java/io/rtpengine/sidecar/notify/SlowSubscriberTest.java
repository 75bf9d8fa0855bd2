package io.rtpengine.sidecar.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.rtpengine.v1.Event;
import io.rtpengine.v1.EventFilter;
import io.rtpengine.v1.GapReason;
import io.rtpengine.v1.SubscribeRequest;
import io.rtpengine.v1.SubscribeResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Subscribers that read slowly, and many of them. */
class SlowSubscriberTest {

  private static final int BURST = 20_000;

  @Test
  void burstReachesASubscriberThatReads() throws Exception {
    try (NotificationRig rig = NotificationRig.start(room(BURST))) {
      TestSubscriber subscriber = rig.subscribe().started();

      publish(rig, BURST);

      List<Event> events = subscriber.nextEvents(BURST);
      assertThat(events.get(BURST - 1).getSequence()).isEqualTo(BURST);
    }
  }

  @Test
  void subscriberThatStallsIsToldHowMuchItMissedAndIsUpToDateAgain() throws Exception {
    try (NotificationRig rig = NotificationRig.start(room(1_000))) {
      ManagedChannel narrow = narrowChannel(rig);
      TestSubscriber stalled =
          TestSubscriber.subscribe(narrow, SubscribeRequest.getDefaultInstance()).started();
      publish(rig, BURST);

      long next = 1;
      long missed = 0;
      boolean wasMissing = false;
      while (next <= BURST) {
        SubscribeResponse message = stalled.next();
        if (message.hasGap()) {
          wasMissing = true;
          assertThat(message.getGap().getReason()).isEqualTo(GapReason.GAP_REASON_SLOW);
          assertThat(message.getGap().getNextSequence() - next)
              .isEqualTo(message.getGap().getMissed());
          missed += message.getGap().getMissed();
          next = message.getGap().getNextSequence();
        } else {
          assertThat(message.getEvent().getSequence()).isEqualTo(next);
          next++;
        }
      }
      assertThat(wasMissing).isTrue();
      assertThat(missed).isLessThanOrEqualTo(BURST - 1_000);

      rig.publishDigit("c", "t", "7");
      assertThat(stalled.nextDigits(1)).isEqualTo("7");
      narrow.shutdownNow();
    }
  }

  @Test
  void subscriberThatStallsSlowsNoOther() throws Exception {
    try (NotificationRig rig = NotificationRig.start(room(BURST))) {
      rig.subscribe().started();
      ManagedChannel another = rig.newChannel();
      try {
        TestSubscriber quick =
            TestSubscriber.subscribe(another, SubscribeRequest.getDefaultInstance()).started();

        publish(rig, BURST);

        assertThat(quick.nextEvents(BURST)).hasSize(BURST);
      } finally {
        another.shutdownNow();
      }
    }
  }

  @Test
  void tenThousandSubscribersOfOneCallEachAreToldOfTheirs() throws Exception {
    int count = 10_000;
    try (NotificationRig rig = NotificationRig.start(room(count))) {
      List<TestSubscriber> subscribers = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        EventFilter filter = EventFilter.newBuilder().addCallIds("c" + i).build();
        subscribers.add(rig.subscribe(SubscribeRequest.newBuilder().setFilter(filter).build()));
      }
      for (TestSubscriber subscriber : subscribers) {
        subscriber.started();
      }
      for (int i = 0; i < count; i++) {
        rig.publishDigit("c" + i, "t", "1");
      }

      for (int i = 0; i < count; i++) {
        assertThat(subscribers.get(i).nextEvent().getCallId()).isEqualTo("c" + i);
      }
    }
  }

  @Test
  void tenThousandSubscribersOfEverythingAreToldOfEverything() throws Exception {
    int count = 10_000;
    try (NotificationRig rig = NotificationRig.start(room(1_000))) {
      List<TestSubscriber> subscribers = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        subscribers.add(rig.subscribe());
      }
      for (TestSubscriber subscriber : subscribers) {
        subscriber.started();
      }

      publish(rig, 5);

      for (TestSubscriber subscriber : subscribers) {
        assertThat(subscriber.nextEvents(5))
            .extracting(Event::getSequence)
            .containsExactly(1L, 2L, 3L, 4L, 5L);
      }
    }
  }

  /** Returns a channel that holds little of what nobody reads, and so not the whole burst. */
  private static ManagedChannel narrowChannel(NotificationRig rig) {
    return NettyChannelBuilder.forAddress(rig.address())
        .usePlaintext()
        .flowControlWindow(65_535)
        .build();
  }

  private static void publish(NotificationRig rig, int count) {
    for (int i = 0; i < count; i++) {
      rig.publishDigit("c", "t", "5");
    }
  }

  private static HistoryLimits room(int events) {
    return new HistoryLimits(events, 64 << 20, Duration.ofMinutes(5));
  }
}
