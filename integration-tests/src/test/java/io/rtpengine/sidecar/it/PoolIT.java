package io.rtpengine.sidecar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.grpc.Status;
import io.rtpengine.sidecar.testing.RtpEndpoint;
import io.rtpengine.sidecar.testing.RtpengineContainer;
import io.rtpengine.sidecar.testing.RtpengineRelease;
import io.rtpengine.v1.AnswerRequest;
import io.rtpengine.v1.Attempt;
import io.rtpengine.v1.AttemptOutcome;
import io.rtpengine.v1.DeleteRequest;
import io.rtpengine.v1.ListCallsRequest;
import io.rtpengine.v1.OfferRequest;
import io.rtpengine.v1.QueryRequest;
import io.rtpengine.v1.Routing;
import io.rtpengine.v1.Served;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.testcontainers.DockerClientFactory;

/** Two real engines, one of which is not well. New calls go to the first, as long as it works. */
final class PoolIT {

  /** An engine is asked about a call 40 s after the deletion, or a little later. */
  private static final java.time.Duration A_WHILE = java.time.Duration.ofMinutes(2);

  /** One of two engines that is silent keeps callers waiting for 5 s. */
  private static final Map<String, String> NOTICING_SILENCE = Map.of("RTPENGINE_TOUT", "2");

  /** A kind of engine: its release, and the loopback address that it takes commands on. */
  record Kind(RtpengineRelease release, boolean ipv6) {

    @Override
    public String toString() {
      return release + (ipv6 ? " on ::1" : " on IPv4");
    }
  }

  static Stream<Kind> kinds() {
    return Stream.concat(
        Stream.of(RtpengineRelease.values()).map(release -> new Kind(release, false)),
        Stream.of(new Kind(RtpengineRelease.V26_0, true)));
  }

  /** An engine that runs. */
  private static final class Engine implements AutoCloseable {

    final RtpengineContainer container;
    final String url;

    Engine(Kind kind, String... arguments) {
      container = new RtpengineContainer(kind.release()).withArguments(arguments);
      if (kind.ipv6()) {
        String place = "[::1]:" + freePort();
        container.withArguments("--listen-ng=" + place);
        url = "udp6:" + place;
      } else {
        url = Rig.url(container);
      }
      container.start();
    }

    private static int freePort() {
      byte[] loopback = new byte[16];
      loopback[15] = 1;
      try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByAddress(loopback))) {
        return socket.getLocalPort();
      } catch (IOException noIpv6) {
        throw new UncheckedIOException(noIpv6);
      }
    }

    @Override
    public void close() {
      container.stop();
    }
  }

  private RtpEndpoint alice;

  @BeforeEach
  void open() {
    alice = RtpEndpoint.open();
  }

  @AfterEach
  void close() {
    alice.close();
  }

  private static String nodes(Engine first, Engine second) {
    return first.url + "=1000000000 " + second.url;
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

  private static List<String> callsOn(Rig rig, Engine engine) {
    return rig.calls()
        .listCalls(
            ListCallsRequest.newBuilder()
                .setLimit(1_000)
                .setRouting(Routing.newBuilder().setNode(engine.url))
                .build())
        .getCallIdsList();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void killedEngineIsFollowedByTheNextAndItsCallsAreLost(Kind kind) {
    try (Engine first = new Engine(kind);
        Engine second = new Engine(kind)) {
      try (Rig rig = Rig.before(nodes(first, second), NOTICING_SILENCE)) {
        String old = Call.newId();
        assertThat(offer(rig, old).getNode()).isEqualTo(first.url);

        DockerClientFactory.instance()
            .client()
            .killContainerCmd(first.container.getContainerId())
            .withSignal("KILL")
            .exec();

        Served served = offer(rig, Call.newId());
        assertThat(served.getNode()).isEqualTo(second.url);
        assertThat(served.getAttempts(0).getOutcome())
            .isEqualTo(AttemptOutcome.ATTEMPT_OUTCOME_SILENT);
        Refusals.assertRefused(
            Status.Code.UNAVAILABLE,
            "NODE_TIMEOUT",
            () -> rig.calls().query(QueryRequest.newBuilder().setCallId(old).build()));
        assertThat(callsOn(rig, second)).doesNotContain(old);
        Served moved = offer(rig, old, Routing.newBuilder().setReanchor(true).build());
        assertThat(moved.getNode()).isEqualTo(second.url);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void pausedEngineGoesDownAndComesBackWithoutGhosts(Kind kind) throws Exception {
    try (Engine first = new Engine(kind);
        Engine second = new Engine(kind)) {
      try (Rig rig = Rig.before(nodes(first, second), NOTICING_SILENCE)) {
        String old = Call.newId();
        offer(rig, old);
        String ghost = Call.newId();
        pause(first);
        try {
          assertThat(offer(rig, ghost).getNode()).isEqualTo(second.url);
          Await.until(() -> rig.health(first.url).equals("DOWN"));
          Served placed = offer(rig, Call.newId());
          assertThat(placed.getAttemptsList())
              .extracting(Attempt::getNode)
              .containsExactly(second.url);
        } finally {
          resume(first);
        }

        Await.until(() -> rig.health(first.url).equals("UP"));
        // What waited in its socket's buffer has opened the call after all.
        Await.until(() -> callsOn(rig, first).equals(List.of(old)));
        assertThat(offer(rig, Call.newId()).getNode()).isEqualTo(first.url);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void restartedEngineHasForgottenItsCallsAndTakesNewOnes(Kind kind) {
    try (Engine engine = new Engine(kind)) {
      try (Rig rig = Rig.before(engine.url)) {
        String old = Call.newId();
        offer(rig, old);
        DockerClientFactory.instance()
            .client()
            .restartContainerCmd(engine.container.getContainerId())
            .withTimeout(0)
            .exec();

        Refusals.assertRefused(
            Status.Code.NOT_FOUND,
            "UNKNOWN_CALL",
            () -> rig.calls().query(QueryRequest.newBuilder().setCallId(old).build()));
        assertThat(offer(rig, Call.newId()).getNode()).isEqualTo(engine.url);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void engineAtItsSessionLimitIsFollowedByTheNextAndThenThereIsNone(Kind kind) {
    try (Engine first = new Engine(kind, "--max-sessions=1");
        Engine second = new Engine(kind, "--max-sessions=1")) {
      try (Rig rig = Rig.before(nodes(first, second))) {
        assertThat(offer(rig, Call.newId()).getNode()).isEqualTo(first.url);
        Served next = offer(rig, Call.newId());
        assertThat(next.getNode()).isEqualTo(second.url);
        assertThat(next.getAttempts(0).getOutcome()).isEqualTo(AttemptOutcome.ATTEMPT_OUTCOME_FULL);

        Refusals.assertRefused(
            Status.Code.RESOURCE_EXHAUSTED, "CAPACITY", () -> offer(rig, Call.newId()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void engineWithoutPortsIsFollowedByTheNextAndKeepsNothing(Kind kind) throws Exception {
    try (Engine first = new Engine(kind, "--port-min=30000", "--port-max=30003");
        Engine second = new Engine(kind)) {
      try (Rig rig = Rig.before(nodes(first, second))) {
        Served served = offer(rig, Call.newId());
        for (int i = 0; i < 5 && served.getNode().equals(first.url); i++) {
          served = offer(rig, Call.newId());
        }

        assertThat(served.getNode()).isEqualTo(second.url);
        assertThat(served.getAttempts(0).getOutcome())
            .isEqualTo(AttemptOutcome.ATTEMPT_OUTCOME_FULL);
        assertThat(served.getAttempts(0).getErrorReason()).isEqualTo("Ran out of ports");
        int kept = rig.calls(first.url);
        Await.until(() -> callsOn(rig, first).size() == kept);
      }
    }
  }

  /** On all releases at once, because it takes its time. */
  @Test
  void callWhoseLastPartIsDeletedIsOffItsEngineAndOthersStay() throws Exception {
    try (Engine first = new Engine(new Kind(RtpengineRelease.V10_5, false));
        Engine second = new Engine(new Kind(RtpengineRelease.V12_5, false));
        Engine third = new Engine(new Kind(RtpengineRelease.V26_0, false))) {
      List<String> engines = List.of(first.url, second.url, third.url);
      try (Rig rig = Rig.before(String.join(" ", engines))) {
        for (String engine : engines) {
          Routing routing = Routing.newBuilder().setNode(engine).build();
          assertThat(offer(rig, Call.newId(), routing).getNode()).isEqualTo(engine);
          String ended = forked(rig, routing);
          delete(rig, part(ended).setFromTag("alice").setViaBranch("one"));
          delete(rig, part(ended).setFromTag("alice"));
          assertThat(rig.calls(engine)).isEqualTo(2);
        }

        for (String engine : engines) {
          Await.until(A_WHILE, () -> rig.calls(engine) == 1);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void callOfTwoIsOverWhenThePartOfEitherIsDeleted(Kind kind) {
    try (Engine engine = new Engine(kind);
        Rig rig = Rig.before(engine.url)) {
      for (DeleteRequest.Builder part :
          List.of(
              part(answered(rig)).setFromTag("alice"),
              part(answered(rig)).setFromTag("bob"),
              part(answered(rig)).setFromTag("alice").setToTag("bob"),
              part(answered(rig)).setFromTag("bob").setToTag("alice"),
              part(offered(rig)).setFromTag("alice"))) {
        assertThat(callsOn(rig, engine)).contains(part.getCallId());
        int before = rig.calls(engine.url);

        delete(rig, part);

        assertThat(rig.calls(engine.url)).isEqualTo(before - 1);
        assertThat(callsOn(rig, engine)).doesNotContain(part.getCallId());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void callOfMoreLivesOnWhenAPartOfItIsDeleted(Kind kind) {
    try (Engine engine = new Engine(kind);
        Rig rig = Rig.before(engine.url)) {
      String callId = forked(rig, Routing.getDefaultInstance());

      delete(rig, part(callId).setFromTag("alice").setViaBranch("one"));

      assertThat(rig.calls(engine.url)).isEqualTo(1);
      assertThat(callsOn(rig, engine)).contains(callId);
    }
  }

  private String offered(Rig rig) {
    String callId = Call.newId();
    assertThat(offer(rig, callId).getNode()).isNotEmpty();
    return callId;
  }

  private String answered(Rig rig) {
    String callId = offered(rig);
    Served served =
        rig.calls()
            .answer(
                AnswerRequest.newBuilder()
                    .setCallId(callId)
                    .setFromTag("alice")
                    .setToTag("bob")
                    .setSdp(sdp())
                    .build())
            .getServed();
    assertThat(served.getNode()).isNotEmpty();
    return callId;
  }

  /** Offers a call to two phones at once. */
  private String forked(Rig rig, Routing routing) {
    String callId = Call.newId();
    for (String branch : List.of("one", "two")) {
      Served served =
          rig.calls()
              .offer(
                  OfferRequest.newBuilder()
                      .setCallId(callId)
                      .setFromTag("alice")
                      .setViaBranch(branch)
                      .setSdp(sdp())
                      .setRouting(routing)
                      .build())
              .getServed();
      assertThat(served.getNode()).isNotEmpty();
    }
    return callId;
  }

  private static DeleteRequest.Builder part(String callId) {
    return DeleteRequest.newBuilder()
        .setCallId(callId)
        .setDeleteDelay(Duration.getDefaultInstance());
  }

  private static void delete(Rig rig, DeleteRequest.Builder part) {
    assertThat(rig.calls().delete(part.build()).getServed().getWarning()).isEmpty();
  }

  private static void pause(Engine engine) {
    DockerClientFactory.instance()
        .client()
        .pauseContainerCmd(engine.container.getContainerId())
        .exec();
  }

  private static void resume(Engine engine) {
    DockerClientFactory.instance()
        .client()
        .unpauseContainerCmd(engine.container.getContainerId())
        .exec();
  }
}
