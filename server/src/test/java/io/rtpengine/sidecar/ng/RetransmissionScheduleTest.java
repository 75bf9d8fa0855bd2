package io.rtpengine.sidecar.ng;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RetransmissionScheduleTest {

  private static final NgSettings SETTINGS =
      NgSettings.DEFAULT.withRetransmission(Duration.ofMillis(50), Duration.ofMillis(300));

  @Test
  void delaysDoubleUpToTheLongest() {
    RetransmissionSchedule schedule = new RetransmissionSchedule(SETTINGS, () -> 0);

    assertThat(
            IntStream.of(1, 2, 3, 4, 5, 100, Integer.MAX_VALUE)
                .mapToLong(schedule::delayNanos)
                .map(TimeUnit.NANOSECONDS::toMillis))
        .containsExactly(50L, 100L, 200L, 300L, 300L, 300L, 300L);
  }

  @Test
  void delaysAreUpToAnEighthLongerAtRandom() {
    RetransmissionSchedule schedule = new RetransmissionSchedule(SETTINGS, new SplittableRandom(1));

    assertThat(IntStream.range(0, 1_000).mapToLong(i -> schedule.delayNanos(1)))
        .allSatisfy(delay -> assertThat(delay).isBetween(50_000_000L, 56_250_000L))
        .anySatisfy(delay -> assertThat(delay).isLessThan(51_000_000L))
        .anySatisfy(delay -> assertThat(delay).isGreaterThan(55_000_000L));
  }
}
