package io.rtpengine.sidecar.service;

import com.google.protobuf.ByteString;
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

  @Override
  public void manage(ManageRequest request, StreamObserver<ManageResponse> responses) {
    SipFacts facts;
    try {
      facts = messages.read(request.getSipMessage());
    } catch (InvalidSipMessageException invalid) {
      String problem = String.valueOf(invalid.getMessage());
      responses.onError(
          Failure.of(Reason.INVALID_SIP_MESSAGE, "sip_message: " + problem)
              .with("sip_message", Reason.INVALID_SIP_MESSAGE, problem)
              .toException());
      return;
    }
    ManageDecision decision = decide(request, facts);
    ManageResponse.Builder response =
        ManageResponse.newBuilder().setAction(decision.action()).setReason(decision.reason());
    switch (decision.action()) {
      case MANAGE_ACTION_OFFER ->
          run(
              CallServiceGrpc.getOfferMethod(),
              offer(request),
              new Managed(request, response, responses));
      case MANAGE_ACTION_ANSWER ->
          run(
              CallServiceGrpc.getAnswerMethod(),
              offer(request),
              new Managed(request, response, responses));
      case MANAGE_ACTION_DELETE ->
          run(
              CallServiceGrpc.getDeleteMethod(),
              delete(request, facts),
              new Managed(request, response, responses));
      case MANAGE_ACTION_NONE, MANAGE_ACTION_UNSPECIFIED, UNRECOGNIZED ->
          new Managed(request, response, responses).complete(ByteString.EMPTY);
    }
  }

  private ManageDecision decide(ManageRequest request, SipFacts facts) {
    boolean hasSdp = request.hasSdp() || facts.sdp().isPresent();
    String callId = facts.callId().orElse("");
    boolean invite = facts.method().equals("INVITE");
    if (facts.request() && invite) {
      offersToCome.remember(callId, hasSdp);
    }
    boolean requestHadSdp =
        request.hasRequestHadSdp() ? request.getRequestHadSdp() : !offersToCome.isExpected(callId);
    ManageDecision decision =
        ManageDecision.of(facts, hasSdp, request.getFailureRoute(), requestHadSdp);
    if (decision.action() == ManageAction.MANAGE_ACTION_DELETE && !request.hasViaBranch()) {
      offersToCome.forget(callId);
    }
    return decision;
  }

  private void run(MethodDescriptor<?, ?> rpc, ByteString request, Managed managed) {
    CommandHandler handler =
        expansions.handler(
            ((ProtoMethodDescriptorSupplier) rpc.getSchemaDescriptor()).getMethodDescriptor());
    managed.cancelBy(handler.run(request.toByteArray(), managed)::cancel);
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
