package io.rtpengine.sidecar.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.rtpengine.sidecar.testing.RtpengineContainer;
import io.rtpengine.sidecar.testing.RtpengineRelease;
import io.rtpengine.v1.DrainNodeRequest;
import io.rtpengine.v1.DrainNodeResponse;
import io.rtpengine.v1.ListNodesRequest;
import io.rtpengine.v1.Node;
import io.rtpengine.v1.NodeReference;
import io.rtpengine.v1.NodeServiceGrpc;
import io.rtpengine.v1.OperatorState;
import io.rtpengine.v1.QueryRequest;
import io.rtpengine.v1.ReloadNodesRequest;
import io.rtpengine.v1.ReloadNodesResponse;
import io.rtpengine.v1.SessionOptions;
import io.rtpengine.v1.SetNodeStateRequest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What operators do to nodes while calls are on them, and others come and go: nobody notices. The
 * engines are of different releases, as they are while a fleet is brought up to date.
 */
final class UnderLoadIT {

  private static final int CALLERS = 2;
  private static final int ENOUGH_CALLS = 40;
  private static final Map<String, String> QUICKLY = Map.of("RTPENGINE_TIMER_INTERVAL", "1");

  private final RtpengineContainer one = new RtpengineContainer(RtpengineRelease.V26_0);
  private final RtpengineContainer two = new RtpengineContainer(RtpengineRelease.V12_5);
  private final RtpengineContainer three = new RtpengineContainer(RtpengineRelease.V10_5);

  private final List<Call> onOne = new ArrayList<>();
  private final List<Call> onTwo = new ArrayList<>();

  @BeforeEach
  void start() {
    one.start();
    two.start();
    three.start();
  }

  @AfterEach
  void stop() {
    one.stop();
    two.stop();
    three.stop();
  }

  /** Sets calls up until both engines have some. */
  private void call(Rig rig) {
    while (onOne.size() < 2 || onTwo.size() < 2) {
      Call call = Call.establish(rig.calls(), SessionOptions.getDefaultInstance());
      (node(rig, call).equals(Rig.url(one)) ? onOne : onTwo).add(call);
    }
  }

  private static String node(Rig rig, Call call) {
    return rig.calls()
        .query(QueryRequest.newBuilder().setCallId(call.id()).build())
        .getServed()
        .getNode();
  }

  /** Fails unless every call is where it was, and its media crosses. */
  private void assertCallsGoOn(Rig rig) {
    onOne.forEach(call -> assertThat(node(rig, call)).isEqualTo(Rig.url(one)));
    onTwo.forEach(call -> assertThat(node(rig, call)).isEqualTo(Rig.url(two)));
    onOne.forEach(Call::assertMediaCrosses);
    onTwo.forEach(Call::assertMediaCrosses);
  }

  private static List<Node> list(Rig rig) {
    return rig.nodes().listNodes(ListNodesRequest.getDefaultInstance()).getNodesList();
  }

  private static NodeReference reference(RtpengineContainer engine) {
    return NodeReference.newBuilder().setNode(Rig.url(engine)).build();
  }

  @ParameterizedTest
  @EnumSource
  void databaseThatChangesAddsRemovesAndWeightsAndNoCallIsLost(DatabaseServer.Product product)
      throws Exception {
    try (DatabaseServer server = new DatabaseServer(product)) {
      server.start();
      server.execute(
          product.kamailio(),
          "INSERT INTO rtpengine (url) VALUES ('" + Rig.url(one) + "'), ('" + Rig.url(two) + "')");
      try (Rig rig =
              Rig.before(
                  "udp:127.0.0.1:1",
                  Map.of("DB_URL", server.url(), "RTPENGINE_TIMER_INTERVAL", "1"));
          Traffic traffic = new Traffic(rig, CALLERS)) {
        call(rig);
        assertThat(traffic.nodesOfNext(ENOUGH_CALLS)).contains(Rig.url(one), Rig.url(two));

        server.execute(
            "INSERT INTO rtpengine (url) VALUES ('" + Rig.url(three) + "')",
            "DELETE FROM rtpengine WHERE url = '" + Rig.url(one) + "'",
            "UPDATE rtpengine SET weight = 2 WHERE url = '" + Rig.url(two) + "'");
        ReloadNodesResponse changes =
            rig.nodes().reloadNodes(ReloadNodesRequest.getDefaultInstance());

        assertThat(changes.getAddedList()).containsExactly(reference(three));
        assertThat(changes.getRemovedList()).containsExactly(reference(one));
        assertThat(changes.getChangedList()).containsExactly(reference(two));
        assertThat(traffic.nodesOfNext(ENOUGH_CALLS))
            .contains(Rig.url(two), Rig.url(three))
            .doesNotContain(Rig.url(one));
        assertCallsGoOn(rig);
        assertThat(list(rig))
            .filteredOn(Node::getLeaving)
            .singleElement()
            .satisfies(
                leaving -> {
                  assertThat(leaving.getNode()).isEqualTo(Rig.url(one));
                  assertThat(leaving.getCalls()).isEqualTo(onOne.size());
                });

        onOne.forEach(Call::close);
        Await.until(() -> list(rig).size() == 2);
        onTwo.forEach(Call::assertMediaCrosses);
        onTwo.forEach(Call::close);
        traffic.assertNoFailure();
      }
    }
  }

  @Test
  void nodeThatIsDrainedKeepsItsCallsUntilTheyEndAndGetsNoOthers() throws Exception {
    try (Rig rig = Rig.before(Rig.url(one) + " " + Rig.url(two), QUICKLY);
        Traffic traffic = new Traffic(rig, CALLERS)) {
      call(rig);

      Iterator<DrainNodeResponse> progress =
          NodeServiceGrpc.newBlockingStub(rig.channel())
              .withDeadlineAfter(5, TimeUnit.MINUTES)
              .drainNode(DrainNodeRequest.newBuilder().setNode(Rig.url(one)).build());
      assertThat(progress.next().getDone()).isFalse();

      assertThat(traffic.nodesOfNext(ENOUGH_CALLS)).containsOnly(Rig.url(two));
      assertCallsGoOn(rig);
      DrainNodeResponse last = progress.next();
      while (last.getCalls() > onOne.size()) {
        // Told while others, which had begun before, were still there.
        last = progress.next();
      }
      assertThat(last.getCalls()).isEqualTo(onOne.size());
      assertThat(last.getDone()).isFalse();
      onOne.forEach(Call::close);
      while (progress.hasNext()) {
        last = progress.next();
      }
      assertThat(last.getDone()).isTrue();
      assertThat(last.getCallsAtNode()).isZero();

      var unused =
          rig.nodes()
              .setNodeState(
                  SetNodeStateRequest.newBuilder()
                      .setNode(Rig.url(one))
                      .setState(OperatorState.OPERATOR_STATE_ENABLED)
                      .build());
      assertThat(traffic.nodesOfNext(ENOUGH_CALLS)).contains(Rig.url(one), Rig.url(two));
      onTwo.forEach(Call::assertMediaCrosses);
      onTwo.forEach(Call::close);
      traffic.assertNoFailure();
    }
  }
}
