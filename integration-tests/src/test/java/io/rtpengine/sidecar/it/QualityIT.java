package io.rtpengine.sidecar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import io.rtpengine.sidecar.testing.OnEveryRelease;
import io.rtpengine.sidecar.testing.RtcpPacket.Block;
import io.rtpengine.sidecar.testing.RtcpPacket.ReceiverReport;
import io.rtpengine.sidecar.testing.RtcpPacket.SenderReport;
import io.rtpengine.sidecar.testing.RtpEndpoint;
import io.rtpengine.sidecar.testing.RtpengineContainer;
import io.rtpengine.v1.QualitySample;
import io.rtpengine.v1.QueryRequest;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The quality that the parties of a call report by RTCP. */
@OnEveryRelease
final class QualityIT {

  /** A quarter lost, 100 ms of jitter at a clock of 8000 Hz. */
  private static final int QUARTER = 64;

  private static final int JITTER = 800;

  @AutoClose private final Rig rig;

  QualityIT(RtpengineContainer engine) {
    rig = Rig.before(engine);
  }

  @Test
  void queryTellsTheQualityThatWasReported() {
    try (Call call = rig.call()) {
      call.assertMediaCrosses();
      // An engine knows the quality of one leg once it knows the round trip time of the other.
      for (int round = 0; round < 3; round++) {
        long toBob = sendReport(call.alice(), call.bob());
        long toAlice = sendReport(call.bob(), call.alice());
        complain(call.bob(), call.alice(), toBob);
        complain(call.alice(), call.bob(), toAlice);
      }

      QualitySample quality =
          rig.calls()
              .query(QueryRequest.newBuilder().setCallId(call.id()).build())
              .getReport()
              .getSsrcsOrThrow((int) call.alice().sender().ssrc())
              .getAverage();

      assertThat(quality.getPacketLossPercent()).isEqualTo(25);
      assertThat(quality.getJitter())
          .isEqualTo(Duration.newBuilder().setNanos(100_000_000).build());
      assertThat(quality.getMos()).isBetween(1.0, 3.5);
    }
  }

  /** Returns how the report is referred to. */
  private static long sendReport(RtpEndpoint from, RtpEndpoint to) {
    to.receiver().clear();
    from.sender().sendSenderReport();
    to.receiver().awaitReport(SenderReport.class);
    SenderReport report = (SenderReport) to.receiver().reports().get(0);
    return report.ntpTime() >>> 16 & 0xffff_ffffL;
  }

  private static void complain(RtpEndpoint from, RtpEndpoint of, long lastReport) {
    of.receiver().clear();
    from.sender()
        .sendReceiverReport(new Block(of.sender().ssrc(), QUARTER, 5, 100, JITTER, lastReport, 1));
    of.receiver().awaitReport(ReceiverReport.class);
  }
}
