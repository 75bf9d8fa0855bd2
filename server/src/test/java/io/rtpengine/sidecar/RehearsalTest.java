package io.rtpengine.sidecar;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RehearsalTest {

  private static final int AMPLE_SECONDS = 120;

  @TempDir Path directory;

  @Test
  void offerIsServedFromTheStartOnAMachineWithOneProcessor() throws Exception {
    Path said = directory.resolve("said");
    Process rehearsal = rehearse(said, "-XX:ActiveProcessorCount=1");
    try {
      assertThat(rehearsal.waitFor(AMPLE_SECONDS, SECONDS)).isTrue();
      assertThat(rehearsal.exitValue()).as(Files.readString(said)).isZero();
    } finally {
      rehearsal.destroyForcibly();
    }
  }

  private static Process rehearse(Path said, String flag) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = System.getProperty("java.class.path");
    return new ProcessBuilder(
            java,
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath,
            Rehearsal.class.getName(),
            java,
            flag,
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath,
            Main.class.getName())
        .redirectErrorStream(true)
        .redirectOutput(said.toFile())
        .start();
  }
}
