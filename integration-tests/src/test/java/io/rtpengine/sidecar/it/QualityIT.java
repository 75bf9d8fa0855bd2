package io.rtpengine.sidecar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import io.rtpengine.sidecar.testing.OnEveryRelease;
import io.rtpengine.sidecar.testing.RtpengineContainer;
import io.rtpengine.v1.QualitySample;
import io.rtpengine.v1.QueryRequest;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The quality that the parties of a call report by RTCP. */
@OnEveryRelease
final class QualityIT {

  /** A quarter lost, 100 ms of jitter at a clock of 8000 Hz. */
  private static final Complaints QUARTER_AND_JITTER = new Complaints(64, 800);

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
        Complaints.exchange(call, QUARTER_AND_JITTER, QUARTER_AND_JITTER);
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
}
