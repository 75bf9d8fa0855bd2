package io.rtpengine.sidecar.statistics;

import java.time.Duration;

/**
 * How many final reports are kept, and for how long: whichever limit is reached first counts.
 * Immutable and thread-safe.
 *
 * @param ttl for how long; zero for not at all
 * @param calls how many
 * @param bytes how much memory
 */
public record FinalReportLimits(Duration ttl, int calls, long bytes) {

  /** Creates limits. */
  public FinalReportLimits {
    if (ttl.isNegative()) {
      throw new IllegalArgumentException("ttl: " + ttl + " (expected: >= 0)");
    }
    if (calls < 0) {
      throw new IllegalArgumentException("calls: " + calls + " (expected: >= 0)");
    }
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes: " + bytes + " (expected: >= 0)");
    }
  }
}
