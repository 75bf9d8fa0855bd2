package io.rtpengine.sidecar.notify;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.rtpengine.sidecar.service.Failure;
import io.rtpengine.sidecar.service.Reason;
import io.rtpengine.v1.EventFilter;
import io.rtpengine.v1.NotificationServiceGrpc;
import io.rtpengine.v1.SubscribeRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Serves the RPCs of {@code NotificationService}. Immutable and thread-safe. */
final class Subscriptions {

  private static final long DEFAULT_HEARTBEAT_SECONDS = 15;
  private static final long SHORTEST_HEARTBEAT_SECONDS = 1;
  private static final long LONGEST_HEARTBEAT_SECONDS = 3_600;
  private static final int MAX_FILTER_ENTRIES = 1_000;

  /** What may wait for a client in gRPC's own buffers: there may be thousands of slow ones. */
  private static final int READY_BYTES = 8_192;

  private final Hub hub;
  private final Teardown teardown;

  /** Creates the service. */
  Subscriptions(Hub hub, Teardown teardown) {
    this.hub = hub;
    this.teardown = teardown;
  }

  /** Returns the service as gRPC serves it. */
  ServerServiceDefinition bind() {
    ServiceDescriptor contract = NotificationServiceGrpc.getServiceDescriptor();
    MethodDescriptor<SubscribeRequest, ByteString> subscribe =
        NotificationServiceGrpc.getSubscribeMethod().toBuilder(
                NotificationServiceGrpc.getSubscribeMethod().getRequestMarshaller(),
                new EncodedMarshaller())
            .build();
    ServiceDescriptor service =
        ServiceDescriptor.newBuilder(contract.getName())
            .setSchemaDescriptor(contract.getSchemaDescriptor())
            .addMethod(subscribe)
            .addMethod(NotificationServiceGrpc.getTeardownMethod())
            .build();
    return ServerServiceDefinition.builder(service)
        .addMethod(subscribe, ServerCalls.asyncServerStreamingCall(this::subscribe))
        .addMethod(
            NotificationServiceGrpc.getTeardownMethod(),
            ServerCalls.asyncUnaryCall(teardown::teardown))
        .build();
  }

  private void subscribe(SubscribeRequest request, StreamObserver<ByteString> responses) {
    ServerCallStreamObserver<ByteString> stream = (ServerCallStreamObserver<ByteString>) responses;
    stream.setOnReadyThreshold(READY_BYTES);
    try {
      long heartbeat = heartbeatNanos(request);
      check(request.getFilter());
      if (!hub.subscribe(new Filter(request.getFilter()), start(request), heartbeat, stream)) {
        stream.onError(
            Failure.of(Reason.OVERLOAD, "there are as many subscribers as there may be")
                .toException());
      }
    } catch (InvalidRequestException invalid) {
      stream.onError(invalid.toFailure().toException());
    }
  }

  private Subscription.Start start(SubscribeRequest request) throws InvalidRequestException {
    if (!request.hasResumeToken()) {
      return request.getReplay() ? hub.replay() : hub.now();
    }
    try {
      return hub.resume(request.getResumeToken());
    } catch (IllegalArgumentException unknown) {
      throw new InvalidRequestException("resume_token", "must be one that a sidecar gave out");
    }
  }

  private static long heartbeatNanos(SubscribeRequest request) throws InvalidRequestException {
    if (!request.hasHeartbeatInterval()) {
      return TimeUnit.SECONDS.toNanos(DEFAULT_HEARTBEAT_SECONDS);
    }
    Duration interval = request.getHeartbeatInterval();
    long seconds = interval.getSeconds();
    if (seconds < SHORTEST_HEARTBEAT_SECONDS
        || seconds > LONGEST_HEARTBEAT_SECONDS
        || (seconds == LONGEST_HEARTBEAT_SECONDS && interval.getNanos() > 0)) {
      throw new InvalidRequestException(
          "heartbeat_interval",
          "must be from "
              + SHORTEST_HEARTBEAT_SECONDS
              + " to "
              + LONGEST_HEARTBEAT_SECONDS
              + " seconds");
    }
    return TimeUnit.SECONDS.toNanos(seconds) + interval.getNanos();
  }

  private static void check(EventFilter filter) throws InvalidRequestException {
    checkSize("types", filter.getTypesValueList());
    checkSize("set_ids", filter.getSetIdsList());
    checkSize("nodes", filter.getNodesList());
    checkSize("call_ids", filter.getCallIdsList());
    checkSize("tags", filter.getTagsList());
    checkSize("labels", filter.getLabelsList());
  }

  private static void checkSize(String field, List<?> entries) throws InvalidRequestException {
    if (entries.size() > MAX_FILTER_ENTRIES) {
      throw new InvalidRequestException(
          "filter." + field, "must have at most " + MAX_FILTER_ENTRIES + " entries");
    }
  }

  /** A request that can't be right. */
  private static final class InvalidRequestException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final String problem;

    InvalidRequestException(String field, String problem) {
      super(field + " " + problem, null, false, false);
      this.field = field;
      this.problem = problem;
    }

    Failure toFailure() {
      return Failure.of(Reason.INVALID_FIELD, field + " " + problem)
          .with(field, Reason.INVALID_FIELD, problem);
    }
  }

  /** Passes on messages that are encoded already: each event is encoded once for all. */
  private static final class EncodedMarshaller implements MethodDescriptor.Marshaller<ByteString> {

    @Override
    public InputStream stream(ByteString message) {
      return new EncodedStream(message.toByteArray());
    }

    @Override
    public ByteString parse(InputStream stream) {
      try {
        return ByteString.readFrom(stream);
      } catch (IOException broken) {
        throw new IllegalStateException(broken);
      }
    }
  }

  /** Bytes whose number gRPC need not find out. */
  private static final class EncodedStream extends ByteArrayInputStream implements KnownLength {
    EncodedStream(byte[] bytes) {
      super(bytes);
    }
  }
}
