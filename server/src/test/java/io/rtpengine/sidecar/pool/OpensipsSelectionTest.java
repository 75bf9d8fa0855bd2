package io.rtpengine.sidecar.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.rtpengine.sidecar.pool.Selection.Rank;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

final class OpensipsSelectionTest {

  /** The table is made by {@code choices.py}, beside it. */
  @ParameterizedTest
  @CsvFileSource(resources = "/opensips/choices.csv")
  void choiceIsTheOneOfOpensips(String callId, String nodes, String chosen) {
    TestSet set = new TestSet(HashKind.OPENSIPS, nodes.replace("!", ""));
    for (String node : nodes.split(" ", -1)) {
      if (node.endsWith("!")) {
        set.ranking(node.substring(0, node.indexOf('=')), Rank.NEVER);
      }
    }

    assertThat(Objects.toString(set.tryToChoose(callId), ""))
        .isEqualTo(Objects.toString(chosen, ""));
  }

  @Test
  void fullNodeIsAskedAsItIsByOpensips() {
    TestSet set =
        new TestSet(HashKind.OPENSIPS, "udp:a:1 udp:b:1").ranking("udp:b:1", Rank.DOUBTFUL);

    // 'a' is 97, which is odd.
    assertThat(set.choose("a")).isEqualTo("udp:b:1");
  }

  @Test
  void nodesThatAreDownAreWalkedOverIfThereAreNoOthers() {
    TestSet set =
        new TestSet(HashKind.OPENSIPS, "udp:a:1 udp:b:1")
            .ranking("udp:a:1", Rank.DOWN)
            .ranking("udp:b:1", Rank.DOWN);

    assertThat(set.choose("a")).isEqualTo("udp:b:1");
    assertThat(set.choose("b")).isEqualTo("udp:a:1");
  }

  @Test
  void backupsAreWalkedOverOnlyIfNoOtherNodeCanBeUsed() {
    TestSet set = new TestSet(HashKind.OPENSIPS, "udp:a:1,priority=1 udp:b:1 udp:c:1,priority=1");

    assertThat(set.choose("a")).isEqualTo("udp:b:1");
    set.ranking("udp:b:1", Rank.DOWN);
    assertThat(set.choose("a")).isEqualTo("udp:c:1");
    assertThat(set.choose("b")).isEqualTo("udp:a:1");
  }
}
