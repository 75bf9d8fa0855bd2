package io.rtpengine.sidecar.pool;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.rtpengine.sidecar.pool.Selection.Rank;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OpensipsSelectionTest {

  /** The table is made by {@code choices.py}, beside it. */
  @Test
  void nodesAreAskedInTheOrderInWhichOpensipsAsksThem() throws IOException {
    List<String> rows = Files.readAllLines(Path.of("src/test/resources/opensips/choices.csv"));
    for (String row : rows) {
      String[] cells = row.split(",", -1);

      assertThat(asked(cells[0], cells[1])).as(row).isEqualTo(cells[2]);
    }
    assertThat(rows).hasSize(2_000);
  }

  /** Offers a call, and returns the nodes that are asked to take it. */
  private static String asked(String callId, String nodes) {
    PoolSettings settings =
        PoolSettings.DEFAULT.withHealth(TestPool.NO_PINGS).withHash(HashKind.OPENSIPS);
    TestPool pool = new TestPool(settings, nodes.replaceAll("[!?~]", ""));
    for (String written : nodes.split(" ", -1)) {
      String node = written.substring(0, written.indexOf('='));
      switch (written.charAt(written.length() - 1)) {
        case '!' -> pool.setState(node, OperatorState.DISABLED);
        case '?' -> pool.node(node).does(FakeNode.refusing("Ran out of ports"));
        case '~' -> pool.node(node).does(FakeNode.SILENT);
        default -> {
          // It takes the call.
        }
      }
    }
    return pool.offer(callId).outcome() instanceof PoolOutcome.Tried tried
        ? tried.attempts().stream().map(PoolOutcome.Attempt::node).collect(joining(" "))
        : "";
  }

  @Test
  void fullNodeIsAskedAsItIsByOpensips() {
    TestSet set =
        new TestSet(HashKind.OPENSIPS, "udp:a:1 udp:b:1").ranking("udp:b:1", Rank.DOUBTFUL);

    // 'a' is 97, which is odd.
    assertThat(set.choose("a")).isEqualTo("udp:b:1");
  }

  @Test
  void nodeThatHasRefusedTakesUpWeightAndOneThatIsDisabledDoesNot() {
    TestSet set = new TestSet(HashKind.OPENSIPS, "udp:a:1=2 udp:b:1 udp:c:1");

    // 'i' is 105, which is 1 modulo 4 and 1 modulo 2.
    assertThat(set.choose("i")).isEqualTo("udp:a:1");
    set.ranking("udp:a:1", Rank.NEVER);
    assertThat(set.choose("i")).isEqualTo("udp:c:1");
    set.ranking("udp:a:1", Rank.REFUSING);
    assertThat(set.choose("i")).isEqualTo("udp:b:1");
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
