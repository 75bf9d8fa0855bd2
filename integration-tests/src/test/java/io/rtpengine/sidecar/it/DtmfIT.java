package io.rtpengine.sidecar.it;

import static io.rtpengine.sidecar.it.Call.A_WHILE;
import static org.assertj.core.api.Assertions.assertThat;

import io.rtpengine.sidecar.testing.OnEveryRelease;
import io.rtpengine.sidecar.testing.RtpSender;
import io.rtpengine.sidecar.testing.RtpengineContainer;
import io.rtpengine.v1.BlockDtmfRequest;
import io.rtpengine.v1.DtmfOptions;
import io.rtpengine.v1.PlayDtmfRequest;
import io.rtpengine.v1.SessionOptions;
import io.rtpengine.v1.UnblockDtmfRequest;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Playing and blocking digits. */
@OnEveryRelease
final class DtmfIT {

  @AutoClose private final Rig rig;

  DtmfIT(RtpengineContainer engine) {
    rig = Rig.before(engine);
  }

  @Test
  void blockedDigitsDoNotCrossUntilUnblocked() {
    try (Call call = rig.call()) {
      rig.media()
          .blockDtmf(
              BlockDtmfRequest.newBuilder()
                  .setCallId(call.id())
                  .setParticipant(call.onlyAlice())
                  .build());
      call.alice().sender().sendDigit('5', A_WHILE);
      // What is sent after the digit arrives: the digit would have, too.
      call.alice().sender().sendTone(A_WHILE);
      call.bob().receiver().awaitPackets(10);
      assertThat(call.bob().receiver().countByPayloadType()).containsOnlyKeys(0);

      // The other direction is open.
      call.bob().sender().sendDigit('6', A_WHILE);
      call.alice().receiver().awaitDigits("6");

      rig.media()
          .unblockDtmf(
              UnblockDtmfRequest.newBuilder()
                  .setCallId(call.id())
                  .setParticipant(call.onlyAlice())
                  .build());
      call.alice().sender().sendDigit('7', A_WHILE);
      call.bob().receiver().awaitDigits("7");
    }
  }

  @Test
  void playedDigitIsSeenOnTheWire() {
    SessionOptions injecting =
        SessionOptions.newBuilder().setDtmf(DtmfOptions.newBuilder().setInject(true)).build();
    try (Call call = rig.call(injecting)) {
      call.alice().sender().sendTone(A_WHILE);
      call.bob().receiver().awaitPackets(10);

      rig.media()
          .playDtmf(
              PlayDtmfRequest.newBuilder()
                  .setCallId(call.id())
                  .setParticipant(call.onlyAlice())
                  .setDigit("9")
                  .setDuration(com.google.protobuf.Duration.newBuilder().setNanos(200_000_000))
                  .build());
      // The digit takes the place of what Alice sends.
      call.alice().sender().sendTone(Duration.ofMillis(600));

      call.bob().receiver().awaitDigits("9");
      assertThat(call.bob().receiver().digits()).isEqualTo("9");
      assertThat(call.bob().receiver().packets(RtpSender.EVENT_PAYLOAD_TYPE)).hasSizeGreaterThan(5);
    }
  }
}
