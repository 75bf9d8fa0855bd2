package io.rtpengine.sidecar.pool;

import java.time.Duration;

/**
 * When a node counts as down, and how it comes back. Immutable and thread-safe.
 *
 * @param failureThreshold how many requests in a row it has to leave unanswered before it is
 *     suspected, and probed; default 2
 * @param probeTimeout how long it has to answer a probe; default 1 s
 * @param disableTimeout how long it is left alone once it is down; default 10 s. Like the interval,
 *     it is up to a tenth shorter or longer at random.
 * @param probeInterval how often it is probed after that, until it answers; default 5 s
 * @param probesAll whether nodes that are not down are probed at that interval too, if nothing has
 *     been heard of them meanwhile; default true
 */
public record HealthSettings(
    int failureThreshold,
    Duration probeTimeout,
    Duration disableTimeout,
    Duration probeInterval,
    boolean probesAll) {

  /** The defaults. */
  public static final HealthSettings DEFAULT =
      new HealthSettings(
          2, Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(5), true);

  /** Creates settings. */
  public HealthSettings {
    if (failureThreshold < 1) {
      throw new IllegalArgumentException(
          "failureThreshold: " + failureThreshold + " (expected: > 0)");
    }
    require("probeTimeout", probeTimeout);
    require("disableTimeout", disableTimeout);
    require("probeInterval", probeInterval);
  }

  private static void require(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
    }
  }
}
