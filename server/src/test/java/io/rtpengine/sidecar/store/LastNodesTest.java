package io.rtpengine.sidecar.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.rtpengine.sidecar.pool.NodeId;
import io.rtpengine.sidecar.pool.RtpengineSock;
import io.rtpengine.sidecar.pool.SetDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastNodesTest {

  private static final List<SetDefinition> SETS =
      RtpengineSock.parse(
          List.of(
              "udp:10.0.0.1:2223=5,http://10.0.0.1:2225 /run/rtpengine",
              "7 == udp:rtp.example:2223=0,priority=2,each-address udp6:[::1]:2223"));
  private static final Set<NodeId> DISABLED = Set.of(new NodeId(7, "udp6:[::1]:2223"));

  @TempDir private Path directory;

  private LastNodes nodesOf(String source) {
    return new LastNodes(Optional.of(directory.resolve("nodes")), source(source));
  }

  private static NodeSource source(String name) {
    return new NodeSource() {
      @Override
      public NodeList read() {
        throw new AssertionError("nothing is read in this test");
      }

      @Override
      public String toString() {
        return name;
      }
    };
  }

  @Test
  void whatIsKeptIsThereAfterARestart() {
    nodesOf("table").save(SETS, DISABLED);

    assertThat(nodesOf("table").read()).contains(new NodeList(SETS, DISABLED, List.of()));
  }

  @Test
  void nodesOfAnotherSourceAreNotTaken() {
    nodesOf("table").save(SETS, DISABLED);

    assertThat(nodesOf("another table").read()).isEmpty();
  }

  @Test
  void whatWasNeverKeptIsNotThere() {
    assertThat(nodesOf("table").read()).isEmpty();
    LastNodes none = new LastNodes(Optional.empty(), source("table"));
    none.save(SETS, DISABLED);
    assertThat(none.read()).isEmpty();
  }

  @Test
  void linesThatCannotBeRightAreLeftOut() throws Exception {
    nodesOf("table").save(RtpengineSock.parse(List.of("udp:10.0.0.1:2223")), Set.of());
    Path file = directory.resolve("nodes");
    Files.writeString(file, Files.readString(file) + "0 1 0\n0 x 0 0 udp:b:1\n# 0 1 0 0 udp:c:1\n");

    assertThat(nodesOf("table").read().map(NodeList::sets))
        .contains(RtpengineSock.parse(List.of("udp:10.0.0.1:2223")));
  }

  @Test
  void nothingIsWrittenWhileNothingChanges() throws Exception {
    LastNodes nodes = nodesOf("table");
    nodes.save(SETS, DISABLED);
    Files.delete(directory.resolve("nodes"));

    nodes.save(SETS, DISABLED);
    assertThat(directory.resolve("nodes")).doesNotExist();
    nodes.save(SETS, Set.of());
    assertThat(directory.resolve("nodes")).exists();
  }
}
