package io.rtpengine.sidecar.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits for what happens elsewhere, in a process of its own. */
final class Await {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private Await() {}

  /** Returns when a condition holds; fails if it does not for too long. */
  static void until(Callable<Boolean> condition) throws Exception {
    until(PATIENCE, condition);
  }

  /** Returns when a condition holds; fails if it does not for so long. */
  static void until(Duration patience, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }
}
