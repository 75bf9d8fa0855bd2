package io.rtpengine.sidecar.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.rtpengine.sidecar.ng.NgEndpoint;
import io.rtpengine.sidecar.ng.NgExchange;
import io.rtpengine.sidecar.ng.NgListener;
import io.rtpengine.sidecar.ng.NgRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class NodeSetTest {

  private static final int CALLS = 40_000;

  private static final NgEndpoint UNUSED =
      new NgEndpoint() {
        @Override
        public NgExchange send(NgRequest request, long deadlineNanos, NgListener listener) {
          throw new AssertionError("nothing is sent in this test");
        }

        @Override
        public void close() {}
      };

  private static final PoolDependencies WORLD =
      new PoolDependencies(
          (node, observer) -> node.name().contains("gone") ? Optional.empty() : Optional.of(UNUSED),
          () -> {
            throw new AssertionError("nothing is sent in this test");
          },
          new ManualLoop(),
          () -> 0,
          OperatorStates.NONE,
          PoolObserver.NONE);

  @Test
  void callsAreSpreadInProportionToTheWeights() {
    Map<String, Integer> share = share(set("udp:a:1=1", "udp:b:1=2", "udp:c:1=5"));

    assertThat(share.get("udp:a:1")).isCloseTo(CALLS / 8, Percentage.withPercentage(5));
    assertThat(share.get("udp:b:1")).isCloseTo(CALLS * 2 / 8, Percentage.withPercentage(5));
    assertThat(share.get("udp:c:1")).isCloseTo(CALLS * 5 / 8, Percentage.withPercentage(5));
  }

  @Test
  void onlyTheCallsOfANodeThatGoesMoveElsewhere() {
    NodeSet before = set("udp:a:1", "udp:b:1", "udp:c:1");
    NodeSet after = set("udp:c:1", "udp:a:1");

    for (int i = 0; i < CALLS; i++) {
      String was = before.forCall("call-" + i).orElseThrow().name();
      String is = after.forCall("call-" + i).orElseThrow().name();
      if (!was.equals("udp:b:1")) {
        assertThat(is).isEqualTo(was);
      }
    }
  }

  @Test
  void nodeThatCannotBeReachedGetsNoCalls() {
    NodeSet set = set("udp:a:1", "udp:gone:1=1000", "udp:b:1");

    assertThat(share(set)).containsOnlyKeys("udp:a:1", "udp:b:1");
  }

  /** Computed by another program: sidecars of different releases must agree. */
  @Test
  void choiceIsTheSameInEveryProcessAndRelease() {
    NodeSet set = set("udp:10.0.0.1:2223", "udp:10.0.0.2:2223", "udp:10.0.0.3:2223=2");

    assertThat(List.of("a", "b", "c", "d", "e", "f", "g", "h"))
        .extracting(callId -> set.forCall(callId).orElseThrow().name().substring(11, 12))
        .containsExactly("3", "3", "2", "3", "3", "2", "3", "3");
  }

  private static Map<String, Integer> share(NodeSet set) {
    Map<String, Integer> share = new HashMap<>();
    for (int i = 0; i < CALLS; i++) {
      share.merge(set.forCall("call-" + i).orElseThrow().name(), 1, Integer::sum);
    }
    return share;
  }

  private static NodeSet set(String... nodes) {
    Topology topology =
        Topology.EMPTY
            .reload(
                RtpengineSock.parse(List.of(String.join(" ", nodes))),
                (id, definition) -> new Node(id, definition, PoolSettings.DEFAULT, WORLD))
            .topology();
    return Objects.requireNonNull(topology.set(0));
  }
}
