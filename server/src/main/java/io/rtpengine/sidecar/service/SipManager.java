package io.rtpengine.sidecar.service;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.rtpengine.sidecar.expand.SipMessageReader;
import io.rtpengine.sidecar.sip.InvalidSipMessageException;
import io.rtpengine.sidecar.sip.SipFacts;
import io.rtpengine.v1.CallServiceGrpc;
import io.rtpengine.v1.DeleteRequest;
import io.rtpengine.v1.DeleteResponse;
import io.rtpengine.v1.ManageAction;
import io.rtpengine.v1.ManageRequest;
import io.rtpengine.v1.ManageResponse;
import io.rtpengine.v1.OfferRequest;
import io.rtpengine.v1.OfferResponse;
import io.rtpengine.v1.SipServiceGrpc;
import org.jspecify.annotations.Nullable;

/**
 * Serves SIP messages: decides what is to be done about each, and has it done as if the caller had
 * asked for it. Thread-safe.
 */
final class SipManager extends SipServiceGrpc.SipServiceImplBase {

  private final Expansions expansions;
  private final SipMessageReader messages = new SipMessageReader();
  private final OffersToCome offersToCome = new OffersToCome();

  SipManager(Expansions expansions) {
    this.expansions = expansions;
  }

  /**
   * What is to be done about a SIP message.
   *
   * @param facts the message
   * @param hasSdp whether it has an SDP, or one that goes in its place
   * @param decision what is to be done
   * @param rpc by which RPC; null if nothing is to be done
   * @param request its request, in its wire form; nothing if nothing is to be done
   */
  record Plan(
      SipFacts facts,
      boolean hasSdp,
      ManageDecision decision,
      Descriptors.@Nullable MethodDescriptor rpc,
      ByteString request) {}

  /**
   * Decides what is to be done about a message. Nothing is done, and nothing is remembered.
   *
   * @throws InvalidSipMessageException if there is no message that can be read
   */
  Plan plan(ManageRequest request) throws InvalidSipMessageException {
    SipFacts facts = messages.read(request.getSipMessage());
    boolean hasSdp = request.hasSdp() || facts.sdp().isPresent();
    boolean requestHadSdp =
        request.hasRequestHadSdp()
            ? request.getRequestHadSdp()
            : !offersToCome.isExpected(facts.callId().orElse(""));
    ManageDecision decision =
        ManageDecision.of(facts, hasSdp, request.getFailureRoute(), requestHadSdp);
    return switch (decision.action()) {
      case MANAGE_ACTION_OFFER ->
          new Plan(facts, hasSdp, decision, rpc(CallServiceGrpc.getOfferMethod()), offer(request));
      case MANAGE_ACTION_ANSWER ->
          new Plan(facts, hasSdp, decision, rpc(CallServiceGrpc.getAnswerMethod()), offer(request));
      case MANAGE_ACTION_DELETE ->
          new Plan(
              facts,
              hasSdp,
              decision,
              rpc(CallServiceGrpc.getDeleteMethod()),
              delete(request, facts));
      case MANAGE_ACTION_NONE, MANAGE_ACTION_UNSPECIFIED, UNRECOGNIZED ->
          new Plan(facts, hasSdp, decision, null, ByteString.EMPTY);
    };
  }

  private static Descriptors.MethodDescriptor rpc(MethodDescriptor<?, ?> rpc) {
    return ((ProtoMethodDescriptorSupplier) rpc.getSchemaDescriptor()).getMethodDescriptor();
  }

  @Override
  public void manage(ManageRequest request, StreamObserver<ManageResponse> responses) {
    Plan plan;
    try {
      plan = plan(request);
    } catch (InvalidSipMessageException invalid) {
      responses.onError(failure(invalid).toException());
      return;
    }
    remember(plan, request.hasViaBranch());
    ManageResponse.Builder response =
        ManageResponse.newBuilder()
            .setAction(plan.decision.action())
            .setReason(plan.decision.reason());
    Managed managed = new Managed(request, response, responses);
    if (plan.rpc == null) {
      managed.complete(ByteString.EMPTY);
    } else {
      CommandHandler handler = expansions.handler(plan.rpc);
      managed.cancelBy(handler.run(plan.request.toByteArray(), managed)::cancel);
    }
  }

  /** Returns the failure of a message that can't be read. */
  static Failure failure(InvalidSipMessageException invalid) {
    String problem = String.valueOf(invalid.getMessage());
    return Failure.of(Reason.INVALID_SIP_MESSAGE, "sip_message: " + problem)
        .with("sip_message", Reason.INVALID_SIP_MESSAGE, problem);
  }

  /** Takes note of what a later message has to be seen in the light of. */
  private void remember(Plan plan, boolean oneBranch) {
    String callId = plan.facts.callId().orElse("");
    if (plan.facts.request() && plan.facts.method().equals("INVITE")) {
      offersToCome.remember(callId, plan.hasSdp);
    }
    if (plan.decision.action() == ManageAction.MANAGE_ACTION_DELETE && !oneBranch) {
      offersToCome.forget(callId);
    }
  }

  /**
   * The requests of Manage, of an offer and of an answer have their fields in common, by number.
   */
  private static ByteString offer(ManageRequest request) {
    try {
      return OfferRequest.parseFrom(request.toByteString()).toBuilder()
          .setUnknownFields(UnknownFieldSet.getDefaultInstance())
          .build()
          .toByteString();
    } catch (InvalidProtocolBufferException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static ByteString delete(ManageRequest request, SipFacts facts) {
    DeleteRequest.Builder delete =
        DeleteRequest.newBuilder()
            .setSipMessage(request.getSipMessage())
            .addAllFlags(request.getFlagsList())
            .putAllExtra(request.getExtraMap());
    if (request.hasRouting()) {
      delete.setRouting(request.getRouting());
    }
    if (request.hasFlagsString()) {
      delete.setFlagsString(request.getFlagsString());
    }
    if (request.hasViaBranch()) {
      delete.setViaBranch(request.getViaBranch());
      // Without it, engines pass over the branch and end the whole call.
      facts.fromTag().ifPresent(delete::setFromTag);
    }
    return delete.build().toByteString();
  }

  /** Tells the caller what came of it. Confined to one request. */
  private record Managed(
      ManageRequest request,
      ManageResponse.Builder response,
      StreamObserver<ManageResponse> responses)
      implements Answers {

    void cancelBy(Runnable cancel) {
      ((ServerCallStreamObserver<ManageResponse>) responses).setOnCancelHandler(cancel);
    }

    @Override
    public void onResponse(byte[] bytes) {
      try {
        if (response.getAction() == ManageAction.MANAGE_ACTION_DELETE) {
          DeleteResponse deleted = DeleteResponse.parseFrom(bytes);
          response
              .setReport(deleted.getReport())
              .setServed(deleted.getServed())
              .putAllExtra(deleted.getExtraMap());
          complete(ByteString.EMPTY);
        } else {
          OfferResponse offered = OfferResponse.parseFrom(bytes);
          response
              .setSdp(offered.getSdp())
              .addAllRecordings(offered.getRecordingsList())
              .setServed(offered.getServed())
              .putAllExtra(offered.getExtraMap());
          complete(offered.getSipMessage());
        }
      } catch (InvalidProtocolBufferException impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    /** Completes the response, with the message as it has become, or as it was. */
    void complete(ByteString rewritten) {
      if (request.getSipMessage().getRewrite()) {
        response.setSipMessage(rewritten.isEmpty() ? request.getSipMessage().getRaw() : rewritten);
      }
      responses.onNext(response.build());
      responses.onCompleted();
    }

    @Override
    public void onFailure(Failure failure) {
      responses.onError(failure.toException());
    }
  }
}
