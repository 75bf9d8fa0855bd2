package io.rtpengine.sidecar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.rtpengine.sidecar.testing.RtpEndpoint;
import io.rtpengine.sidecar.testing.RtpengineContainer;
import io.rtpengine.sidecar.testing.RtpengineRelease;
import io.rtpengine.v1.Attempt;
import io.rtpengine.v1.AttemptOutcome;
import io.rtpengine.v1.ListCallsRequest;
import io.rtpengine.v1.OfferRequest;
import io.rtpengine.v1.PingRequest;
import io.rtpengine.v1.QueryRequest;
import io.rtpengine.v1.Routing;
import io.rtpengine.v1.Served;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testcontainers.DockerClientFactory;

/** Two real engines, one of which is not well. New calls go to the first, as long as it works. */
final class PoolIT {

  private RtpEndpoint alice;

  @BeforeEach
  void open() {
    alice = RtpEndpoint.open();
  }

  @AfterEach
  void close() {
    alice.close();
  }

  private static String nodes(RtpengineContainer first, RtpengineContainer second) {
    return Rig.url(first) + "=1000000000 " + Rig.url(second);
  }

  private Served offer(Rig rig, String callId, Routing routing) {
    return rig.calls()
        .offer(
            OfferRequest.newBuilder()
                .setCallId(callId)
                .setFromTag("alice")
                .setSdp(sdp())
                .setRouting(routing)
                .build())
        .getServed();
  }

  private Served offer(Rig rig, String callId) {
    return offer(rig, callId, Routing.getDefaultInstance());
  }

  private ByteString sdp() {
    return Call.sdpOf(alice);
  }

  private static List<String> callsOn(Rig rig, RtpengineContainer engine) {
    return rig.calls()
        .listCalls(
            ListCallsRequest.newBuilder()
                .setLimit(1_000)
                .setRouting(Routing.newBuilder().setNode(Rig.url(engine)))
                .build())
        .getCallIdsList();
  }

  @ParameterizedTest
  @EnumSource
  void killedEngineIsFollowedByTheNextAndItsCallsAreLost(RtpengineRelease release) {
    try (RtpengineContainer first = new RtpengineContainer(release);
        RtpengineContainer second = new RtpengineContainer(release)) {
      first.start();
      second.start();
      try (Rig rig = Rig.before(nodes(first, second))) {
        String old = Call.newId();
        assertThat(offer(rig, old).getNode()).isEqualTo(Rig.url(first));

        DockerClientFactory.instance()
            .client()
            .killContainerCmd(first.getContainerId())
            .withSignal("KILL")
            .exec();

        Served served = offer(rig, Call.newId());
        assertThat(served.getNode()).isEqualTo(Rig.url(second));
        assertThat(served.getAttempts(0).getOutcome())
            .isEqualTo(AttemptOutcome.ATTEMPT_OUTCOME_SILENT);
        Refusals.assertRefused(
            Status.Code.UNAVAILABLE,
            "NODE_TIMEOUT",
            () -> rig.calls().query(QueryRequest.newBuilder().setCallId(old).build()));
        assertThat(callsOn(rig, second)).doesNotContain(old);
        Served moved = offer(rig, old, Routing.newBuilder().setReanchor(true).build());
        assertThat(moved.getNode()).isEqualTo(Rig.url(second));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void pausedEngineGoesDownAndComesBackWithoutGhosts(RtpengineRelease release) throws Exception {
    try (RtpengineContainer first = new RtpengineContainer(release);
        RtpengineContainer second = new RtpengineContainer(release)) {
      first.start();
      second.start();
      try (Rig rig = Rig.before(nodes(first, second))) {
        String old = Call.newId();
        offer(rig, old);
        String ghost = Call.newId();
        pause(first);
        try {
          assertThat(offer(rig, ghost).getNode()).isEqualTo(Rig.url(second));
          Await.until(() -> rig.health(first).equals("DOWN"));
          Served placed = offer(rig, Call.newId());
          assertThat(placed.getAttemptsList())
              .extracting(Attempt::getNode)
              .containsExactly(Rig.url(second));
        } finally {
          resume(first);
        }

        Await.until(() -> rig.health(first).equals("UP"));
        // What waited in its socket's buffer has opened the call after all.
        Await.until(() -> callsOn(rig, first).equals(List.of(old)));
        assertThat(offer(rig, Call.newId()).getNode()).isEqualTo(Rig.url(first));
      }
    }
  }

  @Test
  void restartedEngineHasForgottenItsCallsAndTakesNewOnes() {
    try (RtpengineContainer engine = new RtpengineContainer(RtpengineRelease.V26_0)) {
      engine.start();
      try (Rig rig = Rig.before(engine)) {
        String old = Call.newId();
        offer(rig, old);
        DockerClientFactory.instance()
            .client()
            .restartContainerCmd(engine.getContainerId())
            .withTimeout(0)
            .exec();

        Refusals.assertRefused(
            Status.Code.NOT_FOUND,
            "UNKNOWN_CALL",
            () -> rig.calls().query(QueryRequest.newBuilder().setCallId(old).build()));
        assertThat(offer(rig, Call.newId()).getNode()).isEqualTo(Rig.url(engine));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void engineAtItsSessionLimitIsFollowedByTheNextAndThenThereIsNone(RtpengineRelease release) {
    try (RtpengineContainer first =
            new RtpengineContainer(release).withArguments("--max-sessions=1");
        RtpengineContainer second =
            new RtpengineContainer(release).withArguments("--max-sessions=1")) {
      first.start();
      second.start();
      try (Rig rig = Rig.before(nodes(first, second))) {
        assertThat(offer(rig, Call.newId()).getNode()).isEqualTo(Rig.url(first));
        Served next = offer(rig, Call.newId());
        assertThat(next.getNode()).isEqualTo(Rig.url(second));
        assertThat(next.getAttempts(0).getOutcome()).isEqualTo(AttemptOutcome.ATTEMPT_OUTCOME_FULL);

        Refusals.assertRefused(
            Status.Code.RESOURCE_EXHAUSTED, "CAPACITY", () -> offer(rig, Call.newId()));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void engineWithoutPortsIsFollowedByTheNextAndKeepsNothing(RtpengineRelease release)
      throws Exception {
    try (RtpengineContainer first =
            new RtpengineContainer(release).withArguments("--port-min=30000", "--port-max=30003");
        RtpengineContainer second = new RtpengineContainer(release)) {
      first.start();
      second.start();
      try (Rig rig = Rig.before(nodes(first, second))) {
        Served served = offer(rig, Call.newId());
        for (int i = 0; i < 5 && served.getNode().equals(Rig.url(first)); i++) {
          served = offer(rig, Call.newId());
        }

        assertThat(served.getNode()).isEqualTo(Rig.url(second));
        assertThat(served.getAttempts(0).getOutcome())
            .isEqualTo(AttemptOutcome.ATTEMPT_OUTCOME_FULL);
        assertThat(served.getAttempts(0).getErrorReason()).isEqualTo("Ran out of ports");
        int kept = rig.calls(first);
        Await.until(() -> callsOn(rig, first).size() == kept);
      }
    }
  }

  @Test
  void enginesOnIpv6AreNodesLikeAny() {
    try (RtpengineContainer first =
            new RtpengineContainer(RtpengineRelease.V26_0)
                .withArguments("--listen-ng=[::1]:22260");
        RtpengineContainer second =
            new RtpengineContainer(RtpengineRelease.V26_0)
                .withArguments("--listen-ng=[::1]:22261")) {
      first.start();
      second.start();
      String one = "udp6:[::1]:22260";
      String other = "udp:[::1]:22261";
      try (Rig rig = Rig.before(one + "=1000000000 " + other)) {
        assertThat(offer(rig, Call.newId()).getNode()).isEqualTo(one);
        first.stop();

        assertThat(offer(rig, Call.newId()).getNode()).isEqualTo(other);
        assertThat(
                rig.nodes()
                    .ping(
                        PingRequest.newBuilder()
                            .setRouting(Routing.newBuilder().setNode(other))
                            .build())
                    .getServed()
                    .getResult())
            .isEqualTo("pong");
      }
    }
  }

  private static void pause(RtpengineContainer engine) {
    DockerClientFactory.instance().client().pauseContainerCmd(engine.getContainerId()).exec();
  }

  private static void resume(RtpengineContainer engine) {
    DockerClientFactory.instance().client().unpauseContainerCmd(engine.getContainerId()).exec();
  }
}
