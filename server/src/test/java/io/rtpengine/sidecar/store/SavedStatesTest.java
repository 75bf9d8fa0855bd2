package io.rtpengine.sidecar.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.rtpengine.sidecar.pool.NodeId;
import io.rtpengine.sidecar.pool.OperatorState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedStatesTest {

  private static final NodeId A = new NodeId(0, "udp:a:2223");
  private static final NodeId B = new NodeId(1, "udp:b:2223");

  @TempDir private Path directory;

  @Test
  void whatIsSavedIsThereAfterARestart() throws Exception {
    Path file = directory.resolve("deeper/states");
    SavedStates states = SavedStates.load(Optional.of(file));
    states.setWish(List.of(B), OperatorState.DRAINING);
    states.setWish(List.of(A), OperatorState.DISABLED);

    assertThat(states.save()).isTrue();

    SavedStates again = SavedStates.load(Optional.of(file));
    assertThat(again.wish(A)).isEqualTo(OperatorState.DISABLED);
    assertThat(again.wish(B)).isEqualTo(OperatorState.DRAINING);
    assertThat(Files.readAllLines(file))
        .endsWith("DISABLED 0 udp:a:2223", "DRAINING 1 udp:b:2223")
        .hasSize(3);
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void nodeThatIsEnabledAgainIsForgotten() throws Exception {
    Path file = directory.resolve("states");
    SavedStates states = SavedStates.load(Optional.of(file));
    states.setWish(List.of(A, B), OperatorState.DISABLED);
    states.setWish(List.of(A), OperatorState.ENABLED);

    assertThat(states.save()).isTrue();

    assertThat(states.of(A)).isEqualTo(OperatorState.ENABLED);
    assertThat(Files.readString(file)).doesNotContain(A.name()).contains(B.name());
  }

  @Test
  void whatTheSourceDisablesIsDisabledWhateverTheOperatorWants() {
    SavedStates states = SavedStates.load(Optional.empty());
    states.setDisabledAtSource(Set.of(A));

    assertThat(states.of(A)).isEqualTo(OperatorState.DISABLED);
    assertThat(states.wish(A)).isEqualTo(OperatorState.ENABLED);

    states.setDisabledAtSource(Set.of());
    assertThat(states.of(A)).isEqualTo(OperatorState.ENABLED);
  }

  @Test
  void linesThatCannotBeUnderstoodAreLeftOut() throws Exception {
    Path file = directory.resolve("states");
    Files.writeString(
        file,
        """
        # comment

        DISABLED
        DISABLED x udp:a:2223
        BROKEN 0 udp:a:2223
        DISABLED 1 udp:b:2223
        """);

    SavedStates states = SavedStates.load(Optional.of(file));

    assertThat(states.wish(A)).isEqualTo(OperatorState.ENABLED);
    assertThat(states.wish(B)).isEqualTo(OperatorState.DISABLED);
  }

  @Test
  void withoutAFileOrWithOneThatCannotBeWrittenOnlyTheMemoryIsMissing() throws Exception {
    Path notADirectory = Files.createFile(directory.resolve("file"));
    for (Optional<Path> file :
        List.of(Optional.<Path>empty(), Optional.of(notADirectory.resolve("states")))) {
      SavedStates states = SavedStates.load(file);
      states.setWish(List.of(A), OperatorState.DISABLED);

      assertThat(states.save()).isFalse();
      assertThat(states.of(A)).isEqualTo(OperatorState.DISABLED);
    }
  }
}
