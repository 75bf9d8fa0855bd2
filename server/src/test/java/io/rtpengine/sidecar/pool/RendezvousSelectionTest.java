package io.rtpengine.sidecar.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.rtpengine.sidecar.pool.Selection.Rank;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

final class RendezvousSelectionTest {

  private static final int CALLS = 40_000;

  @Test
  void callsAreSpreadInProportionToTheWeights() {
    Map<String, Integer> share = share(new TestSet("udp:a:1=1 udp:b:1=2 udp:c:1=5"));

    assertThat(share.get("udp:a:1")).isCloseTo(CALLS / 8, Percentage.withPercentage(5));
    assertThat(share.get("udp:b:1")).isCloseTo(CALLS * 2 / 8, Percentage.withPercentage(5));
    assertThat(share.get("udp:c:1")).isCloseTo(CALLS * 5 / 8, Percentage.withPercentage(5));
  }

  @Test
  void onlyTheCallsOfANodeThatGoesMoveElsewhere() {
    TestSet before = new TestSet("udp:a:1 udp:b:1 udp:c:1");
    TestSet after = new TestSet("udp:c:1 udp:a:1");

    for (int i = 0; i < CALLS; i++) {
      String was = before.choose("call-" + i);
      if (!was.equals("udp:b:1")) {
        assertThat(after.choose("call-" + i)).isEqualTo(was);
      }
    }
  }

  @Test
  void nodeThatMayNotBeChosenIsNot() {
    TestSet set = new TestSet("udp:a:1 udp:b:1=1000 udp:c:1").ranking("udp:b:1", Rank.NEVER);

    assertThat(share(set)).containsOnlyKeys("udp:a:1", "udp:c:1");
  }

  @Test
  void betterRankGoesBeforeLowerPriorityAndThatBeforeTheHash() {
    TestSet set =
        new TestSet("udp:a:1=9 udp:b:1=9 udp:c:1,priority=1 udp:d:1,priority=1")
            .ranking("udp:a:1", Rank.DOUBTFUL)
            .ranking("udp:b:1", Rank.DOWN);

    assertThat(share(set)).containsOnlyKeys("udp:c:1", "udp:d:1");
    set.ranking("udp:c:1", Rank.DOUBTFUL).ranking("udp:d:1", Rank.DOUBTFUL);
    assertThat(share(set)).containsOnlyKeys("udp:a:1");
  }

  @Test
  void thereIsNoChoiceIfNoNodeMayBeChosen() {
    TestSet set = new TestSet("udp:a:1").ranking("udp:a:1", Rank.NEVER);

    assertThat(set.tryToChoose("call")).isNull();
  }

  /** Computed by another program: sidecars of different releases must agree. */
  @Test
  void choiceIsTheSameInEveryProcessAndRelease() {
    TestSet set = new TestSet("udp:10.0.0.1:2223 udp:10.0.0.2:2223 udp:10.0.0.3:2223=2");

    assertThat(List.of("a", "b", "c", "d", "e", "f", "g", "h"))
        .extracting(callId -> set.choose(callId).substring(11, 12))
        .containsExactly("3", "3", "2", "3", "3", "2", "3", "3");
  }

  private static Map<String, Integer> share(TestSet set) {
    Map<String, Integer> share = new HashMap<>();
    for (int i = 0; i < CALLS; i++) {
      share.merge(Objects.requireNonNull(set.choose("call-" + i)), 1, Integer::sum);
    }
    return share;
  }
}
