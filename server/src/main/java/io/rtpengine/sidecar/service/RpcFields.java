package io.rtpengine.sidecar.service;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import io.rtpengine.sidecar.pool.CallEffect;
import io.rtpengine.sidecar.pool.Participants;
import io.rtpengine.sidecar.pool.PoolOutcome;
import io.rtpengine.sidecar.pool.Route;
import io.rtpengine.sidecar.protobuf.MessageField;
import io.rtpengine.sidecar.protobuf.MessageType;
import io.rtpengine.sidecar.protobuf.WireBuilder;
import io.rtpengine.sidecar.protobuf.WireMessage;
import io.rtpengine.sidecar.translate.Command;
import io.rtpengine.sidecar.translate.InvalidMessageException;
import io.rtpengine.v1.NgRole;
import io.rtpengine.v1.Options;
import io.rtpengine.v1.Routing;
import io.rtpengine.v1.Served;
import io.rtpengine.v1.TagUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The fields of an RPC's request and response that are the sidecar's own: routing, and what served
 * it. Immutable and thread-safe.
 */
final class RpcFields {

  private final MessageField routing;
  private final MessageField served;
  private final List<MessageField> partOfCall;
  private final List<MessageField> withinCall;
  private final List<MessageField> expandable;
  private final boolean namesParticipants;
  private final List<MessageField> participants;

  RpcFields(Command command) {
    MessageType request = command.requestType();
    this.routing = fieldOf(request, Routing.getDescriptor());
    this.served = fieldOf(command.responseType(), Served.getDescriptor());
    this.partOfCall = fieldsOf(request, NgRole.NG_ROLE_PART_OF_CALL);
    this.withinCall = fieldsOf(request, NgRole.NG_ROLE_WITHIN_CALL);
    this.expandable =
        request.fields().stream()
            .filter(field -> field.descriptor().getOptions().hasExtension(Options.expansion))
            .toList();
    // Whatever knows no tags of SIP messages brings in whom it will.
    this.namesParticipants =
        command.method().getOptions().getExtension(Options.ngCommand).getTags()
            != TagUse.TAG_USE_UNSPECIFIED;
    this.participants = request.fields().stream().filter(RpcFields::namesParticipant).toList();
  }

  private static boolean namesParticipant(MessageField field) {
    return switch (field.descriptor().getOptions().getExtension(Options.meaning)) {
      case FIELD_MEANING_FROM_TAG, FIELD_MEANING_TO_TAG, FIELD_MEANING_VIA_BRANCH -> true;
      default -> false;
    };
  }

  /** Whether a request has a field that has to be expanded before it is translated. */
  boolean hasExpandable(WireMessage request) {
    return hasAny(request, expandable);
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

  private static List<MessageField> fieldsOf(MessageType message, NgRole role) {
    List<MessageField> fields = new ArrayList<>();
    for (MessageField field : message.fields()) {
      if (field.descriptor().getOptions().getExtension(Options.ng).getRole() == role) {
        fields.add(field);
      }
    }
    return fields;
  }

  /**
   * Returns where a request is to go.
   *
   * @param effect what the command does to the call
   * @throws InvalidMessageException if what it says of that can't be right
   */
  Route route(WireMessage request, CallEffect effect, Optional<String> callId)
      throws InvalidMessageException {
    Route route = Route.toAnyNode();
    if (callId.isPresent()) {
      boolean all = effect != CallEffect.ENDS || !hasAny(request, partOfCall);
      route = Route.of(all ? effect : CallEffect.ENDS_PART, callId.get());
      if (namesParticipants) {
        route = route.naming(participants(request));
      }
    }
    if (hasAny(request, withinCall)) {
      route = route.withinDialog();
    }
    if (request.isSet(routing)) {
      route = route(routing(request), route);
    }
    if (route.reanchor() && effect != CallEffect.OPENS) {
      throw InvalidMessageException.invalid(
          routing.name() + ".reanchor", "only a request that opens a call can be reanchored");
    }
    return route;
  }

  private static Route route(Routing wanted, Route unrouted) {
    Route route = unrouted;
    if (wanted.hasSetId()) {
      route = route.inSet(wanted.getSetId());
    }
    if (wanted.hasNode()) {
      route = route.toNode(wanted.getNode());
    }
    if (wanted.hasHandle()) {
      route = route.withHandle(wanted.getHandle());
    }
    return wanted.getReanchor() ? route.reanchoring() : route;
  }

  private long participants(WireMessage request) {
    long named = Participants.NONE;
    for (MessageField field : participants) {
      named = Participants.with(named, request.hash(field));
    }
    return named;
  }

  private static boolean hasAny(WireMessage request, List<MessageField> fields) {
    for (MessageField field : fields) {
      if (request.isSet(field)) {
        return true;
      }
    }
    return false;
  }

  private Routing routing(WireMessage request) throws InvalidMessageException {
    try {
      return Routing.parseFrom(request.bytesOf(routing));
    } catch (InvalidProtocolBufferException malformed) {
      throw InvalidMessageException.malformed(routing.name(), malformed.getMessage());
    }
  }

  /** Adds to a response what served it. */
  void addServed(PoolOutcome.Tried tried, WireBuilder response) {
    Served.Builder builder =
        Served.newBuilder()
            .setNode(tried.last().node())
            .setSetId(tried.setId())
            .setHandle(tried.handle())
            .addAllSearched(tried.searched());
    for (PoolOutcome.Attempt attempt : tried.attempts()) {
      builder.addAttempts(AttemptMessages.of(attempt));
    }
    response.open(served).putAll(builder.build().toByteArray());
  }
}
