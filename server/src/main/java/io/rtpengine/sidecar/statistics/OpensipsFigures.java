package io.rtpengine.sidecar.statistics;

import io.rtpengine.v1.CallReport;
import io.rtpengine.v1.OpensipsStatistics;
import io.rtpengine.v1.QualitySample;
import io.rtpengine.v1.SsrcReport;
import io.rtpengine.v1.TrafficCounters;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;

/**
 * What OpenSIPS' module calls statistics. Each number is found as the module finds it, oddities
 * included: who compares the two must find no difference.
 */
final class OpensipsFigures {

  /** The module looks for something greater than this, and for something less than that. */
  private static final long BELOW_ALL = -1;

  private static final long ABOVE_ALL = Integer.MAX_VALUE;

  private static final List<Figure> FIGURES =
      List.of(
          new Figure(
              sample -> value(sample, QualitySample::hasMos, OpensipsFigures::tenths),
              OpensipsStatistics.Builder::setMosAverageTenths,
              OpensipsStatistics.Builder::setMosMinTenths,
              OpensipsStatistics.Builder::setMosMinAtSeconds,
              OpensipsStatistics.Builder::setMosMaxTenths,
              OpensipsStatistics.Builder::setMosMaxAtSeconds),
          new Figure(
              sample ->
                  value(sample, QualitySample::hasJitter, s -> Spans.micros(s.getJitter()) / 1_000),
              OpensipsStatistics.Builder::setJitterAverageMs,
              OpensipsStatistics.Builder::setJitterMinMs,
              OpensipsStatistics.Builder::setJitterMinAtSeconds,
              OpensipsStatistics.Builder::setJitterMaxMs,
              OpensipsStatistics.Builder::setJitterMaxAtSeconds),
          new Figure(
              sample ->
                  value(
                      sample,
                      QualitySample::hasRoundTripTime,
                      s -> Spans.micros(s.getRoundTripTime())),
              OpensipsStatistics.Builder::setRoundtripAverageUs,
              OpensipsStatistics.Builder::setRoundtripMinUs,
              OpensipsStatistics.Builder::setRoundtripMinAtSeconds,
              OpensipsStatistics.Builder::setRoundtripMaxUs,
              OpensipsStatistics.Builder::setRoundtripMaxAtSeconds),
          new Figure(
              sample ->
                  value(
                      sample,
                      QualitySample::hasPacketLossPercent,
                      s -> Integer.toUnsignedLong(s.getPacketLossPercent())),
              OpensipsStatistics.Builder::setPacketlossAveragePercent,
              OpensipsStatistics.Builder::setPacketlossMinPercent,
              OpensipsStatistics.Builder::setPacketlossMinAtSeconds,
              OpensipsStatistics.Builder::setPacketlossMaxPercent,
              OpensipsStatistics.Builder::setPacketlossMaxAtSeconds));

  private OpensipsFigures() {}

  /** Returns the numbers of some sources of a call. */
  static OpensipsStatistics.Builder of(CallReport call, Sources sources) {
    OptionalLong created =
        call.hasCreateTime()
            ? OptionalLong.of(call.getCreateTime().getSeconds())
            : OptionalLong.empty();
    OpensipsStatistics.Builder statistics = OpensipsStatistics.newBuilder();
    for (Figure figure : FIGURES) {
      figure.addTo(statistics, sources.reports(), created);
    }
    return statistics;
  }

  /** Adds the line, if there are totals: a counter that is missing from them is -1. */
  static void addLine(CallReport call, OpensipsStatistics.Builder statistics) {
    if (call.getTotals().hasRtp() && call.getTotals().hasRtcp()) {
      statistics.setLine(
          "RTP: "
              + counters(call.getTotals().getRtp())
              + "; RTCP: "
              + counters(call.getTotals().getRtcp()));
    }
  }

  private static String counters(TrafficCounters counters) {
    return String.format(
        Locale.ROOT,
        "%d bytes, %d packets, %d errors",
        counters.hasBytes() ? counters.getBytes() : -1,
        counters.hasPackets() ? counters.getPackets() : -1,
        counters.hasErrors() ? counters.getErrors() : -1);
  }

  private static long tenths(QualitySample sample) {
    return Math.round(sample.getMos() * 10);
  }

  private static OptionalLong value(
      QualitySample sample, Predicate<QualitySample> has, Function<QualitySample, Long> get) {
    return has.test(sample) ? OptionalLong.of(get.apply(sample)) : OptionalLong.empty();
  }

  /** One of the four things that there are statistics of, and where each of them goes. */
  private record Figure(
      Function<QualitySample, OptionalLong> value,
      ObjLongConsumer<OpensipsStatistics.Builder> average,
      ObjLongConsumer<OpensipsStatistics.Builder> min,
      ObjLongConsumer<OpensipsStatistics.Builder> minAt,
      ObjLongConsumer<OpensipsStatistics.Builder> max,
      ObjLongConsumer<OpensipsStatistics.Builder> maxAt) {

    void addTo(
        OpensipsStatistics.Builder statistics,
        Collection<SsrcReport> sources,
        OptionalLong created) {
      addAverage(statistics, sources);
      Extreme least = new Extreme(ABOVE_ALL);
      Extreme greatest = new Extreme(BELOW_ALL);
      for (SsrcReport source : sources) {
        if (source.hasLowest()) {
          value
              .apply(source.getLowest())
              .ifPresent(v -> least.offer(v, v < least.value, source.getLowest()));
        }
        if (source.hasHighest()) {
          value
              .apply(source.getHighest())
              .ifPresent(v -> greatest.offer(v, v > greatest.value, source.getHighest()));
        }
      }
      least.addTo(statistics, min, minAt, created);
      greatest.addTo(statistics, max, maxAt, created);
    }

    private void addAverage(OpensipsStatistics.Builder statistics, Collection<SsrcReport> sources) {
      long sum = 0;
      int count = 0;
      for (SsrcReport source : sources) {
        OptionalLong v =
            source.hasAverage() ? value.apply(source.getAverage()) : OptionalLong.empty();
        if (v.isPresent()) {
          sum += v.getAsLong();
          count++;
        }
      }
      if (count > 0) {
        average.accept(statistics, sum / count);
      }
    }
  }

  /** The extreme value so far. Confined to one computation. */
  private static final class Extreme {

    private long value;
    private boolean found;

    /** Whether the time of the value has not been seen yet: the next that is seen counts. */
    private boolean awaitsTime;

    private OptionalLong reportedAt = OptionalLong.empty();

    Extreme(long bound) {
      value = bound;
    }

    void offer(long candidate, boolean better, QualitySample sample) {
      if (better) {
        value = candidate;
        found = true;
        awaitsTime = true;
      }
      if (awaitsTime && sample.hasReportTime()) {
        reportedAt = OptionalLong.of(sample.getReportTime().getSeconds());
        awaitsTime = false;
      }
    }

    void addTo(
        OpensipsStatistics.Builder statistics,
        ObjLongConsumer<OpensipsStatistics.Builder> setValue,
        ObjLongConsumer<OpensipsStatistics.Builder> setTime,
        OptionalLong created) {
      if (!found) {
        return;
      }
      setValue.accept(statistics, value);
      if (!awaitsTime && reportedAt.isPresent() && created.isPresent()) {
        long after = reportedAt.getAsLong() - created.getAsLong();
        if (after >= 0) {
          setTime.accept(statistics, after);
        }
      }
    }
  }
}
