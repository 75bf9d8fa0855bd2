package io.rtpengine.sidecar.statistics;

import com.google.protobuf.Duration;
import io.rtpengine.v1.CallReport;
import io.rtpengine.v1.QualityAverage;
import io.rtpengine.v1.QualityExtreme;
import io.rtpengine.v1.QualitySample;
import io.rtpengine.v1.QualityStatistics;
import io.rtpengine.v1.SsrcReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import java.util.function.ToDoubleFunction;

/** Extremes and averages of the quality of media. */
final class QualityFigures {

  /** What can be measured of a sample, and where its extremes go. */
  private static final List<Measure> MEASURES =
      List.of(
          new Measure(
              QualitySample::getMos,
              // 0 is what an engine says when it can't calculate it. So it is for round-trip times.
              false,
              QualityStatistics.Builder::setMinMos,
              QualityStatistics.Builder::setMaxMos),
          new Measure(
              sample -> sample.hasJitter() ? Spans.micros(sample.getJitter()) : Double.NaN,
              true,
              QualityStatistics.Builder::setMinJitter,
              QualityStatistics.Builder::setMaxJitter),
          new Measure(
              sample -> Spans.micros(sample.getRoundTripTime()),
              false,
              QualityStatistics.Builder::setMinRoundTripTime,
              QualityStatistics.Builder::setMaxRoundTripTime),
          new Measure(
              sample -> Spans.micros(sample.getLegRoundTripTime()),
              false,
              QualityStatistics.Builder::setMinLegRoundTripTime,
              QualityStatistics.Builder::setMaxLegRoundTripTime),
          new Measure(
              sample -> sample.hasPacketLossPercent() ? sample.getPacketLossPercent() : Double.NaN,
              true,
              QualityStatistics.Builder::setMinPacketLoss,
              QualityStatistics.Builder::setMaxPacketLoss));

  private QualityFigures() {}

  /** Returns the numbers of some sources of a call. */
  static QualityStatistics of(CallReport call, Sources sources) {
    QualityStatistics.Builder statistics = QualityStatistics.newBuilder();
    List<QualityExtreme> samples = samples(call, sources.reports());
    for (Measure measure : MEASURES) {
      measure.addExtremes(samples, statistics);
    }
    addAverage(sources.reports(), statistics);
    return statistics.build();
  }

  /** Returns all samples, in the order in which they arrived. */
  private static List<QualityExtreme> samples(CallReport call, Collection<SsrcReport> sources) {
    List<QualityExtreme> samples = new ArrayList<>();
    for (SsrcReport source : sources) {
      List<QualitySample> ofSource = new ArrayList<>(source.getProgression().getEntriesList());
      if (source.hasLowest()) {
        ofSource.add(source.getLowest());
      }
      if (source.hasHighest()) {
        ofSource.add(source.getHighest());
      }
      for (QualitySample sample : ofSource) {
        samples.add(described(call, source.getSsrc(), sample));
      }
    }
    samples.sort(Comparator.comparingLong(QualityFigures::arrival));
    return samples;
  }

  private static long arrival(QualityExtreme sample) {
    return sample.getSample().hasReportTime()
        ? sample.getSample().getReportTime().getSeconds()
        : Long.MAX_VALUE;
  }

  private static QualityExtreme described(CallReport call, int ssrc, QualitySample sample) {
    QualityExtreme.Builder described = QualityExtreme.newBuilder().setSsrc(ssrc).setSample(sample);
    if (call.hasCreateTime() && sample.hasReportTime()) {
      long since = sample.getReportTime().getSeconds() - call.getCreateTime().getSeconds();
      if (since >= 0) {
        described.setCallTime(Duration.newBuilder().setSeconds(since));
      }
    }
    return described.build();
  }

  private static void addAverage(
      Collection<SsrcReport> sources, QualityStatistics.Builder statistics) {
    // An engine averages what has a MOS, and nothing else.
    List<QualitySample> averages =
        sources.stream().map(SsrcReport::getAverage).filter(sample -> sample.getMos() > 0).toList();
    if (averages.isEmpty()) {
      return;
    }
    QualityAverage.Builder average = QualityAverage.newBuilder();
    weighted(averages, QualitySample::getMos).ifPresent(average::setMos);
    weighted(averages, sample -> sample.hasJitter() ? Spans.micros(sample.getJitter()) : Double.NaN)
        .ifPresent(micros -> average.setJitter(Spans.ofMicros(Math.round(micros))));
    weighted(averages, sample -> known(Spans.micros(sample.getRoundTripTime())))
        .ifPresent(micros -> average.setRoundTripTime(Spans.ofMicros(Math.round(micros))));
    weighted(averages, sample -> known(Spans.micros(sample.getLegRoundTripTime())))
        .ifPresent(micros -> average.setLegRoundTripTime(Spans.ofMicros(Math.round(micros))));
    weighted(
            averages,
            sample -> sample.hasPacketLossPercent() ? sample.getPacketLossPercent() : Double.NaN)
        .ifPresent(average::setPacketLossPercent);
    statistics.setSamples(averages.stream().mapToLong(QualityFigures::weight).sum());
    statistics.setAverage(average);
  }

  private static double known(long value) {
    return value == 0 ? Double.NaN : value;
  }

  private static long weight(QualitySample average) {
    return average.hasSamples() ? Integer.toUnsignedLong(average.getSamples()) : 1;
  }

  /** Returns the average of those values that are numbers. */
  private static OptionalDouble weighted(
      List<QualitySample> averages, ToDoubleFunction<QualitySample> value) {
    double sum = 0;
    long weights = 0;
    for (QualitySample average : averages) {
      double v = value.applyAsDouble(average);
      if (!Double.isNaN(v)) {
        sum += v * weight(average);
        weights += weight(average);
      }
    }
    return weights == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / weights);
  }

  /** Something that is measured: NaN is no measure. */
  private record Measure(
      ToDoubleFunction<QualitySample> value,
      boolean zeroIsMeasured,
      BiConsumer<QualityStatistics.Builder, QualityExtreme> setMin,
      BiConsumer<QualityStatistics.Builder, QualityExtreme> setMax) {

    void addExtremes(List<QualityExtreme> samples, QualityStatistics.Builder statistics) {
      double least = Double.POSITIVE_INFINITY;
      double greatest = Double.NEGATIVE_INFINITY;
      for (QualityExtreme sample : samples) {
        double v = value.applyAsDouble(sample.getSample());
        if (v == 0 && !zeroIsMeasured) {
          continue;
        }
        // Comparisons with NaN are false.
        if (v < least) {
          least = v;
          setMin.accept(statistics, sample);
        }
        if (v > greatest) {
          greatest = v;
          setMax.accept(statistics, sample);
        }
      }
    }
  }
}
