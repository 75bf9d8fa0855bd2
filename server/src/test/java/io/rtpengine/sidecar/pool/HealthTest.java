package io.rtpengine.sidecar.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The state machine alone, on a clock that stands still unless it is moved. */
final class HealthTest {

  private static final Duration A_WHILE = Duration.ofSeconds(3);

  private final ManualLoop loop = new ManualLoop();
  private final List<Long> probedSeconds = new ArrayList<>();
  private final List<String> changes = new ArrayList<>();
  private final Health health =
      new Health(
          TestPool.NO_PINGS,
          loop,
          new Jitter(() -> Long.MAX_VALUE / 2),
          () -> probedSeconds.add(Duration.ofNanos(loop.nanoTime()).toSeconds()),
          (before, after) -> changes.add(before + " -> " + after));

  private void down() {
    health.silent();
    health.silent();
    loop.run();
    health.probeFailed(true);
    loop.run();
  }

  @Test
  void nodeIsUnknownUntilItAnswersSomething() {
    assertThat(health.state()).isEqualTo(HealthState.UNKNOWN);
    health.answered();
    loop.run();

    assertThat(changes).containsExactly("UNKNOWN -> UP");
  }

  @Test
  void oneSilentRequestIsNoReasonToProbe() {
    health.silent();
    loop.run();

    assertThat(probedSeconds).isEmpty();
    assertThat(health.isSuspected()).isFalse();
  }

  @Test
  void silentRequestsInARowAreAReasonToProbeOnceAndNotYetToGiveUp() {
    health.answered();
    health.silent();
    health.silent();
    health.silent();
    loop.run();

    assertThat(probedSeconds).hasSize(1);
    assertThat(health.isSuspected()).isTrue();
    assertThat(health.state()).isEqualTo(HealthState.UP);
  }

  @Test
  void answerBetweenSilentRequestsStartsTheCountAnew() {
    health.silent();
    loop.run();
    health.silent();
    health.silent();
    assertThat(probedSeconds).isEmpty();
    loop.run();
    assertThat(probedSeconds).hasSize(1);
    health.answered();
    loop.run();

    assertThat(health.isSuspected()).isFalse();
    health.silent();
    loop.run();
    assertThat(probedSeconds).hasSize(1);
  }

  @Test
  void silentRequestsWithManyAnswersBetweenThemAreNotInARow() {
    health.answered();
    loop.run();
    health.silent();
    loop.run();
    health.answered();
    loop.run();
    health.silent();
    loop.run();

    assertThat(probedSeconds).isEmpty();
  }

  @Test
  void silentProbeMeansDown() {
    down();

    assertThat(changes).containsExactly("UNKNOWN -> DOWN");
  }

  @Test
  void lateAnswerWhileTheProbeIsUnderWayMeansUp() {
    health.silent();
    health.silent();
    loop.run();
    health.answered();
    health.probeFailed(true);
    loop.run();

    assertThat(changes).containsExactly("UNKNOWN -> UP");
  }

  @Test
  void probeThatCouldNotBeSentSaysNothingAndIsSentAnew() {
    health.silent();
    health.silent();
    loop.run();
    health.probeFailed(false);
    loop.run();
    assertThat(changes).isEmpty();

    loop.advance(Duration.ofSeconds(6));
    assertThat(probedSeconds).hasSize(2);
  }

  @Test
  void nodeThatIsDownIsLeftAloneAndThenProbedAtTheInterval() {
    down();
    assertThat(health.nanosToNextProbe())
        .isBetween(Duration.ofSeconds(54).toNanos(), Duration.ofSeconds(66).toNanos());
    loop.advance(Duration.ofSeconds(53));
    assertThat(probedSeconds).hasSize(1);
    loop.advance(Duration.ofSeconds(14));
    assertThat(probedSeconds).hasSize(2);
    health.probeFailed(true);
    loop.advance(Duration.ofSeconds(6));

    assertThat(probedSeconds).hasSize(3);
    assertThat(health.state()).isEqualTo(HealthState.DOWN);
  }

  @Test
  void anyAnswerBringsANodeBackAndEndsTheProbing() {
    down();
    health.answered();
    loop.advance(Duration.ofMinutes(5));

    assertThat(changes).containsExactly("UNKNOWN -> DOWN", "DOWN -> UP");
    assertThat(probedSeconds).hasSize(1);
    assertThat(health.nanosToNextProbe()).isNegative();
  }

  @Test
  void silenceOfANodeThatIsDownChangesNothing() {
    down();
    health.silent();
    health.silent();
    health.silent();
    loop.run();

    assertThat(probedSeconds).hasSize(1);
    assertThat(changes).containsExactly("UNKNOWN -> DOWN");
  }

  @Test
  void nodeThatComesBackMustBeSilentAsOftenAsAnyToGoDownAgain() {
    down();
    health.answered();
    health.silent();
    loop.run();
    assertThat(probedSeconds).hasSize(1);
    health.silent();
    loop.run();
    assertThat(probedSeconds).hasSize(2);
  }

  @Test
  void refusalForBeingFullIsForgottenAfterAWhile() {
    health.full();
    loop.run();
    assertThat(health.state()).isEqualTo(HealthState.SATURATED);
    health.answered();
    loop.run();
    assertThat(health.state()).isEqualTo(HealthState.SATURATED);
    loop.advance(A_WHILE);

    assertThat(changes).containsExactly("UNKNOWN -> UP", "UP -> SATURATED", "SATURATED -> UP");
  }

  @Test
  void eachRefusalForBeingFullCountsAnew() {
    health.full();
    loop.advance(Duration.ofMillis(1_500));
    health.full();
    loop.advance(Duration.ofMillis(1_500));

    assertThat(health.state()).isEqualTo(HealthState.SATURATED);
  }

  @Test
  void callThatIsTakenMeansThatThereIsRoomAgain() {
    health.full();
    loop.run();
    health.tookCall();
    loop.run();

    assertThat(health.state()).isEqualTo(HealthState.UP);
  }

  @Test
  void healthThatIsClosedProbesNoMore() {
    down();
    health.close();
    loop.advance(Duration.ofMinutes(5));

    assertThat(probedSeconds).hasSize(1);
  }
}
