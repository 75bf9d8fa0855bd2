package io.rtpengine.sidecar.notify;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import io.rtpengine.sidecar.protobuf.OwnMessage;
import io.rtpengine.sidecar.service.CarriedOut;
import io.rtpengine.sidecar.service.CommandObserver;
import io.rtpengine.v1.CallEnded;
import io.rtpengine.v1.CallServiceGrpc;
import io.rtpengine.v1.DeleteRequest;
import io.rtpengine.v1.DeleteResponse;
import io.rtpengine.v1.Event;
import io.rtpengine.v1.EventType;
import io.rtpengine.v1.MediaServiceGrpc;
import io.rtpengine.v1.PauseRecordingRequest;
import io.rtpengine.v1.PlayMediaRequest;
import io.rtpengine.v1.PlayMediaResponse;
import io.rtpengine.v1.RecordingChanged;
import io.rtpengine.v1.RecordingServiceGrpc;
import io.rtpengine.v1.RecordingState;
import io.rtpengine.v1.Served;
import io.rtpengine.v1.StartRecordingRequest;
import io.rtpengine.v1.StopMediaRequest;
import io.rtpengine.v1.StopMediaResponse;
import io.rtpengine.v1.StopRecordingRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes events of what clients have had done: calls deleted, recordings started and stopped, media
 * played. Immutable and thread-safe.
 */
final class CallEvents implements CommandObserver {

  private final Hub hub;
  private final Playbacks playbacks;

  /** By the name of the RPC. */
  private final Map<String, Maker> makers =
      Map.of(
          CommandObserver.nameOf(CallServiceGrpc.getDeleteMethod()), this::deleted,
          CommandObserver.nameOf(MediaServiceGrpc.getPlayMediaMethod()), this::playing,
          CommandObserver.nameOf(MediaServiceGrpc.getStopMediaMethod()), this::stopped,
          CommandObserver.nameOf(RecordingServiceGrpc.getStartRecordingMethod()), this::recording,
          CommandObserver.nameOf(RecordingServiceGrpc.getStopRecordingMethod()),
              this::recordingStopped,
          CommandObserver.nameOf(RecordingServiceGrpc.getPauseRecordingMethod()),
              this::recordingPaused);

  CallEvents(Hub hub, Playbacks playbacks) {
    this.hub = hub;
    this.playbacks = playbacks;
  }

  /** Makes an event, if there is one to be made. */
  @FunctionalInterface
  private interface Maker {
    void make(ByteString request, ByteString response, Origin origin) throws IOException;
  }

  @Override
  public boolean observes(MethodDescriptor rpc) {
    return makers.containsKey(rpc.getFullName());
  }

  @Override
  public void carriedOut(CarriedOut command) {
    try {
      Objects.requireNonNull(makers.get(command.rpc().getFullName()))
          .make(command.request(), command.response(), new Origin(command.setId(), command.node()));
    } catch (IOException impossible) {
      // The one has been read before, and the other written, as what they are.
      throw new IllegalStateException(impossible);
    }
  }

  private void deleted(ByteString request, ByteString response, Origin origin) throws IOException {
    if (served(response).hasWarning()) {
      // There was nothing to delete.
      return;
    }
    DeleteRequest delete = DeleteRequest.parseFrom(request);
    List<String> tags =
        Stream.of(delete.getFromTag(), delete.getToTag()).filter(tag -> !tag.isEmpty()).toList();
    boolean narrowed = !tags.isEmpty() || delete.hasViaBranch();
    if (!narrowed) {
      playbacks.callEnded(delete.getCallId());
    }
    Subject subject =
        new Subject(EventType.EVENT_TYPE_CALL_ENDED, origin, delete.getCallId(), tags, List.of());
    // What the client was given is kept as it is until somebody wants to know.
    hub.publish(subject, response.size(), event -> addCallEnded(event, response, narrowed));
  }

  private static void addCallEnded(Event.Builder event, ByteString response, boolean narrowed) {
    try {
      DeleteResponse deleted = DeleteResponse.parseFrom(response);
      event
          .putAllExtra(deleted.getExtraMap())
          .setCallEnded(
              CallEnded.newBuilder().setReport(deleted.getReport()).setNarrowed(narrowed));
    } catch (InvalidProtocolBufferException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Served served(ByteString response) throws IOException {
    Optional<ByteString> served = OwnMessage.field(response, DeleteResponse.SERVED_FIELD_NUMBER);
    return served.isPresent() ? Served.parseFrom(served.get()) : Served.getDefaultInstance();
  }

  private void playing(ByteString request, ByteString response, Origin origin) throws IOException {
    playbacks.started(
        PlayMediaRequest.parseFrom(request), PlayMediaResponse.parseFrom(response), origin);
  }

  private void stopped(ByteString request, ByteString response, Origin origin) throws IOException {
    playbacks.stopped(StopMediaRequest.parseFrom(request), StopMediaResponse.parseFrom(response));
  }

  private void recording(ByteString request, ByteString response, Origin origin)
      throws IOException {
    StartRecordingRequest start = StartRecordingRequest.parseFrom(request);
    publish(RecordingState.RECORDING_STATE_STARTED, start.getCallId(), start.getFromTag(), origin);
  }

  private void recordingStopped(ByteString request, ByteString response, Origin origin)
      throws IOException {
    StopRecordingRequest stop = StopRecordingRequest.parseFrom(request);
    publish(
        stop.getPause() || stop.getPauseFlag()
            ? RecordingState.RECORDING_STATE_PAUSED
            : RecordingState.RECORDING_STATE_STOPPED,
        stop.getCallId(),
        stop.getFromTag(),
        origin);
  }

  private void recordingPaused(ByteString request, ByteString response, Origin origin)
      throws IOException {
    PauseRecordingRequest pause = PauseRecordingRequest.parseFrom(request);
    publish(RecordingState.RECORDING_STATE_PAUSED, pause.getCallId(), pause.getFromTag(), origin);
  }

  private void publish(RecordingState state, String callId, String tag, Origin origin) {
    Subject subject =
        new Subject(
            EventType.EVENT_TYPE_RECORDING_CHANGED,
            origin,
            callId,
            tag.isEmpty() ? List.of() : List.of(tag),
            List.of());
    RecordingChanged changed = RecordingChanged.newBuilder().setState(state).build();
    hub.publish(subject, 0, event -> event.setRecordingChanged(changed));
  }
}
