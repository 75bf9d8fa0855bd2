package io.rtpengine.sidecar.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.rtpengine.sidecar.pool.HealthState;
import io.rtpengine.sidecar.pool.NodeId;
import io.rtpengine.sidecar.pool.OperatorState;
import io.rtpengine.sidecar.pool.PoolObserver.Unbound;
import io.rtpengine.v1.Event;
import io.rtpengine.v1.EventType;
import io.rtpengine.v1.NodeHealth;
import io.rtpengine.v1.NodeStateChanged;
import io.rtpengine.v1.SubscribeRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What happens to nodes, as events. */
class NodeEventsTest {

  private static final NodeId NODE = new NodeId(3, "udp:127.0.0.1:2223");

  @Test
  void changesSayWhatWasAndWhatIs() throws Exception {
    try (NotificationRig rig = NotificationRig.start()) {
      NodeEvents nodes = events(rig);
      TestSubscriber subscriber = rig.subscribe().started();

      nodes.operatorStateChanged(NODE, OperatorState.ENABLED, OperatorState.DRAINING);
      nodes.nodeHealthChanged(NODE, HealthState.UP, HealthState.DOWN);

      Event drained = subscriber.nextEvent();
      assertThat(drained.getSetId()).isEqualTo(3);
      assertThat(drained.getNode()).isEqualTo(NODE.name());
      assertThat(drained.getNodeStateChanged().getPreviousOperatorState())
          .isEqualTo(io.rtpengine.v1.OperatorState.OPERATOR_STATE_ENABLED);
      NodeStateChanged down = subscriber.nextEvent().getNodeStateChanged();
      assertThat(down.getPreviousHealth()).isEqualTo(NodeHealth.NODE_HEALTH_UP);
      assertThat(down.getHealth()).isEqualTo(NodeHealth.NODE_HEALTH_DOWN);
      assertThat(down.getOperatorState())
          .isEqualTo(io.rtpengine.v1.OperatorState.OPERATOR_STATE_DRAINING);
    }
  }

  @Test
  void everyCallOfANodeThatIsDownIsStranded() throws Exception {
    try (NotificationRig rig = NotificationRig.start()) {
      NodeEvents nodes = events(rig);
      TestSubscriber subscriber = rig.subscribe().started();
      List<String> calls = IntStream.range(0, 40).mapToObj(i -> "c" + i).toList();

      nodes.nodeHealthChanged(NODE, HealthState.UP, HealthState.DOWN);
      nodes.callsStranded(NODE, calls.iterator());

      assertThat(subscriber.nextEvent().hasNodeStateChanged()).isTrue();
      assertThat(subscriber.nextEvents(40))
          .allMatch(Event::hasCallStranded)
          .extracting(Event::getCallId)
          .containsExactlyElementsOf(calls);
    }
  }

  @Test
  void strandedCallsNeverTakeMoreThanHalfOfTheHistory() throws Exception {
    try (NotificationRig rig =
        NotificationRig.start(new HistoryLimits(20, 1 << 20, Duration.ofMinutes(5)))) {
      NodeEvents nodes = events(rig);
      rig.publishDigit("c", "t", "1");
      nodes.nodeHealthChanged(NODE, HealthState.UP, HealthState.DOWN);
      // Whose stream is quiet for longer than the test lets pass.
      SubscribeRequest hardlyBeating =
          SubscribeRequest.newBuilder()
              .setHeartbeatInterval(com.google.protobuf.Duration.newBuilder().setSeconds(3_600))
              .build();
      TestSubscriber subscriber = rig.subscribe(hardlyBeating).started();

      nodes.callsStranded(NODE, Stream.iterate("c", c -> c).limit(1_000).iterator());

      // Told a few at a time: five is the most beyond the half.
      subscriber.nextEvents(10);
      assertThat(rig.hub().share(EventType.EVENT_TYPE_CALL_STRANDED)).isLessThan(0.75);
      assertThat(rig.hub().share(EventType.EVENT_TYPE_DTMF)).isPositive();
      // When they are too old to be kept, the others have their turn.
      rig.passTime(Duration.ofMinutes(6));
      subscriber.nextEvents(10);
    }
  }

  @Test
  void nodeThatAnswersAgainHasStrandedNoMore() throws Exception {
    EmbeddedChannel clock = new EmbeddedChannel();
    clock.freezeTime();
    try (NotificationRig rig = NotificationRig.start()) {
      NodeEvents nodes =
          new NodeEvents(rig.hub(), new Playbacks(rig.hub(), rig.group()), clock.eventLoop());
      TestSubscriber subscriber = rig.subscribe().started();
      List<String> calls = IntStream.range(0, 40).mapToObj(i -> "c" + i).toList();

      nodes.nodeHealthChanged(NODE, HealthState.UP, HealthState.DOWN);
      nodes.callsStranded(NODE, calls.iterator());
      clock.runPendingTasks();
      nodes.nodeHealthChanged(NODE, HealthState.DOWN, HealthState.UP);
      clock.advanceTimeBy(1, TimeUnit.MINUTES);
      clock.runScheduledPendingTasks();
      rig.publishDigit("c0", "t", "1");

      assertThat(subscriber.nextEvent().hasNodeStateChanged()).isTrue();
      assertThat(subscriber.nextEvents(5)).allMatch(Event::hasCallStranded);
      assertThat(subscriber.nextEvent().hasNodeStateChanged()).isTrue();
      assertThat(subscriber.nextEvent().hasDtmf()).isTrue();
    }
  }

  @Test
  void callThatItsNodeDoesNotKnowAnyMoreIsLost() throws Exception {
    try (NotificationRig rig = NotificationRig.start()) {
      NodeEvents nodes = events(rig);
      TestSubscriber subscriber = rig.subscribe().started();

      nodes.callUnbound(NODE, "ended", Unbound.ENDED);
      nodes.callUnbound(NODE, "lost", Unbound.LOST);

      Event event = subscriber.nextEvent();
      assertThat(event.hasCallLost()).isTrue();
      assertThat(event.getCallId()).isEqualTo("lost");
      assertThat(event.getNode()).isEqualTo(NODE.name());
    }
  }

  private static NodeEvents events(NotificationRig rig) {
    return new NodeEvents(rig.hub(), new Playbacks(rig.hub(), rig.group()), rig.group());
  }
}
