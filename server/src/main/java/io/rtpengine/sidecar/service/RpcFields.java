package io.rtpengine.sidecar.service;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import io.rtpengine.sidecar.ng.NgOutcome;
import io.rtpengine.sidecar.pool.CallEffect;
import io.rtpengine.sidecar.pool.PoolOutcome;
import io.rtpengine.sidecar.pool.Route;
import io.rtpengine.sidecar.protobuf.MessageField;
import io.rtpengine.sidecar.protobuf.MessageType;
import io.rtpengine.sidecar.protobuf.WireBuilder;
import io.rtpengine.sidecar.protobuf.WireMessage;
import io.rtpengine.sidecar.translate.InvalidMessageException;
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

  private final MessageField routing;
  private final MessageField served;

  RpcFields(MessageType request, MessageType response) {
    this.routing = fieldOf(request, Routing.getDescriptor());
    this.served = fieldOf(response, Served.getDescriptor());
  }

  private static MessageField fieldOf(MessageType message, Descriptor type) {
    for (MessageField field : message.fields()) {
      if (field.holds(type)) {
        return field;
      }
    }
    throw new IllegalStateException(
        message.descriptor().getFullName() + " has no field of type " + type.getFullName());
  }

  /**
   * Returns where a request is to go.
   *
   * @throws InvalidMessageException if what it says of that is no protobuf
   */
  Route route(WireMessage request, CallEffect effect, Optional<String> callId)
      throws InvalidMessageException {
    Route route = callId.isPresent() ? Route.of(effect, callId.get()) : Route.toAnyNode();
    Routing wanted = routing(request);
    if (wanted.hasSetId()) {
      route = route.inSet(wanted.getSetId());
    }
    return wanted.hasNode() ? route.toNode(wanted.getNode()) : route;
  }

  private Routing routing(WireMessage request) throws InvalidMessageException {
    if (!request.isSet(routing)) {
      return Routing.getDefaultInstance();
    }
    try {
      return Routing.parseFrom(request.bytesOf(routing));
    } catch (InvalidProtocolBufferException malformed) {
      throw InvalidMessageException.malformed(routing.name(), malformed.getMessage());
    }
  }

  /** Adds to a response what served it. */
  void addServed(PoolOutcome.Tried tried, WireBuilder response) {
    Served.Builder builder =
        Served.newBuilder().setNode(tried.last().node()).setSetId(tried.setId());
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
    response.open(served).putAll(builder.build().toByteArray());
  }

  private static Duration duration(long nanos) {
    return Duration.newBuilder()
        .setSeconds(nanos / NANOS_PER_SECOND)
        .setNanos((int) (nanos % NANOS_PER_SECOND))
        .build();
  }
}
