package io.rtpengine.sidecar.pool;

import java.time.Duration;

/**
 * How many calls are remembered, and for how long. Immutable and thread-safe.
 *
 * @param maxCalls beyond this many, the one used least recently is forgotten; default 1,000,000
 * @param ttl a call that has neither been used nor confirmed by its node for so long is forgotten;
 *     default a day
 * @param checkInterval a call that has not been used for so long is confirmed, or found to be gone,
 *     by asking its node; default 10 min. Zero if nodes are never to be asked of calls.
 */
public record AffinitySettings(int maxCalls, Duration ttl, Duration checkInterval) {

  /** The defaults. */
  public static final AffinitySettings DEFAULT =
      new AffinitySettings(1_000_000, Duration.ofDays(1), Duration.ofMinutes(10));

  /** Creates settings. */
  public AffinitySettings {
    if (maxCalls < 1) {
      throw new IllegalArgumentException("maxCalls: " + maxCalls + " (expected: > 0)");
    }
    if (ttl.toSeconds() < 1) {
      throw new IllegalArgumentException("ttl: " + ttl + " (expected: at least 1 s)");
    }
    if (checkInterval.isNegative()) {
      throw new IllegalArgumentException("checkInterval: " + checkInterval + " (expected: >= 0)");
    }
  }
}
