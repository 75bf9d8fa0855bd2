package io.rtpengine.sidecar.it;

import static io.rtpengine.sidecar.it.Call.A_WHILE;
import static org.assertj.core.api.Assertions.assertThat;

import io.rtpengine.sidecar.testing.OnEveryRelease;
import io.rtpengine.sidecar.testing.Pcmu;
import io.rtpengine.sidecar.testing.RtpEndpoint;
import io.rtpengine.sidecar.testing.RtpPacket;
import io.rtpengine.sidecar.testing.RtpengineContainer;
import io.rtpengine.v1.BlockMediaRequest;
import io.rtpengine.v1.Participant;
import io.rtpengine.v1.SilenceMediaRequest;
import io.rtpengine.v1.StartForwardingRequest;
import io.rtpengine.v1.StopForwardingRequest;
import io.rtpengine.v1.UnblockMediaRequest;
import io.rtpengine.v1.UnsilenceMediaRequest;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Blocking, silencing and forwarding media. */
@OnEveryRelease
final class MediaControlIT {

  @AutoClose private final Rig rig;

  MediaControlIT(RtpengineContainer engine) {
    rig = Rig.before(engine);
  }

  @Test
  void blockedMediaDoNotCrossUntilUnblocked() {
    try (Call call = rig.call()) {
      rig.media()
          .blockMedia(
              BlockMediaRequest.newBuilder()
                  .setCallId(call.id())
                  .setParticipant(call.onlyAlice())
                  .build());
      Call.assertHearsNothing(call.alice(), call.bob());
      Call.assertHears(call.bob(), call.alice());

      rig.media()
          .unblockMedia(
              UnblockMediaRequest.newBuilder()
                  .setCallId(call.id())
                  .setParticipant(call.onlyAlice())
                  .build());
      call.assertMediaCrosses();
    }
  }

  @Test
  void blockingAllBlocksBothWays() {
    Participant all = Participant.newBuilder().setAll(true).build();
    try (Call call = rig.call()) {
      rig.media()
          .blockMedia(
              BlockMediaRequest.newBuilder().setCallId(call.id()).setParticipant(all).build());
      Call.assertHearsNothing(call.alice(), call.bob());
      Call.assertHearsNothing(call.bob(), call.alice());

      rig.media()
          .unblockMedia(
              UnblockMediaRequest.newBuilder().setCallId(call.id()).setParticipant(all).build());
      call.assertMediaCrosses();
    }
  }

  @Test
  void silencedMediaCrossAsSilenceUntilUnsilenced() {
    try (Call call = rig.call()) {
      rig.media()
          .silenceMedia(
              SilenceMediaRequest.newBuilder()
                  .setCallId(call.id())
                  .setParticipant(call.onlyAlice())
                  .build());
      assertThat(heard(call.alice(), call.bob())).allMatch(MediaControlIT::isSilent);
      assertThat(heard(call.bob(), call.alice())).noneMatch(MediaControlIT::isSilent);

      rig.media()
          .unsilenceMedia(
              UnsilenceMediaRequest.newBuilder()
                  .setCallId(call.id())
                  .setParticipant(call.onlyAlice())
                  .build());
      assertThat(heard(call.alice(), call.bob())).noneMatch(MediaControlIT::isSilent);
    }
  }

  /** Forwarding goes to the recording daemon, which is not there: the media must not mind. */
  @Test
  void forwardingStartsAndStops() {
    try (Call call = rig.call()) {
      rig.media()
          .startForwarding(
              StartForwardingRequest.newBuilder()
                  .setCallId(call.id())
                  .setParticipant(call.onlyAlice())
                  .build());
      call.assertMediaCrosses();

      rig.media()
          .stopForwarding(
              StopForwardingRequest.newBuilder()
                  .setCallId(call.id())
                  .setParticipant(call.onlyAlice())
                  .build());
      call.assertMediaCrosses();
    }
  }

  private static List<RtpPacket> heard(RtpEndpoint talker, RtpEndpoint listener) {
    listener.receiver().clear();
    int sent = talker.sender().sendTone(A_WHILE);
    listener.receiver().awaitPackets(sent);
    return listener.receiver().packets();
  }

  private static boolean isSilent(RtpPacket packet) {
    return Pcmu.isSilent(packet.payload());
  }
}
