package io.rtpengine.sidecar.ng;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class NgSettingsTest {

  private static final NgSettings DEFAULT = NgSettings.DEFAULT;

  @Test
  void limitIsThatOfTheOpenSipsModule() {
    assertThat(DEFAULT.timeLimit()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void durationsArePositiveAndBounded() {
    for (Duration bad : new Duration[] {Duration.ZERO, Duration.ofMillis(-1), Duration.ofDays(1)}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> DEFAULT.withTimeLimit(bad))
          .withMessage("timeLimit: " + bad + " (expected: > 0 and at most PT1H)");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> DEFAULT.withRetransmission(bad, Duration.ofSeconds(1)))
          .withMessageStartingWith("firstRetransmission: " + bad);
    }
  }

  @Test
  void retransmissionsComeNoFasterInTheEnd() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DEFAULT.withRetransmission(Duration.ofMillis(2), Duration.ofMillis(1)))
        .withMessage(
            "longestRetransmission: PT0.001S (expected: >= firstRetransmission, PT0.002S)");
  }

  @Test
  void somethingIsInFlight() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DEFAULT.withCapacity(0, 1))
        .withMessage("maxInFlight: 0 (expected: > 0)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DEFAULT.withCapacity(1, -1))
        .withMessage("maxWaiting: -1 (expected: >= 0)");
  }
}
