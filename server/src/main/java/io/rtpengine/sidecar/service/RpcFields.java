package io.rtpengine.sidecar.service;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import io.rtpengine.sidecar.ng.NgOutcome;
import io.rtpengine.sidecar.pool.CallEffect;
import io.rtpengine.sidecar.pool.PoolOutcome;
import io.rtpengine.sidecar.pool.Route;
import io.rtpengine.v1.Attempt;
import io.rtpengine.v1.Routing;
import io.rtpengine.v1.Served;
import java.util.Optional;

/**
 * The fields of an RPC's request and response that are the sidecar's own: routing, and what served
 * it. Immutable and thread-safe.
 */
final class RpcFields {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final FieldDescriptor routing;
  private final FieldDescriptor served;

  RpcFields(Descriptor request, Descriptor response) {
    this.routing = fieldOf(request, Routing.getDescriptor());
    this.served = fieldOf(response, Served.getDescriptor());
  }

  private static FieldDescriptor fieldOf(Descriptor message, Descriptor type) {
    return message.getFields().stream()
        .filter(
            field ->
                field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                    && field.getMessageType().equals(type))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    message.getFullName() + " has no field of type " + type.getFullName()));
  }

  /** Returns where a request is to go. */
  Route route(Message request, CallEffect effect, Optional<String> callId) {
    Route route = callId.isPresent() ? Route.of(effect, callId.get()) : Route.toAnyNode();
    if (!request.hasField(routing)) {
      return route;
    }
    Routing wanted = (Routing) request.getField(routing);
    if (wanted.hasSetId()) {
      route = route.inSet(wanted.getSetId());
    }
    return wanted.hasNode() ? route.toNode(wanted.getNode()) : route;
  }

  /** Adds to a response what served it. */
  void addServed(PoolOutcome.Tried tried, Message.Builder response) {
    Served.Builder builder = (Served.Builder) response.getFieldBuilder(served);
    builder.setNode(tried.last().node()).setSetId(tried.setId());
    for (PoolOutcome.Attempt attempt : tried.attempts()) {
      NgOutcome outcome = attempt.outcome();
      Attempt.Builder described =
          builder
              .addAttemptsBuilder()
              .setNode(attempt.node())
              .setOutcome(AttemptOutcomes.of(outcome))
              .setTransmissions(outcome.transmissions())
              .setElapsed(duration(outcome.elapsedNanos()));
      if (outcome instanceof NgOutcome.Refused refused) {
        described.setErrorReason(refused.errorReason());
      } else if (outcome instanceof NgOutcome.Full full) {
        described.setErrorReason(full.message());
      }
    }
  }

  private static Duration duration(long nanos) {
    return Duration.newBuilder()
        .setSeconds(nanos / NANOS_PER_SECOND)
        .setNanos((int) (nanos % NANOS_PER_SECOND))
        .build();
  }
}
