package io.rtpengine.sidecar.notify;

import java.time.Duration;

/**
 * How much of the past is kept for those who come back. Whichever limit is reached first counts.
 * Immutable and thread-safe.
 *
 * @param events how many events
 * @param bytes how much memory, roughly
 * @param age how long
 */
public record HistoryLimits(int events, long bytes, Duration age) {

  /** Creates limits. */
  public HistoryLimits {
    if (events < 1) {
      throw new IllegalArgumentException("events: " + events + " (expected: > 0)");
    }
    if (bytes < 1) {
      throw new IllegalArgumentException("bytes: " + bytes + " (expected: > 0)");
    }
    if (age.isNegative() || age.isZero()) {
      throw new IllegalArgumentException("age: " + age + " (expected: > 0)");
    }
  }
}
