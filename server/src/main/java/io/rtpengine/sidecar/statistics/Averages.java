package io.rtpengine.sidecar.statistics;

import com.google.protobuf.Duration;
import io.rtpengine.v1.EngineStatistics;
import io.rtpengine.v1.JitterSamples;
import io.rtpengine.v1.MosSamples;
import io.rtpengine.v1.PacketLossSamples;
import io.rtpengine.v1.RoundTripTimeSamples;
import io.rtpengine.v1.TotalStatistics;
import io.rtpengine.v1.VoipMetrics;

/** Averages and standard deviations, computed from sums. */
final class Averages {

  private static final double MILLIS_PER_SECOND = 1_000;
  private static final double MICROS_PER_SECOND = 1_000_000;

  private Averages() {}

  /** Adds them to the sums of several engines, where there is anything to compute them from. */
  static void addTo(EngineStatistics.Builder sum) {
    if (sum.hasTotal()) {
      addTo(sum.getTotalBuilder());
    }
    if (sum.getMos().hasScores()) {
      addTo(sum.getMosBuilder().getScoresBuilder());
    }
    if (sum.hasVoipMetrics()) {
      addTo(sum.getVoipMetricsBuilder());
    }
  }

  private static void addTo(VoipMetrics.Builder metrics) {
    if (metrics.hasJitter()) {
      addTo(metrics.getJitterBuilder());
    }
    if (metrics.hasMeasuredJitter()) {
      addTo(metrics.getMeasuredJitterBuilder());
    }
    if (metrics.hasEndToEndRoundTripTime()) {
      addTo(metrics.getEndToEndRoundTripTimeBuilder());
    }
    if (metrics.hasLegRoundTripTime()) {
      addTo(metrics.getLegRoundTripTimeBuilder());
    }
    if (metrics.hasPacketLoss()) {
      addTo(metrics.getPacketLossBuilder());
    }
  }

  private static void addTo(TotalStatistics.Builder total) {
    if (total.hasCallDurationSum() && total.getManagedSessions() > 0) {
      Spread spread =
          new Spread(
              Spans.seconds(total.getCallDurationSum()),
              total.getCallDurationSumOfSquares(),
              total.getManagedSessions());
      total.setAverageCallDuration(Spans.ofSeconds(spread.average()));
      if (total.hasCallDurationSumOfSquares()) {
        total.setCallDurationStandardDeviation(Spans.ofSeconds(spread.deviation()));
      }
    }
  }

  private static void addTo(MosSamples.Builder mos) {
    if (mos.getSamples() > 0) {
      Spread spread = new Spread(mos.getSum(), mos.getSumOfSquares(), mos.getSamples());
      mos.setAverage(spread.average()).setStandardDeviation(spread.deviation());
    }
  }

  private static void addTo(PacketLossSamples.Builder loss) {
    if (loss.getSamples() > 0) {
      Spread spread = new Spread(loss.getSum(), loss.getSumOfSquares(), loss.getSamples());
      loss.setAverage(spread.average()).setStandardDeviation(spread.deviation());
    }
  }

  private static void addTo(JitterSamples.Builder jitter) {
    if (jitter.getSamples() > 0) {
      double sum = Spans.seconds(jitter.getSum()) * MILLIS_PER_SECOND;
      Spread spread = new Spread(sum, jitter.getSumOfSquares(), jitter.getSamples());
      jitter
          .setAverage(span(spread.average(), MILLIS_PER_SECOND))
          .setStandardDeviation(span(spread.deviation(), MILLIS_PER_SECOND));
    }
  }

  private static void addTo(RoundTripTimeSamples.Builder time) {
    if (time.getSamples() > 0) {
      double sum = Spans.seconds(time.getSum()) * MICROS_PER_SECOND;
      Spread spread = new Spread(sum, time.getSumOfSquares(), time.getSamples());
      time.setAverage(span(spread.average(), MICROS_PER_SECOND))
          .setStandardDeviation(span(spread.deviation(), MICROS_PER_SECOND));
    }
  }

  private static Duration span(double value, double unitsPerSecond) {
    return Spans.ofSeconds(value / unitsPerSecond);
  }

  /** What sums say of how values are spread: as engines compute it, over all of them. */
  private record Spread(double sum, double sumOfSquares, double count) {

    double average() {
      return sum / count;
    }

    double deviation() {
      // Rounding can take what is 0 just below.
      return Math.sqrt(Math.max(0, sumOfSquares / count - average() * average()));
    }
  }
}
