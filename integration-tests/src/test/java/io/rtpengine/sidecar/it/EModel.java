package io.rtpengine.sidecar.it;

import io.rtpengine.sidecar.testing.RtpengineRelease;

/**
 * What mean opinion score loss, jitter and delay amount to, by the two simplifications of the
 * E-model (ITU-T G.107) that releases of rtpengine use. Written down from the formulas.
 */
final class EModel {

  /** The rating of a connection without any impairment. */
  private static final double BEST = 93.2;

  private EModel() {}

  /**
   * Returns the score that a release gives, before it cuts it off to the tenth.
   *
   * @param lossPercent packets lost
   * @param jitterMs jitter, in milliseconds
   * @param roundTripMs the round-trip time from end to end, in milliseconds
   */
  static double score(
      RtpengineRelease release, double lossPercent, double jitterMs, double roundTripMs) {
    double rating =
        release.isAtLeast(RtpengineRelease.V26_0)
            ? narrowBand(lossPercent, roundTripMs / 2 + jitterMs)
            : effectiveLatency(lossPercent, Math.floor(roundTripMs) + 2 * jitterMs + 10);
    return rating < 0
        ? 1
        : 1 + 0.035 * rating + 0.000_007 * rating * (rating - 60) * (100 - rating);
  }

  /** Two and a half for each percent lost, and the latency, which counts more beyond 160 ms. */
  private static double effectiveLatency(double lossPercent, double latencyMs) {
    double impairment = latencyMs < 160 ? latencyMs / 40 : (latencyMs - 120) / 10;
    return BEST - impairment - 2.5 * lossPercent;
  }

  /**
   * A parabola of what loss leaves, and the delay of one way, which counts more beyond 177.3 ms.
   */
  private static double narrowBand(double lossPercent, double delayMs) {
    double left = BEST - lossPercent;
    double impairment = 0.024 * delayMs + 0.11 * Math.max(0, delayMs - 177.3);
    return 0.18 * left * left - 27.9 * left + 1126.62 - impairment;
  }
}
