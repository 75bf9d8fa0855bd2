package io.rtpengine.sidecar.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.rtpengine.sidecar.it.Complaints.RoundTrips;
import io.rtpengine.sidecar.testing.OnEveryRelease;
import io.rtpengine.sidecar.testing.RtpengineContainer;
import io.rtpengine.sidecar.testing.RtpengineRelease;
import io.rtpengine.v1.DeleteRequest;
import io.rtpengine.v1.GetCallStatisticsRequest;
import io.rtpengine.v1.GetCallStatisticsResponse;
import io.rtpengine.v1.GetSetStatisticsRequest;
import io.rtpengine.v1.GetSetStatisticsResponse;
import io.rtpengine.v1.OpensipsStatistics;
import io.rtpengine.v1.QualityStatistics;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * The statistics of calls whose loss and jitter are known.
 *
 * <p>Alice reports 10 % lost and 40 ms of jitter, then 5 % and 20 ms. Bob reports 50 % and 10 ms,
 * of which no MOS is known, then 5 % and 20 ms.
 */
@OnEveryRelease
final class CallStatisticsIT {

  private static final Complaints TENTH_LOST = new Complaints(26, 320);
  private static final Complaints LITTLE_LOST = new Complaints(13, 160);
  private static final Complaints HALF_LOST = new Complaints(128, 80);

  /** Engines pass over what a source reports within a second of its last report. */
  private static final Duration BETWEEN_REPORTS = Duration.ofMillis(1_200);

  private static final long SHORT_ROUND_TRIP_MICROS = 100_000;
  private static final int ATTEMPTS = 20;

  private final RtpengineRelease release;

  @AutoClose private final Rig rig;

  CallStatisticsIT(RtpengineRelease release, RtpengineContainer engine) {
    this.release = release;
    rig = Rig.before(engine);
  }

  @Test
  void statisticsOfACallAreAsComputedByHand() {
    try (Call call = callWithComplaints()) {
      GetCallStatisticsResponse statistics = statistics(call.id());

      assertThat(statistics.hasDeleteTime()).isFalse();
      assertAlice(statistics.getParticipantsOrThrow(call.aliceTag()).getMedia().getOpensips());
      assertBob(statistics.getParticipantsOrThrow(call.bobTag()).getMedia().getOpensips());
      assertCall(statistics.getCall().getOpensips());
      assertCall(statistics.getCall().getQuality());
      assertThat(statistics.getSsrcsMap())
          .containsOnlyKeys((int) call.alice().sender().ssrc(), (int) call.bob().sender().ssrc());
      assertThat(
              statistics
                  .getSsrcsOrThrow((int) call.bob().sender().ssrc())
                  .getProgression()
                  .getEntriesList())
          .hasSize(2);
      assertThat(statistics.getJson()).contains("\"tags\":{").contains(call.aliceTag());
    }
  }

  @Test
  void statisticsOfADeletedCallStay() {
    Call call = callWithComplaints();
    GetCallStatisticsResponse before = statistics(call.id());

    rig.calls().delete(deletion(call));
    call.close();

    GetCallStatisticsResponse after = statistics(call.id());
    assertThat(after.hasDeleteTime()).isTrue();
    assertThat(after.getServed().getNode()).isEqualTo(rig.node());
    assertThat(after.getParticipantsMap()).isEqualTo(before.getParticipantsMap());
    assertThat(after.getCall()).isEqualTo(before.getCall());
  }

  /** Deletes a call at once, in the way of which the release reports it. */
  private DeleteRequest deletion(Call call) {
    DeleteRequest.Builder deletion =
        DeleteRequest.newBuilder()
            .setCallId(call.id())
            .setDeleteDelay(com.google.protobuf.Duration.getDefaultInstance());
    return release == RtpengineRelease.V10_5
        ? deletion.setFromTag(call.aliceTag()).build()
        : deletion.build();
  }

  @Test
  void callThatNobodyKnowsIsUnknown() {
    StatusRuntimeException failure =
        catchThrowableOfType(StatusRuntimeException.class, () -> statistics(Call.newId()));

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void withoutReportsThereIsNoQuality() {
    try (Call call = rig.call()) {
      call.assertMediaCrosses();

      GetCallStatisticsResponse statistics = statistics(call.id());

      assertThat(statistics.getCall().getQuality())
          .isEqualTo(QualityStatistics.getDefaultInstance());
      assertThat(statistics.getCall().getOpensips().toBuilder().clearLine().build())
          .isEqualTo(OpensipsStatistics.getDefaultInstance());
      assertThat(statistics.getCall().getOpensips().getLine()).contains("20 packets");
    }
  }

  @Test
  void engineIsPartOfTheSumOfItsSet() {
    try (Call call = rig.call()) {
      call.assertMediaCrosses();

      GetSetStatisticsResponse statistics =
          rig.statistics().getSetStatistics(GetSetStatisticsRequest.getDefaultInstance());

      assertThat(statistics.getAnswered()).isEqualTo(1);
      assertThat(statistics.getNodes(0).getNode()).isEqualTo(rig.node());
      assertThat(statistics.getSum().getCurrent().getOwnSessions()).isPositive();
      assertThat(statistics.getSum().getTotal().getRelayed().getPackets())
          .isEqualTo(statistics.getNodes(0).getStatistics().getTotal().getRelayed().getPackets());
    }
  }

  /**
   * Sets a call up whose parties have complained. If the machine stands still while they do, the
   * round trip is what decides about the MOS, and not their complaints: then they call again.
   */
  private Call callWithComplaints() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Call call = rig.call();
      call.assertMediaCrosses();
      RoundTrips first = Complaints.exchange(call, TENTH_LOST, HALF_LOST);
      call.alice().sender().sendTone(BETWEEN_REPORTS);
      RoundTrips second = Complaints.exchange(call, LITTLE_LOST, LITTLE_LOST);
      if (Math.max(first.mostMicros(), second.mostMicros()) < SHORT_ROUND_TRIP_MICROS) {
        return call;
      }
      call.close();
    }
    throw new AssertionError("no call without a long round trip in " + ATTEMPTS);
  }

  private static void assertAlice(OpensipsStatistics alice) {
    assertThat(alice.getPacketlossAveragePercent()).isEqualTo(7);
    assertThat(alice.getJitterAverageMs()).isEqualTo(30);
    assertThat(alice.getPacketlossMinPercent()).isEqualTo(10);
    assertThat(alice.getPacketlossMaxPercent()).isEqualTo(5);
    assertThat(alice.getJitterMinMs()).isEqualTo(40);
    assertThat(alice.getJitterMaxMs()).isEqualTo(20);
    assertThat(alice.getMosMinTenths()).isLessThan(alice.getMosMaxTenths());
    assertThat(alice.getMosMinAtSeconds()).isLessThan(alice.getMosMaxAtSeconds());
  }

  private static void assertBob(OpensipsStatistics bob) {
    assertThat(bob.getPacketlossAveragePercent()).isEqualTo(5);
    assertThat(bob.getJitterAverageMs()).isEqualTo(20);
    assertThat(bob.getMosMinTenths()).isEqualTo(bob.getMosMaxTenths()).isPositive();
    assertThat(bob.getRoundtripMinUs()).isEqualTo(bob.getRoundtripMaxUs()).isPositive();
  }

  private static void assertCall(OpensipsStatistics call) {
    // (7 + 5) / 2, (30 + 20) / 2.
    assertThat(call.getPacketlossAveragePercent()).isEqualTo(6);
    assertThat(call.getJitterAverageMs()).isEqualTo(25);
    // Of the reports with the lowest MOS, Bob's has less of both than Alice's.
    assertThat(call.getPacketlossMinPercent()).isEqualTo(5);
    assertThat(call.getJitterMinMs()).isEqualTo(20);
    assertThat(call.hasMosMinAtSeconds()).isTrue();
    assertThat(call.getLine()).startsWith("RTP: ").contains("; RTCP: ");
  }

  private static void assertCall(QualityStatistics call) {
    assertThat(call.getSamples()).isEqualTo(3);
    // (2 x 7 + 5) / 3.
    assertThat(call.getAverage().getPacketLossPercent()).isEqualTo(19.0 / 3, within(1e-9));
    // (2 x 30 + 20) / 3 ms.
    assertThat(call.getAverage().getJitter()).isEqualTo(micros(26_667));
    assertThat(call.getMinJitter().getSample().getJitter()).isEqualTo(micros(10_000));
    assertThat(call.getMaxJitter().getSample().getJitter()).isEqualTo(micros(40_000));
    assertThat(call.getMaxPacketLoss().getSample().getPacketLossPercent()).isEqualTo(50);
    assertThat(call.getMinPacketLoss().getSample().getPacketLossPercent()).isEqualTo(5);
    assertThat(call.getMinLegRoundTripTime().getSample().getLegRoundTripTime())
        .isNotEqualTo(micros(0));
  }

  private static com.google.protobuf.Duration micros(int micros) {
    return com.google.protobuf.Duration.newBuilder().setNanos(micros * 1_000).build();
  }

  private GetCallStatisticsResponse statistics(String callId) {
    return rig.statistics()
        .getCallStatistics(
            GetCallStatisticsRequest.newBuilder().setCallId(callId).setIncludeJson(true).build());
  }
}
