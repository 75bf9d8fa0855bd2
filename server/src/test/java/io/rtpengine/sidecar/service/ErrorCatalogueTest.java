package io.rtpengine.sidecar.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import io.rtpengine.sidecar.pool.OperatorState;
import io.rtpengine.sidecar.testing.FakeEngine;
import io.rtpengine.sidecar.testing.FakeReply;
import io.rtpengine.v1.AnswerRequest;
import io.rtpengine.v1.CallServiceGrpc;
import io.rtpengine.v1.CallServiceGrpc.CallServiceBlockingStub;
import io.rtpengine.v1.DrainNodeRequest;
import io.rtpengine.v1.DrainNodeResponse;
import io.rtpengine.v1.NgValue;
import io.rtpengine.v1.NodeServiceGrpc;
import io.rtpengine.v1.NodeServiceGrpc.NodeServiceBlockingStub;
import io.rtpengine.v1.OfferRequest;
import io.rtpengine.v1.PingRequest;
import io.rtpengine.v1.PingResponse;
import io.rtpengine.v1.ProfileServiceGrpc;
import io.rtpengine.v1.ProfileServiceGrpc.ProfileServiceBlockingStub;
import io.rtpengine.v1.QueryRequest;
import io.rtpengine.v1.ReloadNodesRequest;
import io.rtpengine.v1.ReloadProfilesRequest;
import io.rtpengine.v1.Routing;
import io.rtpengine.v1.SetNodeStateRequest;
import io.rtpengine.v1.SipMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every entry of the catalogue of errors, as a caller gets it. */
class ErrorCatalogueTest {

  private static final int MORE_THAN_A_NODE_TAKES = 1_500;

  private static final OfferRequest OFFER =
      OfferRequest.newBuilder()
          .setCallId("call")
          .setFromTag("from")
          .setSdp(ByteString.copyFromUtf8("v=0\r\n"))
          .build();

  private final Map<Reason, Scenario> scenarios = new EnumMap<>(Reason.class);
  private FakeEngine engine;
  private RunningSidecar sidecar;
  private CallServiceBlockingStub calls;

  /** What leads to an error. */
  private interface Scenario {
    StatusRuntimeException failure() throws Exception;
  }

  @BeforeEach
  void start() throws Exception {
    engine = FakeEngine.start();
    sidecar =
        RunningSidecar.inFrontOf(
            engine.address()
                + "; 3 == udp:no-such-host.invalid:2223; 4 == udp:127.255.255.255:2223");
    calls = CallServiceGrpc.newBlockingStub(sidecar.channel());

    scenarios.put(
        Reason.MALFORMED_REQUEST,
        () ->
            failing(
                () ->
                    RawCalls.call(
                        sidecar.channel(), CallServiceGrpc.getOfferMethod(), new byte[] {7})));
    scenarios.put(Reason.MISSING_CALL_ID, () -> offering(OFFER.toBuilder().clearCallId().build()));
    scenarios.put(Reason.MISSING_FIELD, () -> offering(OFFER.toBuilder().clearSdp().build()));
    scenarios.put(
        Reason.INVALID_FIELD,
        () ->
            offering(OFFER.toBuilder().putExtra("novelty", NgValue.getDefaultInstance()).build()));
    scenarios.put(
        Reason.CONFLICTING_FIELDS,
        () ->
            offering(
                OFFER.toBuilder()
                    .putExtra("From_Tag", NgValue.newBuilder().setText("other").build())
                    .build()));
    scenarios.put(
        Reason.INVALID_FLAGS,
        () -> offering(OFFER.toBuilder().setFlagsString("via-branch").build()));
    scenarios.put(
        Reason.INVALID_SIP_MESSAGE,
        () -> offering(OFFER.toBuilder().setSipMessage(SipMessage.getDefaultInstance()).build()));
    scenarios.put(
        Reason.UNKNOWN_PROFILE, () -> offering(OFFER.toBuilder().addProfiles("no-such").build()));
    scenarios.put(
        Reason.UNKNOWN_SET, () -> offering(routed(Routing.newBuilder().setSetId(7).build())));
    scenarios.put(
        Reason.UNKNOWN_NODE,
        () -> pinging(Routing.newBuilder().setNode("udp:127.0.0.1:1").build()));
    scenarios.put(
        Reason.INVALID_HANDLE, () -> offering(routed(Routing.newBuilder().setHandle("?").build())));
    scenarios.put(
        Reason.NODE_DISABLED,
        () -> {
          sidecar.setOperatorState(engine.address(), OperatorState.DISABLED);
          return pinging(Routing.newBuilder().setNode(engine.address()).build());
        });
    scenarios.put(Reason.NO_NODE, () -> offering(routed(Routing.newBuilder().setSetId(3).build())));
    scenarios.put(
        Reason.REQUEST_TOO_LARGE,
        () -> offering(OFFER.toBuilder().setSdp(ByteString.copyFrom(new byte[70_000])).build()));
    scenarios.put(
        Reason.UNKNOWN_CALL,
        () -> failing(() -> calls.query(QueryRequest.newBuilder().setCallId("nobody").build())));
    scenarios.put(Reason.REJECTED_BY_RTPENGINE, () -> refused("Failed to unsubscribe"));
    scenarios.put(Reason.COMMAND_NOT_SUPPORTED, () -> refused("Unrecognized command"));
    scenarios.put(
        Reason.CAPACITY,
        () -> {
          engine.always("offer", FakeReply.loadLimit("Parallel session limit reached"));
          return offering(OFFER);
        });
    scenarios.put(Reason.OVERLOAD, this::overloading);
    scenarios.put(
        Reason.NODE_TIMEOUT,
        () -> {
          engine.always("offer", FakeReply.silence());
          try (RunningSidecar hasty =
              RunningSidecar.inFrontOf(engine.address(), Map.of("RTPENGINE_TOUT", "1"))) {
            CallServiceBlockingStub stub = CallServiceGrpc.newBlockingStub(hasty.channel());
            return failing(() -> stub.offer(OFFER));
          }
        });
    scenarios.put(
        Reason.MALFORMED_REPLY,
        () -> {
          engine.always("offer", FakeReply.usual().changed(bytes -> withoutEnd(bytes)));
          return offering(OFFER);
        });
    scenarios.put(Reason.NODES_UNREADABLE, () -> reloading("CREATE TABLE rtpengine (other INT)"));
    scenarios.put(
        Reason.NO_NODES_LISTED,
        () -> reloading("CREATE TABLE rtpengine (socket VARCHAR, set_id INT)"));
    scenarios.put(Reason.INVALID_PROFILES, ErrorCatalogueTest::reloadingProfiles);
    scenarios.put(Reason.NODE_IN_USE, this::enablingWhatRunsEmpty);
    scenarios.put(
        Reason.LOCAL_FAULT,
        // Sending to a broadcast address takes a permission that the sidecar's socket does not
        // have.
        () -> offering(routed(Routing.newBuilder().setSetId(4).build())));
  }

  @AfterEach
  void stop() throws Exception {
    sidecar.close();
    engine.close();
  }

  @ParameterizedTest
  @EnumSource
  void everyReasonReachesTheCallerWithItsStatus(Reason reason) throws Exception {
    assertThat(scenarios).containsKey(reason);
    StatusRuntimeException failure = Objects.requireNonNull(scenarios.get(reason)).failure();

    assertThat(info(failure).getReason()).as("%s", failure.getMessage()).isEqualTo(reason.name());
    assertThat(info(failure).getDomain()).isEqualTo("rtpengine-sidecar");
    assertThat(failure.getStatus().getCode()).isEqualTo(reason.code());
  }

  @Test
  void everythingThatIsWrongWithARequestIsNamedAtOnce() throws Exception {
    BadRequest bad = details(offering(OfferRequest.getDefaultInstance()), BadRequest.class);

    assertThat(bad.getFieldViolationsList())
        .extracting(BadRequest.FieldViolation::getField, BadRequest.FieldViolation::getReason)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("call_id", "MISSING_CALL_ID"),
            org.assertj.core.groups.Tuple.tuple("from_tag", "MISSING_FIELD"),
            org.assertj.core.groups.Tuple.tuple("sdp", "MISSING_FIELD"));
    assertThat(engine.requests()).isEmpty();
  }

  @Test
  void failureTellsCommandSetNodeAttemptsAndTheEnginesOwnWords() throws Exception {
    ErrorInfo info = info(refused("Some new reason"));

    assertThat(info.getMetadataMap())
        .containsEntry("command", "offer")
        .containsEntry("set", "0")
        .containsEntry("node", engine.address())
        .containsEntry("error_reason", "Some new reason");
    assertThat(info.getMetadataOrThrow("attempts"))
        .matches(engine.address() + " REFUSED \\d+x \\d+ ms");
  }

  @ParameterizedTest
  @CsvSource({
    "Failed to parse SDP, INVALID_ARGUMENT, REJECTED_BY_RTPENGINE",
    "No SDP body in message, INVALID_ARGUMENT, REJECTED_BY_RTPENGINE",
    "Error rewriting SDP, INVALID_ARGUMENT, REJECTED_BY_RTPENGINE",
    "Unknown call-ID, NOT_FOUND, UNKNOWN_CALL",
    "Unknown call ID(s), NOT_FOUND, UNKNOWN_CALL",
    "unknown call-ID, NOT_FOUND, UNKNOWN_CALL",
    "Unknown source call-ID, NOT_FOUND, UNKNOWN_CALL",
    "Ran out of ports, RESOURCE_EXHAUSTED, CAPACITY",
    "Parallel session limit reached, RESOURCE_EXHAUSTED, CAPACITY",
    "CPU usage limit exceeded, RESOURCE_EXHAUSTED, CAPACITY",
    "Load limit exceeded, RESOURCE_EXHAUSTED, CAPACITY",
    "Bandwidth limit exceeded, RESOURCE_EXHAUSTED, CAPACITY",
    "Failed to start media playback from file, FAILED_PRECONDITION, REJECTED_BY_RTPENGINE",
  })
  void whatTheEngineRefusesWithDecidesTheStatus(String words, Status.Code code, Reason reason)
      throws Exception {
    StatusRuntimeException failure = refused(words);

    assertThat(failure.getStatus().getCode()).isEqualTo(code);
    assertThat(info(failure).getReason()).isEqualTo(reason.name());
  }

  @Test
  void deadlineOfTheCallerIsKept() throws Exception {
    engine.always("answer", FakeReply.silence());

    StatusRuntimeException failure =
        failing(
            () ->
                calls
                    .withDeadlineAfter(100, TimeUnit.MILLISECONDS)
                    .answer(
                        AnswerRequest.newBuilder()
                            .setCallId("call")
                            .setFromTag("from")
                            .setToTag("to")
                            .setSdp(ByteString.copyFromUtf8("v=0\r\n"))
                            .build()));

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
  }

  private static byte[] withoutEnd(byte[] datagram) {
    return java.util.Arrays.copyOf(datagram, datagram.length - 1);
  }

  private static OfferRequest routed(Routing routing) {
    return OFFER.toBuilder().setRouting(routing).build();
  }

  private StatusRuntimeException refused(String errorReason) {
    engine.always("offer", FakeReply.error(errorReason));
    return offering(OFFER);
  }

  private StatusRuntimeException pinging(Routing routing) {
    return failing(
        () ->
            NodeServiceGrpc.newBlockingStub(sidecar.channel())
                .ping(PingRequest.newBuilder().setRouting(routing).build()));
  }

  private StatusRuntimeException offering(OfferRequest offer) {
    return failing(() -> calls.offer(offer));
  }

  private static StatusRuntimeException failing(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(StatusRuntimeException.class, call);
  }

  private static StatusRuntimeException reloading(String table) throws Exception {
    String database = "jdbc:h2:mem:" + UUID.randomUUID();
    try (Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement()) {
      statement.execute(table);
      try (RunningSidecar other =
          RunningSidecar.inFrontOf("udp:127.0.0.1:1", Map.of("DB_URL", database))) {
        NodeServiceBlockingStub nodes = NodeServiceGrpc.newBlockingStub(other.channel());
        return failing(() -> nodes.reloadNodes(ReloadNodesRequest.getDefaultInstance()));
      }
    }
  }

  private static StatusRuntimeException reloadingProfiles() throws Exception {
    Path file = Files.createTempFile("profiles", ".txtpb");
    try (RunningSidecar other =
        RunningSidecar.inFrontOf("udp:127.0.0.1:1", Map.of("PROFILES_FILE", file.toString()))) {
      Files.delete(file);
      ProfileServiceBlockingStub profiles = ProfileServiceGrpc.newBlockingStub(other.channel());
      return failing(() -> profiles.reloadProfiles(ReloadProfilesRequest.getDefaultInstance()));
    }
  }

  private StatusRuntimeException enablingWhatRunsEmpty() {
    engine.always(
        "statistics",
        FakeReply.of(
            Map.of(
                "result",
                "ok",
                "statistics",
                Map.of("currentstatistics", Map.of("sessionsown", 1)))));
    NodeServiceBlockingStub nodes = NodeServiceGrpc.newBlockingStub(sidecar.channel());
    Iterator<DrainNodeResponse> drain =
        nodes.drainNode(DrainNodeRequest.newBuilder().setNode(engine.address()).build());
    drain.next();
    nodes.setNodeState(
        SetNodeStateRequest.newBuilder()
            .setNode(engine.address())
            .setState(io.rtpengine.v1.OperatorState.OPERATOR_STATE_ENABLED)
            .build());
    return failing(() -> drain.forEachRemaining(message -> {}));
  }

  private StatusRuntimeException overloading() throws Exception {
    engine.always("ping", FakeReply.silence());
    CompletableFuture<StatusRuntimeException> overloaded = new CompletableFuture<>();
    for (int i = 0; i < MORE_THAN_A_NODE_TAKES; i++) {
      NodeServiceGrpc.newStub(sidecar.channel())
          .ping(
              PingRequest.getDefaultInstance(),
              new StreamObserver<PingResponse>() {
                @Override
                public void onNext(PingResponse response) {}

                @Override
                public void onError(Throwable failure) {
                  StatusRuntimeException status = (StatusRuntimeException) failure;
                  if (status.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED) {
                    overloaded.complete(status);
                  }
                }

                @Override
                public void onCompleted() {}
              });
    }
    return overloaded.get(60, TimeUnit.SECONDS);
  }

  private static ErrorInfo info(StatusRuntimeException failure) throws Exception {
    return details(failure, ErrorInfo.class);
  }

  private static <T extends com.google.protobuf.Message> T details(
      StatusRuntimeException failure, Class<T> type) throws Exception {
    com.google.rpc.Status status = StatusProto.fromThrowable(failure);
    List<Any> details = status.getDetailsList();
    for (Any detail : details) {
      if (detail.is(type)) {
        return detail.unpack(type);
      }
    }
    throw new AssertionError("no " + type.getSimpleName() + " in " + details);
  }
}
