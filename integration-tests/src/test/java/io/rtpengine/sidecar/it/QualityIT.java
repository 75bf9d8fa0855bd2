package io.rtpengine.sidecar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.rtpengine.sidecar.it.Complaints.RoundTrip;
import io.rtpengine.sidecar.it.Complaints.RoundTrips;
import io.rtpengine.sidecar.testing.OnEveryRelease;
import io.rtpengine.sidecar.testing.RtpEndpoint;
import io.rtpengine.sidecar.testing.RtpengineContainer;
import io.rtpengine.sidecar.testing.RtpengineRelease;
import io.rtpengine.sidecar.testing.Sdp;
import io.rtpengine.v1.AnswerRequest;
import io.rtpengine.v1.GetCallStatisticsRequest;
import io.rtpengine.v1.GetCallStatisticsResponse;
import io.rtpengine.v1.MediaStatistics;
import io.rtpengine.v1.OfferRequest;
import io.rtpengine.v1.OpensipsStatistics;
import io.rtpengine.v1.QualityAverage;
import io.rtpengine.v1.QualitySample;
import io.rtpengine.v1.QualityStatistics;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * What becomes of RTCP reports whose loss, jitter and delay are known: each report by itself, and
 * what is computed of a party's reports.
 */
@OnEveryRelease
final class QualityIT {

  /** 10 % lost, 40 ms of jitter at 8000 Hz; kept for 100 ms. */
  private static final Complaints TENTH_LOST = new Complaints(26, 320, 6_554);

  /** 5 % lost, 20 ms of jitter; kept for 150 ms. */
  private static final Complaints LITTLE_LOST = new Complaints(13, 160, 9_830);

  /** What both have kept the other's report for, at least. */
  private static final java.time.Duration PAUSE = java.time.Duration.ofMillis(300);

  /** Engines pass over what a source reports within a second of its last report. */
  private static final java.time.Duration BETWEEN_REPORTS = java.time.Duration.ofMillis(1_200);

  /** Two clocks of one machine. */
  private static final int CLOCKS_MICROS = 2_000;

  private final RtpengineRelease release;

  @AutoClose private final Rig rig;

  QualityIT(RtpengineRelease release, RtpengineContainer engine) {
    this.release = release;
    rig = Rig.before(engine);
  }

  @Test
  void lossJitterRoundTripAndScoreAreAsComputedByHand() {
    try (Call call = rig.call()) {
      call.assertMediaCrosses();
      RoundTrips first =
          Complaints.exchange(call.alice(), TENTH_LOST, call.bob(), LITTLE_LOST, PAUSE);
      call.alice().sender().sendTone(BETWEEN_REPORTS);
      RoundTrips second =
          Complaints.exchange(call.alice(), LITTLE_LOST, call.bob(), TENTH_LOST, PAUSE);

      GetCallStatisticsResponse statistics = statistics(call.id());

      List<QualitySample> alice = reports(statistics, call.alice());
      List<QualitySample> bob = reports(statistics, call.bob());
      assertThat(alice).hasSize(2);
      assertThat(bob).hasSize(2);
      assertReport(bob.get(0), LITTLE_LOST, first.bob());
      // There was no round trip to Alice yet to go with it.
      assertThat(bob.get(0).getRoundTripTime()).isEqualTo(Duration.getDefaultInstance());
      assertThat(bob.get(0).getMos()).isZero();
      assertReport(alice.get(0), TENTH_LOST, first.alice());
      assertEndToEnd(alice.get(0), bob.get(0));
      assertReport(bob.get(1), TENTH_LOST, second.bob());
      assertEndToEnd(bob.get(1), alice.get(0));
      assertReport(alice.get(1), LITTLE_LOST, second.alice());
      assertEndToEnd(alice.get(1), bob.get(1));

      assertThat(statistics.getSsrcsOrThrow((int) call.alice().sender().ssrc()).getCumulativeLoss())
          .isEqualTo(Complaints.LOST_IN_ALL);
      assertAveraged(media(statistics, call.aliceTag()), 2, alice.get(0), alice.get(1));
      assertAveraged(media(statistics, call.bobTag()), 1, bob.get(1), bob.get(1));
    }
  }

  /** Asserts what is in one report itself. */
  private static void assertReport(
      QualitySample sample, Complaints complaints, RoundTrip roundTrip) {
    assertThat(sample.getPacketLossPercent()).isEqualTo(complaints.lost() * 100 / 256);
    assertThat(micros(sample.getJitter())).isEqualTo(complaints.jitter() * 1_000L / 8);
    assertThat(micros(sample.getLegRoundTripTime()))
        .isBetween(roundTrip.leastMicros() - CLOCKS_MICROS, roundTrip.mostMicros() + CLOCKS_MICROS);
  }

  /** Asserts what follows from a report and the last one of the other party. */
  private void assertEndToEnd(QualitySample sample, QualitySample other) {
    assertThat(micros(sample.getRoundTripTime()))
        .isEqualTo(micros(sample.getLegRoundTripTime()) + micros(other.getLegRoundTripTime()));
    double score =
        EModel.score(
            release,
            sample.getPacketLossPercent(),
            micros(sample.getJitter()) / 1e3,
            micros(sample.getRoundTripTime()) / 1e3);
    // It is cut off to the tenth; and 26.0 computes in hundredths, which are cut off twice.
    assertThat(sample.getMos()).isBetween(score - 0.12, score + 0.001);
  }

  /** Asserts what is computed of the two reports of a party, or of one that is given twice. */
  private static void assertAveraged(
      MediaStatistics media, int samples, QualitySample one, QualitySample two) {
    long roundTrip = (micros(one.getRoundTripTime()) + micros(two.getRoundTripTime())) / 2;
    long leg = (micros(one.getLegRoundTripTime()) + micros(two.getLegRoundTripTime())) / 2;
    long jitterMs = (micros(one.getJitter()) + micros(two.getJitter())) / 2_000;
    int loss = (one.getPacketLossPercent() + two.getPacketLossPercent()) / 2;
    long score = (tenths(one) + tenths(two)) / 2;

    QualityStatistics quality = media.getQuality();
    assertThat(quality.getSamples()).isEqualTo(samples);
    QualityAverage average = quality.getAverage();
    assertThat(micros(average.getRoundTripTime())).isEqualTo(roundTrip);
    assertThat(micros(average.getLegRoundTripTime())).isEqualTo(leg);
    assertThat(micros(average.getJitter())).isEqualTo(jitterMs * 1_000);
    assertThat(average.getPacketLossPercent()).isEqualTo(loss);
    assertThat(average.getMos()).isEqualTo(score / 10.0);
    assertThat(micros(quality.getMinRoundTripTime().getSample().getRoundTripTime()))
        .isEqualTo(Math.min(micros(one.getRoundTripTime()), micros(two.getRoundTripTime())));
    assertThat(micros(quality.getMaxRoundTripTime().getSample().getRoundTripTime()))
        .isEqualTo(Math.max(micros(one.getRoundTripTime()), micros(two.getRoundTripTime())));
    assertThat(tenths(quality.getMinMos().getSample()))
        .isEqualTo(Math.min(tenths(one), tenths(two)));
    assertThat(tenths(quality.getMaxMos().getSample()))
        .isEqualTo(Math.max(tenths(one), tenths(two)));

    OpensipsStatistics opensips = media.getOpensips();
    assertThat(opensips.getRoundtripAverageUs()).isEqualTo(roundTrip);
    assertThat(opensips.getJitterAverageMs()).isEqualTo(jitterMs);
    assertThat(opensips.getPacketlossAveragePercent()).isEqualTo(loss);
    assertThat(opensips.getMosAverageTenths()).isEqualTo(score);
    assertThat(opensips.getMosMinTenths()).isEqualTo(Math.min(tenths(one), tenths(two)));
    assertThat(opensips.getMosMaxTenths()).isEqualTo(Math.max(tenths(one), tenths(two)));
  }

  @Test
  void jitterIsInUnitsOfTheCodecsClock() {
    String callId = Call.newId();
    try (RtpEndpoint alice = RtpEndpoint.open();
        RtpEndpoint bob = RtpEndpoint.open()) {
      connectWithOpus(callId, alice, bob);
      for (int packet = 0; packet < 5; packet++) {
        alice.sender().sendAudio(96, ByteBuffer.allocate(40));
        bob.sender().sendAudio(96, ByteBuffer.allocate(40));
      }
      alice.receiver().awaitPackets(5);
      bob.receiver().awaitPackets(5);

      // At 48000 Hz, 40 ms.
      Complaints complaints = new Complaints(13, 1_920);
      Complaints.exchange(alice, complaints, bob, complaints, java.time.Duration.ZERO);

      List<QualitySample> reports = reports(statistics(callId), alice);
      assertThat(reports).hasSize(1);
      assertThat(micros(reports.get(0).getJitter())).isEqualTo(40_000);
      assertThat(statistics(callId).getParticipantsOrThrow("alice").getMedia().getOpensips())
          .returns(40L, OpensipsStatistics::getJitterAverageMs);
    } finally {
      Call.delete(rig.calls(), callId);
    }
  }

  private void connectWithOpus(String callId, RtpEndpoint alice, RtpEndpoint bob) {
    ByteString toBob =
        rig.calls()
            .offer(
                OfferRequest.newBuilder()
                    .setCallId(callId)
                    .setFromTag("alice")
                    .setSdp(opus(alice))
                    .build())
            .getSdp();
    ByteString toAlice =
        rig.calls()
            .answer(
                AnswerRequest.newBuilder()
                    .setCallId(callId)
                    .setFromTag("alice")
                    .setToTag("bob")
                    .setSdp(opus(bob))
                    .build())
            .getSdp();
    Call.connect(bob, toBob);
    Call.connect(alice, toAlice);
  }

  private static ByteString opus(RtpEndpoint party) {
    return ByteString.copyFromUtf8(
        Sdp.audio(party.address())
            .replace("RTP/AVP 0 101", "RTP/AVP 96")
            .replace("a=rtpmap:0 PCMU/8000", "a=rtpmap:96 opus/48000/2")
            .replace("a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\n", ""));
  }

  private static List<QualitySample> reports(
      GetCallStatisticsResponse statistics, RtpEndpoint party) {
    return statistics
        .getSsrcsOrThrow((int) party.sender().ssrc())
        .getProgression()
        .getEntriesList();
  }

  private static MediaStatistics media(GetCallStatisticsResponse statistics, String tag) {
    return statistics.getParticipantsOrThrow(tag).getMedia();
  }

  private static long micros(Duration duration) {
    return duration.getSeconds() * 1_000_000 + duration.getNanos() / 1_000;
  }

  private static long tenths(QualitySample sample) {
    return Math.round(sample.getMos() * 10);
  }

  private GetCallStatisticsResponse statistics(String callId) {
    return rig.statistics()
        .getCallStatistics(GetCallStatisticsRequest.newBuilder().setCallId(callId).build());
  }
}
