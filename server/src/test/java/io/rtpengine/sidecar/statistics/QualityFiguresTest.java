package io.rtpengine.sidecar.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rtpengine.v1.CallReport;
import io.rtpengine.v1.GetCallStatisticsResponse;
import io.rtpengine.v1.QualityExtreme;
import io.rtpengine.v1.QualitySample;
import io.rtpengine.v1.QualityStatistics;
import io.rtpengine.v1.SsrcReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real extremes and averages. Those of real replies were computed by another program. */
class QualityFiguresTest {

  @ParameterizedTest
  @CsvSource({
    "10.5/delete-with-media, 69698 5, 71116 2, 34848 5, 36128 1",
    "12.5/delete-with-media, 69993 8, 75979 7, 34962 4, 40419 7",
    "26.0/delete-with-media, 70259 4, 79150 6, 34920 9, 41374 6",
  })
  void extremesOfRealRepliesAreThoseOfAllReports(
      String reply, String shortest, String longest, String shortestLeg, String longestLeg)
      throws Exception {
    QualityStatistics quality = CallFigures.of(Reports.call(reply)).getCall().getQuality();

    assertThat(roundTrip(quality.getMinRoundTripTime())).isEqualTo(shortest);
    assertThat(roundTrip(quality.getMaxRoundTripTime())).isEqualTo(longest);
    assertThat(leg(quality.getMinLegRoundTripTime())).isEqualTo(shortestLeg);
    assertThat(leg(quality.getMaxLegRoundTripTime())).isEqualTo(longestLeg);
  }

  @ParameterizedTest
  @CsvSource({
    "10.5/delete-with-media, 37, 70064.5, 34982, 6",
    "12.5/delete-with-media, 37, 71406, 35725, 6",
    "26.0/delete-with-media, 31.5, 74015, 37238.5, 6",
  })
  void averagesOfRealRepliesAreThoseOfAllReports(
      String reply, double mosTenths, double roundTripUs, double legUs, double loss)
      throws Exception {
    QualityStatistics quality = CallFigures.of(Reports.call(reply)).getCall().getQuality();

    assertThat(quality.getSamples()).isEqualTo(10);
    assertThat(quality.getAverage().getMos()).isEqualTo(mosTenths / 10, within(1e-9));
    assertThat(Spans.micros(quality.getAverage().getRoundTripTime()))
        .isEqualTo(Math.round(roundTripUs));
    assertThat(Spans.micros(quality.getAverage().getLegRoundTripTime()))
        .isEqualTo(Math.round(legUs));
    assertThat(Spans.micros(quality.getAverage().getJitter())).isEqualTo(10_000);
    assertThat(quality.getAverage().getPacketLossPercent()).isEqualTo(loss, within(1e-9));
  }

  @Test
  void extremeIsTheWholeReportAndSaysWhoseAndWhen() throws Exception {
    QualityExtreme lowest =
        CallFigures.of(Reports.call("26.0/delete-with-media")).getCall().getQuality().getMinMos();

    // Both parties have one as low; this one came first.
    assertThat(lowest.getSsrc()).isEqualTo(572_653_568);
    assertThat(lowest.getCallTime().getSeconds()).isEqualTo(3);
    assertThat(lowest.getSample().getMos()).isEqualTo(2.5);
    assertThat(lowest.getSample().getPacketLossPercent()).isEqualTo(10);
    assertThat(Spans.micros(lowest.getSample().getLegRoundTripTime())).isEqualTo(35_010);
  }

  @Test
  void averageIsWeightedByReports() {
    CallReport call =
        CallReport.newBuilder()
            .putSsrcs(1, averaged(4.0, 10, 9))
            .putSsrcs(2, averaged(2.0, 20, 1))
            .build();

    QualityStatistics quality = CallFigures.of(call).getCall().getQuality();

    assertThat(quality.getSamples()).isEqualTo(10);
    assertThat(quality.getAverage().getMos()).isEqualTo(3.8, within(1e-9));
    assertThat(Spans.micros(quality.getAverage().getJitter())).isEqualTo(11_000);
    assertThat(quality.getAverage().hasRoundTripTime()).isFalse();
  }

  @Test
  void whatTheEngineCouldNotCalculateCountsNowhere() {
    SsrcReport source =
        SsrcReport.newBuilder()
            .setAverage(QualitySample.newBuilder().setMos(0).setSamples(1))
            .setLowest(Reports.sample(0, 3, 0, 1, 5))
            .setHighest(Reports.sample(0, 4, 0, 2, 6))
            .build();

    QualityStatistics quality =
        CallFigures.of(CallReport.newBuilder().putSsrcs(1, source).build()).getCall().getQuality();

    assertThat(quality.hasSamples()).isFalse();
    assertThat(quality.hasAverage()).isFalse();
    assertThat(quality.hasMinMos()).isFalse();
    assertThat(quality.hasMaxRoundTripTime()).isFalse();
    assertThat(quality.getMinJitter().getSample().getReportTime().getSeconds()).isEqualTo(5);
    assertThat(quality.getMaxPacketLoss().getSample().getPacketLossPercent()).isEqualTo(2);
  }

  @Test
  void callWithoutReportsHasNoNumbersAtAll() throws Exception {
    for (String release : new String[] {"10.5", "12.5", "26.0"}) {
      assertThat(
              CallFigures.of(Reports.call(release + "/query-before-media")).getCall().getQuality())
          .isEqualTo(QualityStatistics.getDefaultInstance());
    }
  }

  @ParameterizedTest
  @CsvSource({"10.5", "12.5", "26.0"})
  void participantsAndSourcesAreInTheSamePlaceWhateverTheRelease(String release) throws Exception {
    int aliceSsrc = (int) 4_026_536_209L;

    GetCallStatisticsResponse statistics =
        CallFigures.of(Reports.call(release + "/delete-with-media")).build();

    assertThat(statistics.getParticipantsOrThrow("alice").getMedia().getSsrcsList())
        .containsExactly(aliceSsrc);
    assertThat(statistics.getParticipantsOrThrow("bob").getMedia().getSsrcsList())
        .containsExactly(572_653_568);
    assertThat(statistics.getSsrcsOrThrow(aliceSsrc).getSsrc()).isEqualTo(aliceSsrc);
    assertThat(statistics.getSsrcsOrThrow(aliceSsrc).getProgression().getEntriesList()).hasSize(5);
    assertThat(statistics.getSsrcsOrThrow(aliceSsrc).getPackets())
        .isEqualTo(release.equals("10.5") ? 0 : 300);
    assertThat(statistics.getTotals().getRtp().getPackets()).isEqualTo(600);
  }

  @Test
  void labelsOfParticipantsAreThere() throws Exception {
    assertThat(
            CallFigures.of(Reports.call("26.0/query-recorded"))
                .getParticipantsOrThrow("alice")
                .getLabel())
        .isEqualTo(Reports.call("26.0/query-recorded").getTagsOrThrow("alice").getLabel())
        .isNotEmpty();
  }

  private static SsrcReport averaged(double mos, int jitterMs, int samples) {
    return SsrcReport.newBuilder()
        .setAverage(
            QualitySample.newBuilder()
                .setMos(mos)
                .setJitter(Spans.ofMicros(jitterMs * 1_000L))
                .setSamples(samples))
        .build();
  }

  private static String roundTrip(QualityExtreme extreme) {
    return Spans.micros(extreme.getSample().getRoundTripTime())
        + " "
        + extreme.getCallTime().getSeconds();
  }

  private static String leg(QualityExtreme extreme) {
    return Spans.micros(extreme.getSample().getLegRoundTripTime())
        + " "
        + extreme.getCallTime().getSeconds();
  }
}
