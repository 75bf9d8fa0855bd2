package io.rtpengine.sidecar.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.rtpengine.sidecar.pool.Selection.Rank;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class OpensipsSelectionTest {

  /** The table is made by {@code choices.py}, beside it. */
  @Test
  void choicesAreThoseOfOpensips() throws IOException {
    int rows = 0;
    for (String row : Files.readAllLines(Path.of("src/test/resources/opensips/choices.csv"))) {
      String[] cells = row.split(",", -1);
      TestSet set = new TestSet(HashKind.OPENSIPS, cells[1].replace("!", ""));
      for (String node : cells[1].split(" ", -1)) {
        if (node.endsWith("!")) {
          set.ranking(node.substring(0, node.indexOf('=')), Rank.NEVER);
        }
      }

      assertThat(Objects.toString(set.tryToChoose(cells[0]), "")).as(row).isEqualTo(cells[2]);
      rows++;
    }
    assertThat(rows).isEqualTo(2_000);
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
