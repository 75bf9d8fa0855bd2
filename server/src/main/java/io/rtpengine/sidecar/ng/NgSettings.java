package io.rtpengine.sidecar.ng;

import java.time.Duration;

/**
 * How patient an endpoint is, and how much it takes on. Immutable and thread-safe.
 *
 * @param firstRetransmission how long to wait for an answer before the request is sent again;
 *     default 50 ms. Each further wait is twice as long as the one before.
 * @param longestRetransmission what those waits grow to; default 1 s
 * @param timeLimit when to give up, counted from the moment the request was handed over; default 5
 *     s, which is {@code rtpengine_tout} times {@code rtpengine_retr} of the OpenSIPS module
 * @param maxInFlight how many requests to one engine may be unanswered at a time; default 64. The
 *     engine's socket buffer holds not many more, and drops the rest. They are split evenly over
 *     the event loops, none of which then has to ask the others; over HTTP there are never more
 *     than two.
 * @param maxWaiting how many more may wait for their turn; default 1024. Split likewise.
 */
public record NgSettings(
    Duration firstRetransmission,
    Duration longestRetransmission,
    Duration timeLimit,
    int maxInFlight,
    int maxWaiting) {

  private static final Duration LONGEST = Duration.ofHours(1);

  /** The defaults. */
  public static final NgSettings DEFAULT =
      new NgSettings(
          Duration.ofMillis(50), Duration.ofSeconds(1), Duration.ofSeconds(5), 64, 1_024);

  /** Creates settings. */
  public NgSettings {
    require("firstRetransmission", firstRetransmission);
    require("longestRetransmission", longestRetransmission);
    require("timeLimit", timeLimit);
    if (longestRetransmission.compareTo(firstRetransmission) < 0) {
      throw new IllegalArgumentException(
          "longestRetransmission: "
              + longestRetransmission
              + " (expected: >= firstRetransmission, "
              + firstRetransmission
              + ")");
    }
    if (maxInFlight < 1) {
      throw new IllegalArgumentException("maxInFlight: " + maxInFlight + " (expected: > 0)");
    }
    if (maxWaiting < 0) {
      throw new IllegalArgumentException("maxWaiting: " + maxWaiting + " (expected: >= 0)");
    }
  }

  /** Returns these settings with another {@link #firstRetransmission} and longest one. */
  public NgSettings withRetransmission(Duration first, Duration longest) {
    return new NgSettings(first, longest, timeLimit, maxInFlight, maxWaiting);
  }

  /** Returns these settings with another {@link #timeLimit}. */
  public NgSettings withTimeLimit(Duration limit) {
    return new NgSettings(
        firstRetransmission, longestRetransmission, limit, maxInFlight, maxWaiting);
  }

  /** Returns these settings with another {@link #maxInFlight} and {@link #maxWaiting}. */
  public NgSettings withCapacity(int inFlight, int waiting) {
    return new NgSettings(firstRetransmission, longestRetransmission, timeLimit, inFlight, waiting);
  }

  private static void require(String name, Duration value) {
    if (value.isNegative() || value.isZero() || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: > 0 and at most " + LONGEST + ")");
    }
  }
}
