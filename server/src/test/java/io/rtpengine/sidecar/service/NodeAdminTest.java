package io.rtpengine.sidecar.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.rtpengine.sidecar.testing.FakeEngine;
import io.rtpengine.sidecar.testing.FakeReply;
import io.rtpengine.v1.CallServiceGrpc;
import io.rtpengine.v1.DrainNodeRequest;
import io.rtpengine.v1.DrainNodeResponse;
import io.rtpengine.v1.ListNodesRequest;
import io.rtpengine.v1.Node;
import io.rtpengine.v1.NodeReference;
import io.rtpengine.v1.NodeServiceGrpc;
import io.rtpengine.v1.NodeServiceGrpc.NodeServiceBlockingStub;
import io.rtpengine.v1.OfferRequest;
import io.rtpengine.v1.OperatorState;
import io.rtpengine.v1.PingRequest;
import io.rtpengine.v1.ReloadNodesRequest;
import io.rtpengine.v1.ReloadNodesResponse;
import io.rtpengine.v1.SetNodeStateRequest;
import io.rtpengine.v1.SetNodeStateResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What operators can do with nodes, over gRPC. */
@Timeout(300)
class NodeAdminTest {

  private static final SetNodeStateRequest DISABLE =
      SetNodeStateRequest.newBuilder().setState(OperatorState.OPERATOR_STATE_DISABLED).build();

  private final String database = "jdbc:h2:mem:" + UUID.randomUUID();
  @TempDir private Path directory;
  private Connection keepsTheDatabase;
  private FakeEngine one;
  private FakeEngine two;
  private RunningSidecar sidecar;

  @BeforeEach
  void start() throws Exception {
    keepsTheDatabase = DriverManager.getConnection(database);
    one = FakeEngine.start();
    two = FakeEngine.start();
    execute(
        "CREATE TABLE rtpengine (id INT PRIMARY KEY, socket VARCHAR, set_id INT, disabled INT)",
        "INSERT INTO rtpengine VALUES (1, '" + one.address() + "=3', 0, 0)",
        "INSERT INTO rtpengine VALUES (2, '" + two.address() + ",priority=1', 0, 0)",
        "INSERT INTO rtpengine VALUES (3, '" + one.address() + "', 5, 0)");
    sidecar = run();
  }

  private RunningSidecar run() throws Exception {
    return RunningSidecar.inFrontOf(
        "udp:127.0.0.1:1",
        Map.of("DB_URL", database, "STATE_FILE", directory.resolve("states").toString()));
  }

  @AfterEach
  void stop() throws Exception {
    sidecar.close();
    one.close();
    two.close();
    keepsTheDatabase.close();
  }

  @Test
  void listTellsHowNodesAreConfigured() {
    assertThat(nodes().listNodes(ListNodesRequest.getDefaultInstance()).getNodesList())
        .extracting(
            Node::getNode,
            Node::getSetId,
            Node::getWeight,
            Node::getPriority,
            Node::getOperatorState)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                one.address(), 0, 3, 0, OperatorState.OPERATOR_STATE_ENABLED),
            org.assertj.core.groups.Tuple.tuple(
                two.address(), 0, 1, 1, OperatorState.OPERATOR_STATE_ENABLED),
            org.assertj.core.groups.Tuple.tuple(
                one.address(), 5, 1, 0, OperatorState.OPERATOR_STATE_ENABLED));
  }

  @Test
  void listSaysWhereEachNodeIs() {
    assertThat(nodes().listNodes(ListNodesRequest.getDefaultInstance()).getNodesList())
        .allSatisfy(node -> assertThat("udp:" + node.getAddress()).isEqualTo(node.getNode()));
  }

  @Test
  void listMayBeOfOneSet() {
    assertThat(nodes().listNodes(ListNodesRequest.newBuilder().setSetId(5).build()).getNodesList())
        .singleElement()
        .satisfies(node -> assertThat(node.getSetId()).isEqualTo(5));
    assertThat(reason(() -> nodes().listNodes(ListNodesRequest.newBuilder().setSetId(6).build())))
        .isEqualTo("UNKNOWN_SET");
  }

  @Test
  void stateIsSetInOneSetOrInAll() {
    SetNodeStateResponse inOne = nodes().setNodeState(disable(one).toBuilder().setSetId(5).build());
    assertThat(inOne.getPersisted()).isTrue();
    assertThat(inOne.getNodesList())
        .singleElement()
        .satisfies(node -> assertThat(node.getSetId()).isEqualTo(5));
    assertThat(state(one, 0)).isEqualTo(OperatorState.OPERATOR_STATE_ENABLED);
    assertThat(state(one, 5)).isEqualTo(OperatorState.OPERATOR_STATE_DISABLED);

    assertThat(nodes().setNodeState(disable(one)).getNodesList()).hasSize(2);
    assertThat(state(one, 0)).isEqualTo(OperatorState.OPERATOR_STATE_DISABLED);
  }

  @Test
  void stateOutlivesReloadAndRestart() throws Exception {
    nodes().setNodeState(disable(two));

    nodes().reloadNodes(ReloadNodesRequest.getDefaultInstance());
    assertThat(state(two, 0)).isEqualTo(OperatorState.OPERATOR_STATE_DISABLED);

    sidecar.close();
    sidecar = run();
    assertThat(state(two, 0)).isEqualTo(OperatorState.OPERATOR_STATE_DISABLED);
    assertThat(state(one, 0)).isEqualTo(OperatorState.OPERATOR_STATE_ENABLED);
  }

  @Test
  void requestsThatCannotBeRightAreRefused() {
    assertThat(reason(() -> nodes().setNodeState(DISABLE))).isEqualTo("MISSING_FIELD");
    assertThat(
            reason(
                () ->
                    nodes()
                        .setNodeState(
                            SetNodeStateRequest.newBuilder().setNode(one.address()).build())))
        .isEqualTo("MISSING_FIELD");
    assertThat(
            reason(() -> nodes().setNodeState(disable(one).toBuilder().setStateValue(9).build())))
        .isEqualTo("INVALID_FIELD");
    assertThat(reason(() -> nodes().setNodeState(disable(two).toBuilder().setSetId(5).build())))
        .isEqualTo("UNKNOWN_NODE");
    assertThat(reason(() -> nodes().setNodeState(disable(one).toBuilder().setSetId(6).build())))
        .isEqualTo("UNKNOWN_SET");
    for (Duration interval :
        List.of(
            Duration.getDefaultInstance(),
            Duration.newBuilder().setSeconds(3_601).build(),
            Duration.newBuilder().setSeconds(Long.MIN_VALUE).build(),
            Duration.newBuilder().setSeconds(Long.MAX_VALUE).build())) {
      DrainNodeRequest drain =
          DrainNodeRequest.newBuilder().setNode(one.address()).setUpdateInterval(interval).build();
      assertThat(reason(() -> nodes().drainNode(drain).next())).isEqualTo("INVALID_FIELD");
    }
    assertThat(state(one, 0)).isEqualTo(OperatorState.OPERATOR_STATE_ENABLED);
  }

  private DrainNodeRequest drainWithFrequentUpdates() {
    return DrainNodeRequest.newBuilder()
        .setNode(one.address())
        .setUpdateInterval(Duration.newBuilder().setNanos(100_000_000))
        .build();
  }

  @Test
  void drainEndsWhenTheEngineHasNoCallsLeft() {
    one.next("statistics", statistics(2), statistics(1));
    one.always("statistics", statistics(0));

    List<DrainNodeResponse> told = toList(nodes().drainNode(drainWithFrequentUpdates()));

    assertThat(told).extracting(DrainNodeResponse::getCallsAtNode).containsExactly(2, 1, 0);
    assertThat(told).extracting(DrainNodeResponse::getDone).containsExactly(false, false, true);
    assertThat(state(one, 0)).isEqualTo(OperatorState.OPERATOR_STATE_DRAINING);
    assertThat(state(one, 5)).isEqualTo(OperatorState.OPERATOR_STATE_DRAINING);
  }

  @Test
  void engineThatDoesNotSayHowManyCallsItHasIsNotTakenForEmpty() {
    one.next("statistics", FakeReply.error("Internal error"));
    one.always("statistics", statistics(0));

    List<DrainNodeResponse> told = toList(nodes().drainNode(drainWithFrequentUpdates()));

    assertThat(told).extracting(DrainNodeResponse::hasCallsAtNode).containsExactly(false, true);
    assertThat(told).extracting(DrainNodeResponse::getDone).containsExactly(false, true);
  }

  @Test
  void drainThatIgnoresOthersDoesNotAskTheEngine() {
    one.always("statistics", statistics(9));

    List<DrainNodeResponse> told =
        toList(
            nodes()
                .drainNode(
                    DrainNodeRequest.newBuilder()
                        .setNode(one.address())
                        .setIgnoreOthers(true)
                        .build()));

    assertThat(told).singleElement().satisfies(end -> assertThat(end.getDone()).isTrue());
    assertThat(told.get(0).hasCallsAtNode()).isFalse();
  }

  @Test
  void drainIsOverWhenTheNodeIsEnabledAgain() {
    one.always("statistics", statistics(9));
    Iterator<DrainNodeResponse> drain = nodes().drainNode(drainWithFrequentUpdates());
    assertThat(drain.next().getDone()).isFalse();

    nodes()
        .setNodeState(
            disable(one).toBuilder().setState(OperatorState.OPERATOR_STATE_ENABLED).build());

    assertThat(reason(() -> drain.forEachRemaining(message -> {}))).isEqualTo("NODE_IN_USE");
  }

  @Test
  void reloadTellsWhatHasChanged() throws Exception {
    execute(
        "UPDATE rtpengine SET socket = '" + one.address() + "=9' WHERE id = 1",
        "DELETE FROM rtpengine WHERE id = 2",
        "INSERT INTO rtpengine VALUES (4, 'udp:127.0.0.1:4', 6, 1)");

    ReloadNodesResponse response = nodes().reloadNodes(ReloadNodesRequest.getDefaultInstance());

    assertThat(response)
        .isEqualTo(
            ReloadNodesResponse.newBuilder()
                .addAdded(reference("udp:127.0.0.1:4", 6))
                .addRemoved(reference(two.address(), 0))
                .addChanged(reference(one.address(), 0))
                .addUnchanged(reference(one.address(), 5))
                .build());
    assertThat(nodes().listNodes(ListNodesRequest.newBuilder().setSetId(6).build()).getNodes(0))
        .satisfies(
            added -> {
              assertThat(added.getDisabledAtSource()).isTrue();
              assertThat(added.getOperatorState()).isEqualTo(OperatorState.OPERATOR_STATE_ENABLED);
            });
  }

  @Test
  void reloadTellsWhatIsRejectedAndKeepsWhatMayBeMeant() throws Exception {
    execute("UPDATE rtpengine SET socket = 'udp;" + two.address() + "' WHERE id = 2");

    ReloadNodesResponse response = nodes().reloadNodes(ReloadNodesRequest.getDefaultInstance());

    assertThat(response.getRejectedList())
        .singleElement()
        .satisfies(row -> assertThat(row.getEntry()).startsWith("row with id 2"))
        .satisfies(row -> assertThat(row.getReason()).contains("is no node"));
    assertThat(response.getRetainedList()).containsExactly(reference(two.address(), 0));
  }

  @Test
  void listThatIsEmptyOrBrokenIsRefusedAndCallsGoOn() throws Exception {
    execute("DELETE FROM rtpengine");
    assertThat(reason(this::reload)).isEqualTo("NO_NODES_LISTED");

    execute("INSERT INTO rtpengine VALUES (1, 'garbage', 0, 0)");
    StatusRuntimeException refused =
        catchThrowableOfType(StatusRuntimeException.class, this::reload);
    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(detail(refused, PreconditionFailure.class).getViolations(0).getSubject())
        .isEqualTo("row with id 1");

    execute("DROP TABLE rtpengine", "CREATE TABLE rtpengine (other INT)");
    assertThat(reason(this::reload)).isEqualTo("NODES_UNREADABLE");

    assertThat(nodes().ping(PingRequest.getDefaultInstance()).getServed().getNode())
        .isIn(one.address(), two.address());
  }

  @Test
  void whileThereAreNoNodesYetThatIsNoFaultOfTheRequest() throws Exception {
    execute("DELETE FROM rtpengine");
    try (RunningSidecar early =
        RunningSidecar.inFrontOf("udp:127.0.0.1:1", Map.of("DB_URL", database))) {
      NodeServiceBlockingStub nodes = NodeServiceGrpc.newBlockingStub(early.channel());
      assertThat(reason(() -> nodes.ping(PingRequest.getDefaultInstance()))).isEqualTo("NO_NODE");

      execute("INSERT INTO rtpengine VALUES (1, '" + one.address() + "', 0, 0)");
      assertThat(nodes.reloadNodes(ReloadNodesRequest.getDefaultInstance()).getAddedList())
          .containsExactly(reference(one.address(), 0));
      assertThat(nodes.ping(PingRequest.getDefaultInstance()).getServed().getNode())
          .isEqualTo(one.address());
    }
  }

  @Test
  void nodesThatWereReadLastAreThereAfterARestartWithoutAList() throws Exception {
    sidecar.close();
    execute("DELETE FROM rtpengine");

    sidecar = run();

    assertThat(nodes().ping(PingRequest.getDefaultInstance()).getServed().getNode())
        .isIn(one.address(), two.address());
    execute("INSERT INTO rtpengine VALUES (1, '" + two.address() + "', 0, 0)");
    nodes().reloadNodes(ReloadNodesRequest.getDefaultInstance());
    assertThat(nodes().ping(PingRequest.getDefaultInstance()).getServed().getNode())
        .isEqualTo(two.address());
  }

  @Test
  void noRequestFailsWhileTheListIsSwapped() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger served = new AtomicInteger();
    ExecutorService callers = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> running =
          List.of(
              callers.submit(() -> offer("left", over, served)),
              callers.submit(() -> offer("right", over, served)));
      for (int i = 0; i < 20; i++) {
        execute("UPDATE rtpengine SET set_id = " + (i % 2 == 0 ? 7 : 0) + " WHERE id = 2");
        nodes().reloadNodes(ReloadNodesRequest.getDefaultInstance());
        int before = served.get();
        while (served.get() < before + 20 && running.stream().noneMatch(Future::isDone)) {
          Thread.onSpinWait();
        }
      }
      over.set(true);
      for (Future<?> caller : running) {
        caller.get(90, TimeUnit.SECONDS);
      }
    } finally {
      callers.shutdownNow();
    }
    assertThat(served.get()).isGreaterThanOrEqualTo(400);
  }

  private void offer(String name, AtomicBoolean over, AtomicInteger served) {
    var calls = CallServiceGrpc.newBlockingStub(sidecar.channel());
    for (int i = 0; !over.get(); i++) {
      calls
          .withDeadlineAfter(60, TimeUnit.SECONDS)
          .offer(
              OfferRequest.newBuilder()
                  .setCallId(name + i)
                  .setFromTag("a")
                  .setSdp(ByteString.copyFromUtf8("v=0\r\n"))
                  .build());
      served.incrementAndGet();
    }
  }

  private ReloadNodesResponse reload() {
    return nodes().reloadNodes(ReloadNodesRequest.getDefaultInstance());
  }

  private NodeServiceBlockingStub nodes() {
    return NodeServiceGrpc.newBlockingStub(sidecar.channel())
        .withDeadlineAfter(60, TimeUnit.SECONDS);
  }

  private OperatorState state(FakeEngine engine, int setId) {
    return nodes()
        .listNodes(ListNodesRequest.newBuilder().setSetId(setId).build())
        .getNodesList()
        .stream()
        .filter(node -> node.getNode().equals(engine.address()))
        .findFirst()
        .orElseThrow()
        .getOperatorState();
  }

  private void execute(String... statements) throws SQLException {
    try (Statement statement = keepsTheDatabase.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static SetNodeStateRequest disable(FakeEngine engine) {
    return DISABLE.toBuilder().setNode(engine.address()).build();
  }

  private static NodeReference reference(String node, int setId) {
    return NodeReference.newBuilder().setNode(node).setSetId(setId).build();
  }

  private static FakeReply statistics(int sessions) {
    return FakeReply.of(
        Map.of(
            "result",
            "ok",
            "statistics",
            Map.of("currentstatistics", Map.of("sessionsown", sessions, "sessionstotal", 99))));
  }

  private static List<DrainNodeResponse> toList(Iterator<DrainNodeResponse> messages) {
    List<DrainNodeResponse> list = new java.util.ArrayList<>();
    messages.forEachRemaining(list::add);
    return list;
  }

  private static String reason(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    StatusRuntimeException failure = catchThrowableOfType(StatusRuntimeException.class, call);
    return detail(failure, ErrorInfo.class).getReason();
  }

  private static <T extends com.google.protobuf.Message> T detail(
      StatusRuntimeException failure, Class<T> type) {
    try {
      com.google.rpc.Status status = StatusProto.fromThrowable(failure);
      for (Any detail : status.getDetailsList()) {
        if (detail.is(type)) {
          return detail.unpack(type);
        }
      }
      throw new AssertionError("no " + type.getSimpleName() + " in " + status, failure);
    } catch (com.google.protobuf.InvalidProtocolBufferException broken) {
      throw new AssertionError(broken);
    }
  }
}
