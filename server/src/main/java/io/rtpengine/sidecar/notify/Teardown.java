package io.rtpengine.sidecar.notify;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.rtpengine.sidecar.service.Failure;
import io.rtpengine.sidecar.service.Reason;
import io.rtpengine.sidecar.service.UnaryCommand;
import io.rtpengine.v1.DeleteRequest;
import io.rtpengine.v1.DeleteResponse;
import io.rtpengine.v1.EventType;
import io.rtpengine.v1.TeardownRequest;
import io.rtpengine.v1.TeardownRequested;
import io.rtpengine.v1.TeardownResponse;

/** Tells everybody that a call is to be torn down, and deletes it. Immutable and thread-safe. */
final class Teardown {

  private final Hub hub;
  private final UnaryCommand delete;

  /**
   * Creates what tears down.
   *
   * @param delete deletes calls, as {@code CallService.Delete} does
   */
  Teardown(Hub hub, UnaryCommand delete) {
    this.hub = hub;
    this.delete = delete;
  }

  void teardown(TeardownRequest request, StreamObserver<TeardownResponse> responses) {
    if (request.getCallId().isEmpty()) {
      responses.onError(
          Failure.of(Reason.MISSING_CALL_ID, "call_id must be set")
              .with("call_id", Reason.MISSING_CALL_ID, "must be set")
              .toException());
      return;
    }
    TeardownRequested requested =
        TeardownRequested.newBuilder().setReason(request.getReason()).build();
    hub.publish(
        Subject.ofCall(EventType.EVENT_TYPE_TEARDOWN_REQUESTED, null, request.getCallId()),
        request.getReason().length(),
        event -> event.setTeardownRequested(requested));
    DeleteRequest.Builder deletion = DeleteRequest.newBuilder().setCallId(request.getCallId());
    if (request.hasRouting()) {
      deletion.setRouting(request.getRouting());
    }
    Runnable cancel = delete.call(deletion.build().toByteArray(), new Answer(responses));
    ((ServerCallStreamObserver<TeardownResponse>) responses).setOnCancelHandler(cancel);
  }

  /** Passes on what became of the deletion. */
  private record Answer(StreamObserver<TeardownResponse> responses)
      implements StreamObserver<byte[]> {

    @Override
    public void onNext(byte[] response) {
      try {
        DeleteResponse deleted = DeleteResponse.parseFrom(response);
        responses.onNext(
            TeardownResponse.newBuilder()
                .setReport(deleted.getReport())
                .setServed(deleted.getServed())
                .putAllExtra(deleted.getExtraMap())
                .build());
      } catch (InvalidProtocolBufferException impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    @Override
    public void onError(Throwable failed) {
      responses.onError(failed);
    }

    @Override
    public void onCompleted() {
      responses.onCompleted();
    }
  }
}
