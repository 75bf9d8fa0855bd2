package io.rtpengine.sidecar.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.rtpengine.sidecar.service.CarriedOut;
import io.rtpengine.v1.CallReport;
import io.rtpengine.v1.CallServiceGrpc;
import io.rtpengine.v1.CallTotals;
import io.rtpengine.v1.DeleteRequest;
import io.rtpengine.v1.DeleteResponse;
import io.rtpengine.v1.Event;
import io.rtpengine.v1.MediaServiceGrpc;
import io.rtpengine.v1.NgValue;
import io.rtpengine.v1.Participant;
import io.rtpengine.v1.PauseRecordingRequest;
import io.rtpengine.v1.PlayMediaRequest;
import io.rtpengine.v1.PlayMediaResponse;
import io.rtpengine.v1.Playback;
import io.rtpengine.v1.PlaybackEndReason;
import io.rtpengine.v1.PlaybackEnded;
import io.rtpengine.v1.RecordingServiceGrpc;
import io.rtpengine.v1.RecordingState;
import io.rtpengine.v1.Served;
import io.rtpengine.v1.StartRecordingRequest;
import io.rtpengine.v1.StopMediaRequest;
import io.rtpengine.v1.StopMediaResponse;
import io.rtpengine.v1.StopRecordingRequest;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands that were carried out, as events. */
class CallEventsTest {

  private static final String NODE = "udp:127.0.0.1:2223";
  private static final Message NOTHING = DeleteResponse.getDefaultInstance();

  private NotificationRig rig;
  private CallEvents calls;
  private TestSubscriber subscriber;

  @BeforeEach
  void start() throws Exception {
    rig = NotificationRig.start();
    calls = new CallEvents(rig.hub(), new Playbacks(rig.hub(), rig.group()));
    subscriber = rig.subscribe().started();
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void onlyWhatMakesEventsIsObserved() {
    assertThat(calls.observes(descriptor(CallServiceGrpc.getDeleteMethod()))).isTrue();
    assertThat(calls.observes(descriptor(CallServiceGrpc.getOfferMethod()))).isFalse();
    assertThat(calls.observes(descriptor(CallServiceGrpc.getAnswerMethod()))).isFalse();
  }

  @Test
  void deletedCallHasEndedWithItsStatistics() throws Exception {
    CallReport report = CallReport.newBuilder().setTotals(CallTotals.getDefaultInstance()).build();
    served(
        CallServiceGrpc.getDeleteMethod(),
        DeleteRequest.newBuilder().setCallId("c").build(),
        DeleteResponse.newBuilder()
            .setReport(report)
            .setServed(Served.newBuilder().setNode(NODE))
            .putExtra("novelty", NgValue.newBuilder().setInteger(1).build())
            .build());

    Event event = subscriber.nextEvent();
    assertThat(event.getCallId()).isEqualTo("c");
    assertThat(event.getNode()).isEqualTo(NODE);
    assertThat(event.getSetId()).isEqualTo(1);
    assertThat(event.getCallEnded().getReport()).isEqualTo(report);
    assertThat(event.getCallEnded().getNarrowed()).isFalse();
    assertThat(event.getExtraMap()).containsOnlyKeys("novelty");
  }

  @Test
  void deletionOfAPartSaysSoAndNamesThePart() throws Exception {
    served(
        CallServiceGrpc.getDeleteMethod(),
        DeleteRequest.newBuilder().setCallId("c").setFromTag("ft").setToTag("tt").build(),
        NOTHING);

    Event event = subscriber.nextEvent();
    assertThat(event.getCallEnded().getNarrowed()).isTrue();
    assertThat(event.getTagsList()).containsExactly("ft", "tt");
  }

  @Test
  void callThatWasNotThereHasNotEnded() throws Exception {
    served(
        CallServiceGrpc.getDeleteMethod(),
        DeleteRequest.newBuilder().setCallId("unknown").build(),
        DeleteResponse.newBuilder().setServed(Served.newBuilder().setWarning("not found")).build());
    served(
        CallServiceGrpc.getDeleteMethod(),
        DeleteRequest.newBuilder().setCallId("c").build(),
        NOTHING);

    assertThat(subscriber.nextEvent().getCallId()).isEqualTo("c");
  }

  @Test
  void recordingIsStartedPausedAndStopped() throws Exception {
    served(
        RecordingServiceGrpc.getStartRecordingMethod(),
        StartRecordingRequest.newBuilder().setCallId("c").setFromTag("ft").build(),
        NOTHING);
    served(
        RecordingServiceGrpc.getPauseRecordingMethod(),
        PauseRecordingRequest.newBuilder().setCallId("c").build(),
        NOTHING);
    served(
        RecordingServiceGrpc.getStopRecordingMethod(),
        StopRecordingRequest.newBuilder().setCallId("c").setPause(true).build(),
        NOTHING);
    served(
        RecordingServiceGrpc.getStopRecordingMethod(),
        StopRecordingRequest.newBuilder().setCallId("c").build(),
        NOTHING);

    assertThat(subscriber.nextEvents(4))
        .extracting(event -> event.getRecordingChanged().getState())
        .containsExactly(
            RecordingState.RECORDING_STATE_STARTED,
            RecordingState.RECORDING_STATE_PAUSED,
            RecordingState.RECORDING_STATE_PAUSED,
            RecordingState.RECORDING_STATE_STOPPED);
  }

  @Test
  void mediaThatComeToTheirEndAreToldByTheirLength() throws Exception {
    play(millis(20), Playback.newBuilder().setRepeatTimes(3).build());

    PlaybackEnded ended = nextEnd();
    assertThat(ended.getReason()).isEqualTo(PlaybackEndReason.PLAYBACK_END_REASON_COMPLETED);
    assertThat(ended.getEstimated()).isTrue();
    assertThat(ended.getDuration()).isEqualTo(millis(60));
    assertThat(ended.getParticipant().getFromTag()).isEqualTo("ft");
  }

  @Test
  void mediaThatAreRepeatedForLongerThanCanBeCountedDoNotEndByThemselves() throws Exception {
    play(millis(10_000), Playback.newBuilder().setRepeatTimes(1_000_000_000).build());
    served(
        MediaServiceGrpc.getStopMediaMethod(),
        StopMediaRequest.newBuilder().setCallId("c").setParticipant(participant()).build(),
        StopMediaResponse.getDefaultInstance());

    PlaybackEnded ended = nextEnd();
    assertThat(ended.getReason()).isEqualTo(PlaybackEndReason.PLAYBACK_END_REASON_STOPPED);
    assertThat(ended.hasDuration()).isFalse();
  }

  @Test
  void mediaThatAreStoppedSayWhere() throws Exception {
    play(millis(60_000), Playback.getDefaultInstance());
    served(
        MediaServiceGrpc.getStopMediaMethod(),
        StopMediaRequest.newBuilder().setCallId("c").setParticipant(participant()).build(),
        StopMediaResponse.newBuilder().setLastFrame(77).build());

    PlaybackEnded ended = nextEnd();
    assertThat(ended.getReason()).isEqualTo(PlaybackEndReason.PLAYBACK_END_REASON_STOPPED);
    assertThat(ended.getEstimated()).isFalse();
    assertThat(ended.getLastFrame()).isEqualTo(77);
  }

  @Test
  void mediaThatOthersReplaceHaveEnded() throws Exception {
    play(millis(60_000), Playback.getDefaultInstance());
    play(millis(60_000), Playback.getDefaultInstance());

    assertThat(nextEnd().getReason()).isEqualTo(PlaybackEndReason.PLAYBACK_END_REASON_REPLACED);
  }

  @Test
  void mediaEndWithTheCallThoughTheirLengthIsUnknown() throws Exception {
    served(
        MediaServiceGrpc.getPlayMediaMethod(),
        PlayMediaRequest.newBuilder().setCallId("c").setParticipant(participant()).build(),
        PlayMediaResponse.getDefaultInstance());
    served(
        CallServiceGrpc.getDeleteMethod(),
        DeleteRequest.newBuilder().setCallId("c").build(),
        NOTHING);

    assertThat(nextEnd().getReason()).isEqualTo(PlaybackEndReason.PLAYBACK_END_REASON_CALL_ENDED);
    assertThat(subscriber.nextEvent().hasCallEnded()).isTrue();
  }

  private PlaybackEnded nextEnd() throws InterruptedException {
    return subscriber.nextEvent().getPlaybackEnded();
  }

  private void play(Duration duration, Playback playback) {
    served(
        MediaServiceGrpc.getPlayMediaMethod(),
        PlayMediaRequest.newBuilder()
            .setCallId("c")
            .setParticipant(participant())
            .setPlayback(playback)
            .build(),
        PlayMediaResponse.newBuilder().setDuration(duration).build());
  }

  private static Participant participant() {
    return Participant.newBuilder().setFromTag("ft").setDirectional(true).build();
  }

  private static Duration millis(int millis) {
    return Duration.newBuilder()
        .setSeconds(millis / 1_000)
        .setNanos(millis % 1_000 * 1_000_000)
        .build();
  }

  private void served(MethodDescriptor<?, ?> rpc, Message request, Message response) {
    calls.carriedOut(
        new CarriedOut(
            descriptor(rpc),
            Optional.of("c"),
            request.toByteString(),
            1,
            NODE,
            response.toByteString()));
  }

  private static com.google.protobuf.Descriptors.MethodDescriptor descriptor(
      MethodDescriptor<?, ?> rpc) {
    return ((ProtoMethodDescriptorSupplier) rpc.getSchemaDescriptor()).getMethodDescriptor();
  }
}
