package io.rtpengine.sidecar.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.rtpengine.sidecar.pool.NodeView;
import io.rtpengine.sidecar.pool.OperatorState;
import io.rtpengine.sidecar.testing.FakeEngine;
import io.rtpengine.sidecar.testing.FakeReply;
import io.rtpengine.sidecar.testing.FakeRequest;
import io.rtpengine.v1.AnswerRequest;
import io.rtpengine.v1.Attempt;
import io.rtpengine.v1.AttemptOutcome;
import io.rtpengine.v1.Attempts;
import io.rtpengine.v1.CallServiceGrpc;
import io.rtpengine.v1.CallServiceGrpc.CallServiceBlockingStub;
import io.rtpengine.v1.DeleteRequest;
import io.rtpengine.v1.OfferRequest;
import io.rtpengine.v1.OfferResponse;
import io.rtpengine.v1.QueryRequest;
import io.rtpengine.v1.Routing;
import io.rtpengine.v1.Served;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a caller sees of a sidecar in front of several engines that are not always well. */
final class SeveralEnginesTest {

  private static final ByteString SDP = ByteString.copyFromUtf8("v=0\r\n");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** New calls go there first: it has nearly all the weight. */
  private FakeEngine first;

  private FakeEngine second;
  private RunningSidecar sidecar;
  private CallServiceBlockingStub calls;

  @BeforeEach
  void start() throws Exception {
    first = FakeEngine.start();
    second = FakeEngine.start();
    sidecar = RunningSidecar.inFrontOf(nodes(first, second));
    calls = CallServiceGrpc.newBlockingStub(sidecar.channel());
  }

  @AfterEach
  void stop() {
    sidecar.close();
    first.close();
    second.close();
  }

  private static String nodes(FakeEngine heavy, FakeEngine light) {
    return nodes(heavy.address(), light.address());
  }

  private static String nodes(String heavy, String light) {
    return heavy + "=1000000000 " + light;
  }

  /** Starts the sidecar anew. */
  private void restart(String nodes, Map<String, String> settings) throws Exception {
    sidecar.close();
    sidecar = RunningSidecar.inFrontOf(nodes, settings);
    calls = CallServiceGrpc.newBlockingStub(sidecar.channel());
  }

  /** Has the silence of the first node, to which datagrams are sent, be noticed in five seconds. */
  private void noticeSilence() throws Exception {
    restart(nodes(first, second), Map.of("RTPENGINE_TOUT", "10"));
  }

  /**
   * Has the nodes be spoken to by way of Unix sockets, whose silence is noticed at once: they are
   * closed.
   */
  private void noticeSilenceAtOnce() throws Exception {
    restart(
        nodes(first.unixAddress(), second.unixAddress()), Map.of("RTPENGINE_DISABLE_TOUT", "600"));
  }

  private static OfferRequest offer(String callId) {
    return OfferRequest.newBuilder().setCallId(callId).setFromTag("from").setSdp(SDP).build();
  }

  private Served answer(String callId) {
    return answer(callId, Routing.getDefaultInstance());
  }

  private Served answer(String callId, Routing routing) {
    return calls
        .answer(
            AnswerRequest.newBuilder()
                .setCallId(callId)
                .setFromTag("from")
                .setToTag("to")
                .setSdp(SDP)
                .setRouting(routing)
                .build())
        .getServed();
  }

  private Served delete(String callId) {
    return calls.delete(DeleteRequest.newBuilder().setCallId(callId).build()).getServed();
  }

  @Test
  void callStaysOnItsNodeWhenTheWeightsChange() {
    assertThat(calls.offer(offer("call")).getServed().getNode()).isEqualTo(first.address());

    sidecar.reload(nodes(second, first));

    assertThat(answer("call").getNode()).isEqualTo(first.address());
    assertThat(calls.offer(offer("another")).getServed().getNode()).isEqualTo(second.address());
  }

  @Test
  void callStaysOnItsNodeWhenThatIsRemovedAndTheNodeGoesWithIt() throws Exception {
    assertThat(calls.offer(offer("call")).getServed().getNode()).isEqualTo(first.address());

    sidecar.reload(second.address());

    assertThat(answer("call").getNode()).isEqualTo(first.address());
    assertThat(delete("call").getNode()).isEqualTo(first.address());
    await(() -> sidecar.nodes().size() == 1);
  }

  @Test
  void silentNodeIsFollowedByTheNextAndTheCallIsDeletedThereWhenItIsBack() throws Exception {
    noticeSilence();
    first.always("offer", FakeReply.silence());

    Served served = calls.offer(offer("call")).getServed();

    assertThat(served.getNode()).isEqualTo(second.address());
    assertThat(served.getAttemptsList())
        .extracting(Attempt::getNode, Attempt::getOutcome)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                first.address(), AttemptOutcome.ATTEMPT_OUTCOME_SILENT),
            org.assertj.core.groups.Tuple.tuple(
                second.address(), AttemptOutcome.ATTEMPT_OUTCOME_SERVED));
    assertThat(commands(first)).doesNotContain("delete");
    first.always("offer", FakeReply.usual());
    calls.offer(offer("another"));
    await(() -> commands(first).contains("delete"));
    assertThat(answer("call").getNode()).isEqualTo(second.address());
  }

  @Test
  void nodeThatIsFullIsFollowedByTheNext() {
    first.always("offer", FakeReply.loadLimit("Parallel session limit reached"));

    assertThat(calls.offer(offer("call")).getServed().getAttemptsList())
        .extracting(Attempt::getOutcome)
        .containsExactly(
            AttemptOutcome.ATTEMPT_OUTCOME_FULL, AttemptOutcome.ATTEMPT_OUTCOME_SERVED);
  }

  @Test
  void nodeThatHasNoPortsIsFollowedByTheNext() {
    first.always("offer", FakeReply.error("Ran out of ports"));

    Served served = calls.offer(offer("call")).getServed();

    assertThat(served.getNode()).isEqualTo(second.address());
    assertThat(served.getAttempts(0).getErrorReason()).isEqualTo("Ran out of ports");
  }

  @Test
  void limitsOnEveryNodeAreCapacityWithTheAttempts() throws Exception {
    first.always("offer", FakeReply.loadLimit("Load limit exceeded"));
    second.always("offer", FakeReply.error("Ran out of ports"));

    StatusRuntimeException failure = failure(() -> calls.offer(offer("call")));

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(detail(failure, ErrorInfo.class).getReason()).isEqualTo("CAPACITY");
    assertThat(detail(failure, Attempts.class).getAttemptsList())
        .extracting(Attempt::getNode)
        .containsExactly(first.address(), second.address());
  }

  @Test
  void commandOfACallWhoseNodeIsDeadFailsThereAndGoesNowhereElse() throws Exception {
    noticeSilenceAtOnce();
    String node = first.unixAddress();
    assertThat(calls.offer(offer("call")).getServed().getNode()).isEqualTo(node);
    first.stop();

    StatusRuntimeException failure = failure(() -> answer("call"));

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    ErrorInfo info = detail(failure, ErrorInfo.class);
    assertThat(info.getReason()).isEqualTo("NODE_TIMEOUT");
    assertThat(info.getMetadataMap()).containsEntry("node", node);
    assertThat(second.requests()).isEmpty();
  }

  @Test
  void offerThatMayBeReanchoredGoesToAnotherNodeWhenItsOwnIsDead() throws Exception {
    noticeSilenceAtOnce();
    assertThat(calls.offer(offer("call")).getServed().getNode()).isEqualTo(first.unixAddress());
    first.stop();

    OfferRequest reanchoring =
        offer("call").toBuilder().setRouting(Routing.newBuilder().setReanchor(true)).build();

    assertThat(calls.offer(reanchoring).getServed().getNode()).isEqualTo(second.unixAddress());
    assertThat(answer("call").getNode()).isEqualTo(second.unixAddress());
  }

  @Test
  void onlyWhatOpensCallsCanBeReanchored() throws Exception {
    StatusRuntimeException failure =
        failure(() -> answer("call", Routing.newBuilder().setReanchor(true).build()));

    assertThat(detail(failure, ErrorInfo.class).getReason()).isEqualTo("INVALID_FIELD");
    assertThat(first.requests()).isEmpty();
  }

  @Test
  void handleFindsTheCallForAnotherSidecarThatWouldHaveChosenOtherwise() throws Exception {
    String handle = calls.offer(offer("call")).getServed().getHandle();

    try (RunningSidecar other = RunningSidecar.inFrontOf(nodes(second, first))) {
      calls = CallServiceGrpc.newBlockingStub(other.channel());
      Served served = answer("call", Routing.newBuilder().setHandle(handle).build());

      assertThat(served.getNode()).isEqualTo(first.address());
      assertThat(served.getSearchedList()).isEmpty();
      assertThat(second.requests()).isEmpty();
    }
  }

  @Test
  void callIsLookedForByASidecarThatWouldHaveChosenOtherwise() throws Exception {
    calls.offer(offer("call"));

    try (RunningSidecar other = RunningSidecar.inFrontOf(nodes(second, first))) {
      calls = CallServiceGrpc.newBlockingStub(other.channel());
      Served served = answer("call");

      assertThat(served.getNode()).isEqualTo(first.address());
      assertThat(served.getSearchedList()).containsExactly(first.address());
    }
  }

  @Test
  void offerWithinACallIsLookedForBeforeItIsSent() throws Exception {
    calls.offer(offer("call"));

    try (RunningSidecar other = RunningSidecar.inFrontOf(nodes(second, first))) {
      OfferRequest within = offer("call").toBuilder().setToTag("to").build();
      Served served = CallServiceGrpc.newBlockingStub(other.channel()).offer(within).getServed();

      assertThat(served.getNode()).isEqualTo(first.address());
      // Nobody waits for its answer once the other engine has the call.
      await(() -> !commands(second).isEmpty());
      assertThat(commands(second)).containsOnly("query");
    }
  }

  @Test
  void deleteOfACallThatIsNowhereIsServedWithAWarning() {
    Served served = delete("nobody");

    assertThat(served.getWarning()).contains("not found");
    assertThat(served.getSearchedList()).containsExactly(second.address());
  }

  @Test
  void deleteOfAPartLeavesTheRestOnItsNode() {
    for (String branch : List.of("one", "two")) {
      calls.offer(offer("call").toBuilder().setViaBranch(branch).build());
    }
    calls.delete(
        DeleteRequest.newBuilder()
            .setCallId("call")
            .setFromTag("from")
            .setViaBranch("one")
            .build());
    assertThat(node(first).calls()).isEqualTo(1);

    delete("call");
    assertThat(node(first).calls()).isZero();
  }

  @Test
  void requestsOfACallThatIsBeingOpenedEndUpOnItsNode() throws Exception {
    noticeSilence();
    first.always("offer", FakeReply.silence());
    ListenableFuture<OfferResponse> one =
        CallServiceGrpc.newFutureStub(sidecar.channel()).offer(offer("call"));
    first.awaitRequests(1);
    ListenableFuture<OfferResponse> two =
        CallServiceGrpc.newFutureStub(sidecar.channel()).offer(offer("call"));

    assertThat(one.get(30, TimeUnit.SECONDS).getServed().getNode()).isEqualTo(second.address());
    Served waited = two.get(30, TimeUnit.SECONDS).getServed();
    assertThat(waited.getNode()).isEqualTo(second.address());
    assertThat(waited.getAttemptsCount()).isEqualTo(1);
  }

  @Test
  void allNodesDownAreTriedAnywayAndThatIsSaid() throws Exception {
    noticeSilenceAtOnce();
    first.always(FakeEngine.ANY, FakeReply.usual().truncatedTo(0));
    second.always(FakeEngine.ANY, FakeReply.usual().truncatedTo(0));
    for (int i = 0; i < 2; i++) {
      String callId = "unlucky-" + i;
      StatusRuntimeException unlucky = failure(() -> calls.offer(offer(callId)));
      assertThat(unlucky.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }
    await(() -> sidecar.nodes().stream().allMatch(node -> node.health().name().equals("DOWN")));
    first.always(FakeEngine.ANY, FakeReply.usual());

    Served served = calls.offer(offer("lucky")).getServed();

    assertThat(served.getNode()).isEqualTo(first.unixAddress());
    assertThat(served.getAttempts(0).getTriedThoughDown()).isTrue();
    await(() -> node(first.unixAddress()).health().name().equals("UP"));
  }

  @Test
  void drainingNodeKeepsItsCallsAndTakesNoOthers() {
    calls.offer(offer("old"));
    sidecar.setOperatorState(first.address(), OperatorState.DRAINING);

    assertThat(answer("old").getNode()).isEqualTo(first.address());
    assertThat(calls.offer(offer("new")).getServed().getNode()).isEqualTo(second.address());
  }

  @Test
  void disabledNodeIsSentNothing() throws Exception {
    calls.offer(offer("old"));
    Set<String> before = cookies(first);
    sidecar.setOperatorState(first.address(), OperatorState.DISABLED);

    StatusRuntimeException failure = failure(() -> answer("old"));

    assertThat(detail(failure, ErrorInfo.class).getReason()).isEqualTo("NODE_DISABLED");
    assertThat(calls.offer(offer("new")).getServed().getNode()).isEqualTo(second.address());
    assertThat(cookies(first)).isEqualTo(before);
  }

  @Test
  void callThatItsNodeHasForgottenIsUnknown() throws Exception {
    calls.offer(offer("call"));
    first.restart();

    StatusRuntimeException failure =
        failure(() -> calls.query(QueryRequest.newBuilder().setCallId("call").build()));

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(detail(failure, Attempts.class).getAttempts(0).getOutcome())
        .isEqualTo(AttemptOutcome.ATTEMPT_OUTCOME_UNKNOWN_CALL);
    assertThat(node(first).calls()).isZero();
  }

  @Test
  void opensipsChoosesAsOpensipsDoes() throws Exception {
    try (RunningSidecar other =
        RunningSidecar.inFrontOf(
            first.address() + " " + second.address(), Map.of("HASH", "opensips"))) {
      CallServiceBlockingStub stub = CallServiceGrpc.newBlockingStub(other.channel());

      // The sum of the bytes is 97, and 98.
      assertThat(stub.offer(offer("a")).getServed().getNode()).isEqualTo(second.address());
      assertThat(stub.offer(offer("b")).getServed().getNode()).isEqualTo(first.address());
    }
  }

  private NodeView node(FakeEngine engine) {
    return node(engine.address());
  }

  private NodeView node(String name) {
    return sidecar.nodes().stream()
        .filter(view -> view.id().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Tells requests apart, however often each was sent. */
  private static Set<String> cookies(FakeEngine engine) {
    return engine.requests().stream().map(FakeRequest::cookie).collect(Collectors.toSet());
  }

  private static List<String> commands(FakeEngine engine) {
    return engine.requests().stream().map(FakeRequest::command).toList();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private static StatusRuntimeException failure(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(StatusRuntimeException.class, call);
  }

  private static <T extends com.google.protobuf.Message> T detail(
      StatusRuntimeException failure, Class<T> type) throws Exception {
    for (Any detail : StatusProto.fromThrowable(failure).getDetailsList()) {
      if (detail.is(type)) {
        return detail.unpack(type);
      }
    }
    throw new AssertionError("no " + type.getSimpleName() + " in " + failure);
  }
}
