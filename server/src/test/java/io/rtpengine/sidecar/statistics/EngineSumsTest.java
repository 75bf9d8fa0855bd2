package io.rtpengine.sidecar.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rtpengine.v1.EngineStatistics;
import io.rtpengine.v1.TranscoderStatistics;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sum of three real engines. What is expected was computed by another program. */
class EngineSumsTest {

  private EngineStatistics sum;

  @BeforeEach
  void add() throws Exception {
    sum =
        EngineSums.of(
            List.of(
                Reports.engine("10.5/statistics-after-calls"),
                Reports.engine("12.5/statistics-after-calls"),
                Reports.engine("26.0/statistics-after-calls")));
  }

  @Test
  void countsAreAdded() {
    assertThat(sum.getTotal().getManagedSessions()).isEqualTo(15);
    assertThat(sum.getTotal().getRelayed().getPackets()).isEqualTo(3 * 958);
    assertThat(sum.getTotal().getUserRelayed().getBytes()).isEqualTo(3 * 161_680);
    assertThat(sum.getControl().getTotals().getOffer()).isEqualTo(15);
    assertThat(sum.getCurrent().hasSessions()).isTrue();
    assertThat(sum.getCurrent().getSessions()).isZero();
  }

  @Test
  void transcodersOfTheSameCodecsAreAdded() {
    assertThat(sum.getTranscodersList())
        .extracting(TranscoderStatistics::getChain, TranscoderStatistics::getPackets)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("PCMU/8000 -> PCMA/8000", 420L),
            org.assertj.core.groups.Tuple.tuple("PCMA/8000 -> PCMU/8000", 420L));
  }

  @Test
  void averagesAreComputedFromTheSums() {
    assertThat(Spans.micros(sum.getTotal().getCallDurationSum())).isEqualTo(108_325_760);
    assertThat(Spans.micros(sum.getTotal().getAverageCallDuration())).isEqualTo(7_221_717);
    assertThat(Spans.micros(sum.getTotal().getCallDurationStandardDeviation()))
        .isEqualTo(3_739_604);
    assertThat(sum.getMos().getScores().getSamples()).isEqualTo(66);
    assertThat(sum.getMos().getScores().getAverage()).isEqualTo(3.6121212121, within(1e-9));
    assertThat(sum.getMos().getScores().getStandardDeviation())
        .isEqualTo(0.6332970847, within(1e-9));
  }

  @Test
  void whatOnlySomeReportIsTheSumOfThose() {
    var metrics = sum.getVoipMetrics();

    assertThat(metrics.getEndToEndRoundTripTime().getSamples()).isEqualTo(50);
    assertThat(Spans.micros(metrics.getEndToEndRoundTripTime().getSum())).isEqualTo(3_397_961);
    assertThat(Spans.micros(metrics.getEndToEndRoundTripTime().getAverage())).isEqualTo(67_959);
    assertThat(Spans.micros(metrics.getEndToEndRoundTripTime().getStandardDeviation()))
        .isEqualTo(26_790);
    assertThat(Spans.micros(metrics.getLegRoundTripTime().getStandardDeviation())).isEqualTo(6_360);
    assertThat(Spans.micros(metrics.getJitter().getAverage())).isEqualTo(10_000);
    assertThat(Spans.micros(metrics.getJitter().getStandardDeviation())).isZero();
    assertThat(metrics.getPacketLoss().getAverage()).isEqualTo(4.8, within(1e-9));
    assertThat(metrics.getPacketLoss().getStandardDeviation())
        .isEqualTo(4.5782092569, within(1e-9));
    // Nobody has measured any: there is nothing to average.
    assertThat(metrics.getMeasuredJitter().hasAverage()).isFalse();
  }

  @Test
  void whatIsOfOneEngineIsLeftOut() {
    assertThat(sum.getTotal().hasUptime()).isFalse();
    assertThat(sum.hasInterval()).isFalse();
    assertThat(sum.getInterfacesList()).isEmpty();
    assertThat(sum.getPollerThreadsList()).isEmpty();
    assertThat(sum.hasBufferPools()).isFalse();
    assertThat(sum.getControl().getClientsList()).isEmpty();
  }

  @Test
  void sumOfOneHasItsCounts() throws Exception {
    EngineStatistics one = Reports.engine("26.0/statistics-in-calls");

    EngineStatistics same = EngineSums.of(List.of(one));

    assertThat(same.getCurrent()).isEqualTo(one.getCurrent());
    assertThat(same.getTotal().getRelayed()).isEqualTo(one.getTotal().getRelayed());
    assertThat(same.getTranscodersList()).isEqualTo(one.getTranscodersList());
  }
}
