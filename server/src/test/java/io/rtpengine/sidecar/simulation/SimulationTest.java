package io.rtpengine.sidecar.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Short runs; {@code script/simulate} makes long ones. */
final class SimulationTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyInvariantHolds(long seed) {
    Report report = Simulation.run(seed, 3_000);

    assertThat(report.invariants().violation()).as(report.toString()).isEmpty();
    for (Invariant invariant : Invariant.values()) {
      assertThat(report.invariants().checks(invariant)).as(invariant.label()).isPositive();
    }
  }

  @Test
  void sameSeedGivesTheSameRunInAnotherProcess() throws Exception {
    Report here = Simulation.run(5, 500);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Simulate.class.getName(),
                "--seed",
                "5",
                "--calls",
                "500")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String there = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(there).isEqualTo(here.toString());
  }

  @Test
  void anotherSeedGivesAnotherRun() {
    assertThat(Simulation.run(6, 100).trace()).isNotEqualTo(Simulation.run(7, 100).trace());
  }
}
