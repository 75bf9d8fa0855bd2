package io.rtpengine.sidecar.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.rtpengine.sidecar.testing.OnEveryRelease;
import io.rtpengine.sidecar.testing.PcapReader;
import io.rtpengine.sidecar.testing.RtpPacket;
import io.rtpengine.sidecar.testing.RtpengineContainer;
import io.rtpengine.sidecar.testing.RtpengineRelease;
import io.rtpengine.v1.PauseRecordingRequest;
import io.rtpengine.v1.RecordCall;
import io.rtpengine.v1.RecordingOptions;
import io.rtpengine.v1.SessionOptions;
import io.rtpengine.v1.StartRecordingRequest;
import io.rtpengine.v1.StopRecordingRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recording calls to pcap files. */
@OnEveryRelease
final class RecordingIT {

  private final RtpengineRelease release;
  private final RtpengineContainer engine;
  @AutoClose private final Rig rig;

  RecordingIT(RtpengineRelease release, RtpengineContainer engine) {
    this.release = release;
    this.engine = engine;
    rig = Rig.before(engine);
  }

  @Test
  void recordingHoldsWhatWasSaidWhileItRan(@TempDir Path directory) throws IOException {
    Call call = rig.call();
    call.assertMediaCrosses();
    start(call);
    call.assertMediaCrosses();
    rig.recordings().stopRecording(StopRecordingRequest.newBuilder().setCallId(call.id()).build());
    call.assertMediaCrosses();
    call.close();

    assertThat(recorded(call, directory))
        .extracting(RtpPacket::ssrc)
        .containsOnly(call.alice().sender().ssrc(), call.bob().sender().ssrc())
        .hasSize(20);
  }

  /** 12.5 pauses the recording daemon only, and goes on writing to its own pcap file. */
  @Test
  void recordingLeavesOutWhatWasSaidWhilePaused(@TempDir Path directory) throws Throwable {
    Call call = rig.call();
    try (call) {
      start(call);
      call.assertMediaCrosses();
      boolean served = Refusals.servedSince(RtpengineRelease.V12_5, release, () -> pause(call));
      call.assertMediaCrosses();
      if (served) {
        start(call);
        call.assertMediaCrosses();
      }
    }

    assertThat(recorded(call, directory)).hasSize(release == RtpengineRelease.V12_5 ? 60 : 40);
  }

  @Test
  void recordingMayStartWithTheOffer(@TempDir Path directory) throws IOException {
    Call call =
        rig.call(
            SessionOptions.newBuilder()
                .setRecording(
                    RecordingOptions.newBuilder().setRecordCall(RecordCall.RECORD_CALL_YES))
                .build());
    try (call) {
      call.assertMediaCrosses();
    }

    assertThat(recorded(call, directory)).hasSize(20);
  }

  private void start(Call call) {
    rig.recordings()
        .startRecording(StartRecordingRequest.newBuilder().setCallId(call.id()).build());
  }

  private void pause(Call call) {
    rig.recordings()
        .pauseRecording(PauseRecordingRequest.newBuilder().setCallId(call.id()).build());
  }

  private List<RtpPacket> recorded(Call call, Path directory) throws IOException {
    List<Path> files =
        engine.copyRecordings(directory).stream()
            .filter(file -> file.getFileName().toString().startsWith(call.id()))
            .toList();
    assertThat(files).hasSize(1);
    return PcapReader.rtp(files.get(0));
  }
}
