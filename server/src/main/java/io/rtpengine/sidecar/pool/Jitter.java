package io.rtpengine.sidecar.pool;

import java.util.random.RandomGenerator;

/**
 * Spreads what would otherwise happen everywhere at once. As thread-safe as its source of
 * randomness.
 */
final class Jitter {

  private final RandomGenerator random;

  Jitter(RandomGenerator random) {
    this.random = random;
  }

  /** Returns a time up to a tenth shorter or longer. */
  long around(long nanos) {
    return nanos - nanos / 10 + random.nextLong(nanos / 5 + 1);
  }
}
