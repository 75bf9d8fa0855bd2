package io.rtpengine.sidecar.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import io.rtpengine.sidecar.testing.FakeEngine;
import io.rtpengine.sidecar.testing.FakeReply;
import io.rtpengine.v1.AttemptOutcome;
import io.rtpengine.v1.CallServiceGrpc;
import io.rtpengine.v1.CallServiceGrpc.CallServiceBlockingStub;
import io.rtpengine.v1.DeleteRequest;
import io.rtpengine.v1.DeleteResponse;
import io.rtpengine.v1.EventFilter;
import io.rtpengine.v1.NgValue;
import io.rtpengine.v1.NotificationServiceGrpc;
import io.rtpengine.v1.OfferRequest;
import io.rtpengine.v1.OfferResponse;
import io.rtpengine.v1.Routing;
import io.rtpengine.v1.Served;
import io.rtpengine.v1.SubscribeRequest;
import io.rtpengine.v1.SubscribeResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a caller sees of a sidecar, and what an engine sees of it. */
class SidecarTest {

  private static final ByteString NO_UTF_8 =
      ByteString.copyFromUtf8("v=0\r\ns=").concat(ByteString.copyFrom(new byte[] {-1, 0, -128}));

  private static final OfferRequest OFFER =
      OfferRequest.newBuilder().setCallId("call").setFromTag("from").setSdp(NO_UTF_8).build();

  private FakeEngine engine;
  private RunningSidecar sidecar;

  @BeforeEach
  void start() throws Exception {
    engine = FakeEngine.start();
    sidecar = RunningSidecar.inFrontOf(engine.address());
  }

  @AfterEach
  void stop() {
    sidecar.close();
    engine.close();
  }

  @Test
  void sdpThatIsNoUtf8PassesUnharmedBothWays() throws Exception {
    OfferResponse response = calls().offer(OFFER);

    assertThat(engine.awaitRequests(1).get(0).dictionary())
        .containsEntry("sdp", NO_UTF_8.toByteArray());
    assertThat(response.getSdp()).isEqualTo(NO_UTF_8);
  }

  @Test
  void responseTellsWhatServedIt() {
    Served served = calls().offer(OFFER).getServed();

    assertThat(served.getNode()).isEqualTo(engine.address());
    assertThat(served.getSetId()).isZero();
    assertThat(served.getResult()).isEqualTo("ok");
    assertThat(served.getAttemptsList())
        .singleElement()
        .satisfies(
            attempt -> {
              assertThat(attempt.getNode()).isEqualTo(engine.address());
              assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.ATTEMPT_OUTCOME_SERVED);
              assertThat(attempt.getTransmissions()).isPositive();
            });
  }

  @Test
  void whatTheContractDoesNotKnowTravelsBothWays() throws Exception {
    engine.always("offer", FakeReply.of(Map.of("result", "ok", "novelty", -1L)));

    OfferResponse response =
        calls()
            .offer(
                OFFER.toBuilder()
                    .addFlags("unheard-of")
                    .putExtra("future", NgValue.newBuilder().setInteger(7).build())
                    .build());

    assertThat(engine.awaitRequests(1).get(0).dictionary()).containsEntry("future", 7L);
    assertThat((List<?>) engine.requests().get(0).dictionary().get("flags"))
        .singleElement()
        .isEqualTo("unheard-of".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(response.getExtraOrThrow("novelty").getInteger()).isEqualTo(-1);
  }

  @Test
  void nodeAndSetOfARequestAreObeyed() throws Exception {
    try (FakeEngine other = FakeEngine.start();
        RunningSidecar both =
            RunningSidecar.inFrontOf(engine.address() + "; 5 == " + other.address())) {
      CallServiceBlockingStub stub = CallServiceGrpc.newBlockingStub(both.channel());

      Served served =
          stub.offer(OFFER.toBuilder().setRouting(Routing.newBuilder().setSetId(5).build()).build())
              .getServed();

      assertThat(served.getNode()).isEqualTo(other.address());
      assertThat(served.getSetId()).isEqualTo(5);
      assertThat(engine.requests()).isEmpty();
    }
  }

  @Test
  void requestWhoseCallerHasGoneIsNotSentAgain() throws Exception {
    engine.always("offer", FakeReply.silence());
    ListenableFuture<OfferResponse> offer =
        CallServiceGrpc.newFutureStub(sidecar.channel()).offer(OFFER);
    engine.awaitRequests(2);

    offer.cancel(true);
    // The cancellation has arrived before this request, on the same connection, is answered.
    engine.always("offer", FakeReply.usual());
    calls().offer(OFFER.toBuilder().setCallId("another").build());
    int sent = engine.requests().size();
    // Longer than any wait for a retransmission that was due by now.
    engine.always("offer", FakeReply.usual().delayedBy(Duration.ofMillis(600)));
    calls().offer(OFFER.toBuilder().setCallId("yet another").build());

    assertThat(engine.requests().subList(sent, engine.requests().size()))
        .filteredOn(request -> request.command().equals("offer"))
        .extracting(request -> request.text("call-id").orElseThrow())
        .contains("yet another")
        .doesNotContain("call");
  }

  @Test
  void requestThatIsLargerThanAllowedIsRefused() throws Exception {
    try (RunningSidecar small =
        RunningSidecar.inFrontOf(engine.address(), Map.of("MAX_REQUEST_BYTES", "2000"))) {
      StatusRuntimeException failure =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () ->
                  CallServiceGrpc.newBlockingStub(small.channel())
                      .offer(
                          OFFER.toBuilder().setSdp(ByteString.copyFrom(new byte[3_000])).build()));

      assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(engine.requests()).isEmpty();
    }
  }

  @Test
  void requestUnderWayIsAnsweredBeforeTheSidecarStops() throws Exception {
    engine.always("offer", FakeReply.usual().delayedBy(Duration.ofMillis(300)));
    ListenableFuture<OfferResponse> offer =
        CallServiceGrpc.newFutureStub(sidecar.channel()).offer(OFFER);
    engine.awaitRequests(1);

    sidecar.stop();

    assertThat(offer.get(30, TimeUnit.SECONDS).getSdp()).isEqualTo(NO_UTF_8);
  }

  @Test
  void subscribersAreToldOfWhatCameOfTheLastRequestsBeforeTheSidecarStops() throws Exception {
    engine.always("delete", FakeReply.of(Map.of("result", "ok")).delayedBy(Duration.ofMillis(300)));
    LinkedBlockingQueue<SubscribeResponse> messages = new LinkedBlockingQueue<>();
    CompletableFuture<Void> end = new CompletableFuture<>();
    NotificationServiceGrpc.newStub(sidecar.channel())
        .subscribe(
            SubscribeRequest.newBuilder()
                .setFilter(EventFilter.newBuilder().addCallIds("call"))
                .build(),
            new StreamObserver<>() {
              @Override
              public void onNext(SubscribeResponse message) {
                messages.add(message);
              }

              @Override
              public void onError(Throwable failure) {
                end.completeExceptionally(failure);
              }

              @Override
              public void onCompleted() {
                end.complete(null);
              }
            });
    assertThat(messages.poll(30, TimeUnit.SECONDS).hasStarted()).isTrue();
    ListenableFuture<DeleteResponse> delete =
        CallServiceGrpc.newFutureStub(sidecar.channel())
            .delete(DeleteRequest.newBuilder().setCallId("call").build());
    engine.awaitRequests(1);

    sidecar.stop();

    assertThat(delete.get(30, TimeUnit.SECONDS)).isNotNull();
    end.get(30, TimeUnit.SECONDS);
    assertThat(messages).singleElement().matches(message -> message.getEvent().hasCallEnded());
  }

  @Test
  void healthServiceSaysThatEachServiceServes() {
    for (String service : List.of("", "rtpengine.v1.CallService", "rtpengine.v1.MediaService")) {
      assertThat(
              HealthGrpc.newBlockingStub(sidecar.channel())
                  .check(HealthCheckRequest.newBuilder().setService(service).build())
                  .getStatus())
          .isEqualTo(ServingStatus.SERVING);
    }
  }

  @Test
  void reflectionListsTheServicesOfTheContract() throws Exception {
    CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> requests =
        ServerReflectionGrpc.newStub(sidecar.channel())
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse response) {
                    answer.complete(response);
                  }

                  @Override
                  public void onError(Throwable failure) {
                    answer.completeExceptionally(failure);
                  }

                  @Override
                  public void onCompleted() {}
                });
    requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());

    assertThat(answer.get(30, TimeUnit.SECONDS).getListServicesResponse().getServiceList())
        .extracting(ServiceResponse::getName)
        .contains(
            "rtpengine.v1.CallService",
            "rtpengine.v1.ConnectionService",
            "rtpengine.v1.MediaService",
            "rtpengine.v1.NodeService",
            "rtpengine.v1.RecordingService",
            "rtpengine.v1.SubscriptionService")
        .doesNotContain("rtpengine.v1.AdminService");
    requests.onCompleted();
  }

  private CallServiceBlockingStub calls() {
    return CallServiceGrpc.newBlockingStub(sidecar.channel());
  }
}
