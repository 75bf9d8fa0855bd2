package io.rtpengine.sidecar.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.rtpengine.v1.Event;
import io.rtpengine.v1.EventFilter;
import io.rtpengine.v1.Gap;
import io.rtpengine.v1.GapReason;
import io.rtpengine.v1.SubscribeRequest;
import io.rtpengine.v1.SubscribeResponse;
import io.rtpengine.v1.SubscriptionStarted;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What subscribers see of a hub, over gRPC. */
class SubscriptionsTest {

  private NotificationRig rig;

  @BeforeEach
  void start() throws Exception {
    rig = NotificationRig.start();
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void firstMessageSaysWhereTheStreamStarts() throws Exception {
    rig.publishDigit("c", "t", "1");

    SubscriptionStarted started = rig.subscribe().next().getStarted();

    assertThat(started.getNextSequence()).isEqualTo(2);
    assertThat(started.getOldestSequence()).isEqualTo(1);
    assertThat(started.getResumed()).isFalse();
    assertThat(started.getResumeToken()).isNotEmpty();
  }

  @Test
  void eventSaysAllThatIsKnownOfIt() throws Exception {
    TestSubscriber subscriber = rig.subscribe().started();
    rig.publishDigit("c", "t", "1");

    Event event = subscriber.nextEvent();

    assertThat(event.getSequence()).isEqualTo(1);
    assertThat(event.getSetId()).isZero();
    assertThat(event.getNode()).isEqualTo("udp:127.0.0.1:2223");
    assertThat(event.getCallId()).isEqualTo("c");
    assertThat(event.getTagsList()).containsExactly("t");
    assertThat(event.getSidecarTime().getSeconds()).isEqualTo(NotificationRig.NOW.getEpochSecond());
    assertThat(event.getDtmf().getDigit()).isEqualTo("1");
  }

  @Test
  void eventsComeInOrder() throws Exception {
    TestSubscriber subscriber = rig.subscribe().started();
    publish(500);

    assertThat(subscriber.nextEvents(500))
        .extracting(Event::getSequence)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 500).boxed().toList());
  }

  @Test
  void subscriberOfOneCallIsToldOfThatCallAlone() throws Exception {
    TestSubscriber subscriber =
        rig.subscribe(filtered(EventFilter.newBuilder().addCallIds("mine"))).started();
    rig.publishDigit("other", "t", "1");
    rig.publishDigit("mine", "t", "2");
    rig.publishDigit("other", "t", "3");
    rig.publishDigit("mine", "t", "4");

    assertThat(subscriber.nextDigits(2)).isEqualTo("24");
  }

  @Test
  void subscriberThatReconnectsGetsWhatItMissed() throws Exception {
    TestSubscriber first = rig.subscribe().started();
    rig.publishDigit("c", "t", "1");
    String token = first.nextEvent().getResumeToken();
    first.cancel();
    rig.publishDigit("c", "t", "2");

    TestSubscriber second = rig.subscribe(resuming(token));

    assertThat(second.next().getStarted().getResumed()).isTrue();
    rig.publishDigit("c", "t", "3");
    assertThat(second.nextDigits(2)).isEqualTo("23");
  }

  @Test
  void subscriberOfOneCallThatReconnectsGetsWhatItMissed() throws Exception {
    String token = rig.subscribe().next().getStarted().getResumeToken();
    rig.publishDigit("mine", "t", "1");
    rig.publishDigit("other", "t", "2");
    rig.publishDigit("mine", "t", "3");

    TestSubscriber subscriber =
        rig.subscribe(
                resuming(token).toBuilder()
                    .setFilter(EventFilter.newBuilder().addCallIds("mine"))
                    .build())
            .started();

    assertThat(subscriber.nextDigits(2)).isEqualTo("13");
    rig.publishDigit("mine", "t", "4");
    assertThat(subscriber.nextDigits(1)).isEqualTo("4");
  }

  @Test
  void whatLeftTheHistoryMeanwhileIsAGapWithItsSize() throws Exception {
    String token = rig.subscribe().next().getStarted().getResumeToken();
    publish(NotificationRig.LIMITS.events() + 7);

    TestSubscriber subscriber = rig.subscribe(resuming(token));

    assertThat(subscriber.next().getStarted().getResumed()).isFalse();
    Gap gap = subscriber.next().getGap();
    assertThat(gap.getReason()).isEqualTo(GapReason.GAP_REASON_AWAY);
    assertThat(gap.getMissed()).isEqualTo(7);
    assertThat(gap.getNextSequence()).isEqualTo(8);
    assertThat(subscriber.nextEvent().getSequence()).isEqualTo(8);
  }

  @Test
  void whatGrewTooOldIsAGapToo() throws Exception {
    String token = rig.subscribe().next().getStarted().getResumeToken();
    publish(3);
    rig.passTime(NotificationRig.LIMITS.age().plusNanos(1));

    TestSubscriber subscriber = rig.subscribe(resuming(token)).started();

    assertThat(subscriber.next().getGap().getMissed()).isEqualTo(3);
  }

  @Test
  void tokenFromBeforeARestartIsAGapOfUnknownSizeAndTheWholeHistory() throws Exception {
    String token;
    try (NotificationRig before =
        new NotificationRig(NotificationRig.LIMITS, 10, 2, NotifyObserver.NONE)) {
      token = before.subscribe().next().getStarted().getResumeToken();
    }
    rig.publishDigit("c", "t", "1");

    TestSubscriber subscriber = rig.subscribe(resuming(token));

    assertThat(subscriber.next().getStarted().getResumed()).isFalse();
    Gap gap = subscriber.next().getGap();
    assertThat(gap.getReason()).isEqualTo(GapReason.GAP_REASON_OTHER_SIDECAR);
    assertThat(gap.hasMissed()).isFalse();
    assertThat(subscriber.nextDigits(1)).isEqualTo("1");
  }

  @Test
  void replayBeginsWithTheWholeHistory() throws Exception {
    publish(3);

    TestSubscriber subscriber =
        rig.subscribe(SubscribeRequest.newBuilder().setReplay(true).build()).started();

    assertThat(subscriber.nextEvents(3)).extracting(Event::getSequence).containsExactly(1L, 2L, 3L);
  }

  @Test
  void tokenThatNobodyGaveOutIsRefused() throws Exception {
    assertThat(rig.subscribe(resuming("nonsense")).status().getCode())
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(rig.subscribe(resuming(new ResumeTokens(1).before(99))).status().getCode())
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void heartbeatIntervalOutOfRangeIsRefused() throws Exception {
    assertThat(rig.subscribe(beating(0)).status().getCode())
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(rig.subscribe(beating(3_601)).status().getCode())
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void filterWithTooManyEntriesIsRefused() throws Exception {
    EventFilter.Builder filter = EventFilter.newBuilder();
    LongStream.range(0, 1_001).forEach(i -> filter.addCallIds("c" + i));

    assertThat(rig.subscribe(filtered(filter)).status().getCode())
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void quietStreamHasHeartbeatsWhoseTokensAreBeyondWhatTheFilterLeftOut() throws Exception {
    TestSubscriber subscriber =
        rig.subscribe(
                beating(2).toBuilder()
                    .setFilter(EventFilter.newBuilder().addCallIds("mine"))
                    .build())
            .started();
    publish(5);
    rig.passTime(Duration.ofSeconds(2));

    SubscribeResponse beat = subscriber.next();
    assertThat(beat.getHeartbeat().getNextSequence()).isEqualTo(6);
    assertThat(rig.subscribe(resuming(beat.getHeartbeat().getResumeToken())).next().getStarted())
        .extracting(SubscriptionStarted::getResumed, SubscriptionStarted::getNextSequence)
        .containsExactly(true, 6L);
  }

  @Test
  void streamsEndWellWhenTheHubIsClosed() throws Exception {
    TestSubscriber subscriber = rig.subscribe().started();

    rig.hub().close();

    assertThat(subscriber.status().getCode()).isEqualTo(Status.Code.OK);
  }

  @Test
  void onlySoManySubscribersAreServedAndOnesThatLeaveMakeRoom() throws Exception {
    try (NotificationRig small =
        new NotificationRig(NotificationRig.LIMITS, 1, 1, NotifyObserver.NONE)) {
      TestSubscriber first = small.subscribe().started();
      assertThat(small.subscribe().status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);

      first.cancel();

      // The server hears of it some time later.
      SubscribeResponse message = null;
      for (int i = 0; i < 1_000 && message == null; i++) {
        message = small.subscribe().firstOrNull();
      }
      assertThat(message).isNotNull();
    }
  }

  @Test
  void teardownTellsEverybodyEvenIfTheCallCannotBeDeleted() throws Exception {
    TestSubscriber subscriber = rig.subscribe().started();

    Status status = rig.teardown("c", "fraud");

    assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    Event event = subscriber.nextEvent();
    assertThat(event.getCallId()).isEqualTo("c");
    assertThat(event.getTeardownRequested().getReason()).isEqualTo("fraud");
  }

  @Test
  void teardownWithoutACallIdIsRefused() throws Exception {
    assertThat(rig.teardown("", "").getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  private void publish(int count) {
    for (int i = 0; i < count; i++) {
      rig.publishDigit("c", "t", "5");
    }
  }

  private static SubscribeRequest filtered(EventFilter.Builder filter) {
    return SubscribeRequest.newBuilder().setFilter(filter).build();
  }

  private static SubscribeRequest resuming(String token) {
    return SubscribeRequest.newBuilder().setResumeToken(token).build();
  }

  private static SubscribeRequest beating(long seconds) {
    return SubscribeRequest.newBuilder()
        .setHeartbeatInterval(com.google.protobuf.Duration.newBuilder().setSeconds(seconds))
        .build();
  }
}
