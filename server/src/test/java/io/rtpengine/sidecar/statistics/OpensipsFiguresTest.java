package io.rtpengine.sidecar.statistics;

import static io.rtpengine.sidecar.statistics.Reports.sample;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Timestamp;
import io.rtpengine.v1.CallReport;
import io.rtpengine.v1.CallTotals;
import io.rtpengine.v1.GetCallStatisticsResponse;
import io.rtpengine.v1.MediaReport;
import io.rtpengine.v1.OpensipsStatistics;
import io.rtpengine.v1.SsrcReport;
import io.rtpengine.v1.StreamReport;
import io.rtpengine.v1.TagReport;
import io.rtpengine.v1.TrafficCounters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The numbers of OpenSIPS' module. Those of real replies were computed by another program, from the
 * replies alone.
 */
class OpensipsFiguresTest {

  private static final String NONE = "- - - - - - - - - - - - - - - - - - - -";

  private static final long START = 1_000;

  /** MOS, jitter, round trip, packet loss: averages, minima, when, maxima, when. */
  @ParameterizedTest
  @CsvSource({
    "10.5/delete-with-media, '', 37 10 70064 6 33 10 70145 10 3 3 2 3 43 10 69951 0 5 5 3 5",
    "10.5/delete-with-media, alice, 37 10 70165 6 33 10 70258 10 3 3 3 3 43 10 69698 0 5 5 5 5",
    "10.5/delete-with-media, bob, 37 10 69964 6 33 10 70145 10 2 2 2 2 43 10 69951 0 3 3 3 3",
    "12.5/delete-with-media, '', 37 10 71406 6 33 10 70212 10 4 4 4 4 43 10 70372 0 6 6 6 6",
    "12.5/delete-with-media, alice, 37 10 71362 6 33 10 70212 10 4 4 4 4 43 10 70372 0 6 6 6 6",
    "12.5/delete-with-media, bob, 37 10 71450 6 33 10 70448 10 3 3 3 3 43 10 70277 0 4 4 4 4",
    "26.0/delete-with-media, '', 31 10 74015 6 25 10 70259 10 4 4 4 4 43 10 76957 0 6 6 6 6",
    "26.0/delete-with-media, alice, 31 10 73552 6 25 10 70259 10 4 4 4 4 43 10 76957 0 6 6 6 6",
    "26.0/delete-with-media, bob, 32 10 74478 6 25 10 72801 10 3 3 3 3 43 10 74430 0 4 4 4 4",
    "10.5/query-transcoded, '', 41 10 72416 2 39 10 70026 0 1 1 1 2 43 10 74806 5 2 1 2 1",
    "10.5/query-transcoded, alice, 39 10 70026 5 39 10 70026 5 1 1 1 1 39 10 70026 5 1 1 1 1",
    "10.5/query-transcoded, bob, 43 10 74806 0 43 10 74806 0 2 2 2 2 43 10 74806 0 2 2 2 2",
    "12.5/query-transcoded, '', 41 10 76621 2 39 10 69899 0 1 1 1 2 43 10 83344 5 2 1 2 1",
    "12.5/query-transcoded, alice, 39 10 69899 5 39 10 69899 5 1 1 1 1 39 10 69899 5 1 1 1 1",
    "12.5/query-transcoded, bob, 43 10 83344 0 43 10 83344 0 2 2 2 2 43 10 83344 0 2 2 2 2",
    "26.0/query-transcoded, '', 38 10 70686 2 33 10 69788 0 2 2 2 2 43 10 71585 5 2 2 2 2",
    "26.0/query-transcoded, alice, 33 10 71585 5 33 10 71585 5 2 2 2 2 33 10 71585 5 2 2 2 2",
    "26.0/query-transcoded, bob, 43 10 69788 0 43 10 69788 0 2 2 2 2 43 10 69788 0 2 2 2 2",
    "10.5/query-before-media, '', " + NONE,
    "12.5/query-before-media, alice, " + NONE,
    "26.0/query-before-media, bob, " + NONE,
    "26.0/delete-recorded, alice, " + NONE,
    "26.0/delete-unknown-call, '', " + NONE,
  })
  void numbersOfRealRepliesAreTheModules(String reply, String tag, String expected)
      throws Exception {
    GetCallStatisticsResponse statistics = CallFigures.of(Reports.call(reply)).build();

    assertThat(
            numbers(
                tag.isEmpty()
                    ? statistics.getCall().getOpensips()
                    : statistics.getParticipantsOrThrow(tag).getMedia().getOpensips()))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "10.5/delete-with-media, "
        + "'RTP: 103200 bytes, 600 packets, 0 errors; RTCP: 744 bytes, 12 packets, 0 errors'",
    "12.5/query-before-media, "
        + "'RTP: 0 bytes, 0 packets, 0 errors; RTCP: 0 bytes, 0 packets, 0 errors'",
    "26.0/query-transcoded, "
        + "'RTP: 20640 bytes, 120 packets, 0 errors; RTCP: 360 bytes, 6 packets, 0 errors'",
  })
  void lineOfRealRepliesIsTheModules(String reply, String line) throws Exception {
    assertThat(CallFigures.of(Reports.call(reply)).getCall().getOpensips().getLine())
        .isEqualTo(line);
  }

  @Test
  void counterThatIsMissingFromTheTotalsIsMinusOneInTheLine() {
    CallTotals totals =
        CallTotals.newBuilder()
            .setRtp(TrafficCounters.newBuilder().setPackets(7))
            .setRtcp(TrafficCounters.getDefaultInstance())
            .build();

    assertThat(
            CallFigures.of(CallReport.newBuilder().setTotals(totals).build())
                .getCall()
                .getOpensips()
                .getLine())
        .isEqualTo("RTP: -1 bytes, 7 packets, -1 errors; RTCP: -1 bytes, -1 packets, -1 errors");
  }

  @Test
  void withoutTotalsThereIsNoLine() throws Exception {
    CallTotals half = CallTotals.newBuilder().setRtp(TrafficCounters.newBuilder()).build();

    assertThat(CallFigures.of(Reports.call("26.0/delete-unknown-call")).getCall().getOpensips())
        .isEqualTo(OpensipsStatistics.getDefaultInstance());
    assertThat(
            CallFigures.of(CallReport.newBuilder().setTotals(half).build())
                .getCall()
                .getOpensips()
                .hasLine())
        .isFalse();
  }

  @Test
  void extremesAreThoseOfTheReportsWithTheLowestAndTheHighestMos() {
    CallReport call =
        call(
            source(1, 30, 5).setLowest(sample(2.0, 50, 500, 9, START + 4)),
            source(2, 30, 5).setHighest(sample(4.0, 3, 300, 1, START + 9)));

    assertThat(numbers(call)).isEqualTo("30 5 0 0 20 50 500 9 4 4 4 4 40 3 300 1 9 9 9 9");
  }

  @Test
  void averagesAreUnweightedAndCutOff() {
    CallReport call =
        call(
            source(1, 33, 10, 100, 5, 1),
            source(2, 34, 11, 101, 6, 90),
            source(3, 34, 11, 101, 6, 9));

    // 101 / 3, 32 / 3, 302 / 3, 17 / 3.
    assertThat(numbers(call)).startsWith("33 10 100 5 ");
  }

  @Test
  void mosThatCouldNotBeCalculatedCountsAsZero() {
    CallReport call =
        call(
            source(1, 0, 10).setLowest(sample(0, 1, 0, 0, START)),
            source(2, 40, 10).setLowest(sample(4.0, 1, 0, 0, START)));

    assertThat(numbers(call)).isEqualTo("20 10 0 0 0 1 0 0 0 0 0 0 - - - - - - - -");
  }

  @Test
  void ofSeveralAlikeTheFirstOnTheWireTellsWhen() {
    CallReport call =
        call(
            SsrcReport.newBuilder().setLowest(sample(3.0, 7, 9, 2, START + 8)),
            SsrcReport.newBuilder().setLowest(sample(3.0, 7, 9, 2, START + 2)));

    assertThat(numbers(call)).isEqualTo("- - - - 30 7 9 2 8 8 8 8 - - - - - - - -");
  }

  @Test
  void timeBeforeTheCallIsNone() {
    CallReport call = call(SsrcReport.newBuilder().setLowest(sample(3.0, 7, 9, 2, START - 1)));

    assertThat(numbers(call)).isEqualTo("- - - - 30 7 9 2 - - - - - - - - - - - -");
  }

  @Test
  void withoutTheTimeOfTheCallThereIsNoTime() {
    CallReport call =
        call(SsrcReport.newBuilder().setLowest(sample(3.0, 7, 9, 2, START + 1))).toBuilder()
            .clearCreateTime()
            .build();

    assertThat(numbers(call)).isEqualTo("- - - - 30 7 9 2 - - - - - - - - - - - -");
  }

  @Test
  void reportWithoutATimeTakesThatOfTheNext() {
    CallReport call =
        call(
            SsrcReport.newBuilder()
                .setLowest(sample(3.0, 7, 9, 2, 0).toBuilder().clearReportTime()),
            SsrcReport.newBuilder().setLowest(sample(3.5, 8, 10, 3, START + 6)));

    assertThat(numbers(call)).isEqualTo("- - - - 30 7 9 2 6 6 6 6 - - - - - - - -");
  }

  @Test
  void valueThatIsMissingIsPassedOver() {
    CallReport call =
        call(
            source(1, 30, 5).setLowest(sample(3.0, 9, 9, 9, START).toBuilder().clearJitter()),
            source(2, 31, 6).setLowest(sample(3.1, 8, 8, 8, START + 1)));

    assertThat(numbers(call)).isEqualTo("30 5 0 0 30 8 8 8 0 1 1 1 - - - - - - - -");
  }

  @Test
  void sourcesThatStreamsNameGoBeforeThoseThatTheyHad() {
    MediaReport media =
        MediaReport.newBuilder()
            .addStreams(StreamReport.newBuilder().setSsrc(2))
            .addIngressSsrcs(SsrcReport.newBuilder().setSsrc(1))
            .addIngressSsrcs(SsrcReport.newBuilder().setSsrc(2))
            .build();
    CallReport call =
        call(source(1, 30, 5), source(2, 40, 6)).toBuilder()
            .putTags("alice", TagReport.newBuilder().addMedias(media).build())
            .build();

    var alice = CallFigures.of(call).getParticipantsOrThrow("alice").getMedia();

    assertThat(alice.getOpensips().getMosAverageTenths()).isEqualTo(40);
    assertThat(alice.getSsrcsList()).containsExactly(1, 2);
    assertThat(alice.getQuality().getAverage().getMos()).isEqualTo(3.5);
  }

  @Test
  void sourcesThatOnlyTheMediasTellOfCount() {
    MediaReport media =
        MediaReport.newBuilder().addIngressSsrcs(source(1, 30, 5).setSsrc(1)).build();
    CallReport call =
        CallReport.newBuilder()
            .putTags("alice", TagReport.newBuilder().addMedias(media).build())
            .build();

    assertThat(numbers(call)).startsWith("30 5 0 0 ");
    assertThat(CallFigures.of(call).getSsrcsMap()).containsOnlyKeys(1);
  }

  private static SsrcReport.Builder source(int ignoredSsrc, int mosTenths, int jitterMs) {
    return source(ignoredSsrc, mosTenths, jitterMs, 0, 0, 1);
  }

  private static SsrcReport.Builder source(
      int ssrc, int mosTenths, int jitterMs, int roundTripUs, int loss, int samples) {
    return SsrcReport.newBuilder()
        .setSsrc(ssrc)
        .setAverage(
            sample(mosTenths / 10.0, jitterMs, roundTripUs, loss, 0).toBuilder()
                .clearReportTime()
                .setSamples(samples));
  }

  /** A call with sources 1, 2, ..., in this order. */
  private static CallReport call(SsrcReport.Builder... sources) {
    CallReport.Builder call =
        CallReport.newBuilder().setCreateTime(Timestamp.newBuilder().setSeconds(START));
    for (int i = 0; i < sources.length; i++) {
      call.putSsrcs(i + 1, sources[i].clearSsrc().build());
    }
    return call.build();
  }

  private static String numbers(CallReport call) {
    return numbers(CallFigures.of(call).getCall().getOpensips());
  }

  /** Returns all numbers, in the order of the fields. */
  private static String numbers(OpensipsStatistics statistics) {
    return OpensipsStatistics.getDescriptor().getFields().stream()
        .filter(field -> field.getJavaType() == FieldDescriptor.JavaType.LONG)
        .map(field -> statistics.hasField(field) ? statistics.getField(field).toString() : "-")
        .collect(joining(" "));
  }
}
