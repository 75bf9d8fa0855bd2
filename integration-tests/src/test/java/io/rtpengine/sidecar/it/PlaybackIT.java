package io.rtpengine.sidecar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.rtpengine.sidecar.testing.OnEveryRelease;
import io.rtpengine.sidecar.testing.RtpengineContainer;
import io.rtpengine.sidecar.testing.RtpengineRelease;
import io.rtpengine.v1.MediaSource;
import io.rtpengine.v1.PlayMediaRequest;
import io.rtpengine.v1.PlayMediaResponse;
import io.rtpengine.v1.StopMediaRequest;
import io.rtpengine.v1.StopMediaResponse;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.testcontainers.images.builder.Transferable;

/** Playing media to a party. */
@OnEveryRelease
final class PlaybackIT {

  private static final byte[] SECOND = Wav.tone(Duration.ofSeconds(1));
  private static final String FILE = "/tmp/second.wav";

  /** Longer than anybody waits for the end of it. */
  private static final Duration LONG = Duration.ofMinutes(1);

  private static final String LONG_FILE = "/tmp/minute.wav";

  private final RtpengineRelease release;
  private final RtpengineContainer engine;
  @AutoClose private final Rig rig;

  PlaybackIT(RtpengineRelease release, RtpengineContainer engine) {
    this.release = release;
    this.engine = engine;
    rig = Rig.before(engine);
    engine.copyFileToContainer(Transferable.of(SECOND), FILE);
  }

  @Test
  void playedBlobIsHeardByThePartyThatItIsPlayedTo() {
    try (Call call = rig.call()) {
      assertIsHeardByAlice(
          call, MediaSource.newBuilder().setBlob(ByteString.copyFrom(SECOND)).build());
    }
  }

  @Test
  void playedFileIsHeardByThePartyThatItIsPlayedTo() {
    try (Call call = rig.call()) {
      assertIsHeardByAlice(call, MediaSource.newBuilder().setFile(FILE).build());
    }
  }

  private void assertIsHeardByAlice(Call call, MediaSource source) {
    PlayMediaResponse playing = rig.media().playMedia(toAlice(call, source));

    call.alice().receiver().awaitPackets(25);
    call.alice().receiver().awaitSound();
    assertThat(call.bob().receiver().packets()).isEmpty();
    assertThat(playing.getDuration().getSeconds()).isEqualTo(1);
  }

  @Test
  void stoppedMediaAreHeardNoMore() {
    engine.copyFileToContainer(Transferable.of(Wav.tone(LONG)), LONG_FILE);
    try (Call call = rig.call()) {
      rig.media().playMedia(toAlice(call, MediaSource.newBuilder().setFile(LONG_FILE).build()));
      call.alice().receiver().awaitPackets(5);

      StopMediaResponse stopped =
          rig.media()
              .stopMedia(
                  StopMediaRequest.newBuilder()
                      .setCallId(call.id())
                      .setParticipant(call.onlyAlice())
                      .build());

      call.alice().receiver().awaitQuiet(Call.SILENCE);
      assertThat(call.alice().receiver().packets()).hasSizeLessThan((int) LONG.toMillis() / 20);
      if (release.isAtLeast(RtpengineRelease.V12_5)) {
        assertThat(stopped.getLastFrame()).isPositive();
      } else {
        assertThat(stopped.hasLastFrame()).isFalse();
      }
    }
  }

  @Test
  void missingFileIsRefused() {
    try (Call call = rig.call()) {
      Refusals.assertRefused(
          Status.Code.FAILED_PRECONDITION,
          "REJECTED_BY_RTPENGINE",
          () ->
              rig.media()
                  .playMedia(
                      toAlice(call, MediaSource.newBuilder().setFile("/nowhere.wav").build())));
    }
  }

  private static PlayMediaRequest toAlice(Call call, MediaSource source) {
    return PlayMediaRequest.newBuilder()
        .setCallId(call.id())
        .setParticipant(call.onlyAlice())
        .setSource(source)
        .build();
  }
}
