package io.rtpengine.sidecar.ng;

import java.util.random.RandomGenerator;

/**
 * Says how long to wait for an answer before a request is sent again: twice as long each time, up
 * to a limit, and up to an eighth longer at random, so that the requests an engine did not answer
 * while it stood still do not all come back at once. As thread-safe as its source of randomness.
 */
final class RetransmissionSchedule {

  private final long firstNanos;
  private final long longestNanos;
  private final RandomGenerator random;

  RetransmissionSchedule(NgSettings settings, RandomGenerator random) {
    this.firstNanos = settings.firstRetransmission().toNanos();
    this.longestNanos = settings.longestRetransmission().toNanos();
    this.random = random;
  }

  /** Returns how long to wait after a request has been sent {@code transmissions} times. */
  long delayNanos(int transmissions) {
    int doublings = Math.min(transmissions - 1, Long.numberOfLeadingZeros(firstNanos) - 1);
    long delay = Math.min(firstNanos << doublings, longestNanos);
    return delay + random.nextLong(delay / 8 + 1);
  }
}
