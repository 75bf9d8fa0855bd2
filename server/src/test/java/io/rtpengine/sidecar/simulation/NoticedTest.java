package io.rtpengine.sidecar.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.rtpengine.sidecar.pool.HealthSettings;
import io.rtpengine.sidecar.pool.PoolSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The simulation can fail: with engines that break the rules it says which one. */
final class NoticedTest {

  private static final int CALLS = 2_000;

  private static void assertNoticed(Simulation.EngineModel model, Invariant expected) {
    Report report = Simulation.run(1, CALLS, "", model);
    assertThat(report.invariants().violation())
        .hasValueSatisfying(
            violation -> assertThat(violation.invariant()).as("%s", violation).isEqualTo(expected));
  }

  @Test
  void replyToAnotherRequest() {
    assertNoticed(
        place ->
            new Engine(place) {
              private NgDatagram before = new NgDatagram("", "", "", 0);

              @Override
              byte[] carryOut(NgDatagram request) {
                byte[] unused = super.carryOut(request);
                NgDatagram other =
                    new NgDatagram(
                        request.cookie(), before.command(), before.callId(), before.request());
                before = request;
                return other.answer(node(), "ok", "", "");
              }
            },
        Invariant.OWN_REPLY);
  }

  @Test
  void answerInAnothersName() {
    assertNoticed(
        place ->
            new Engine(place) {
              @Override
              byte[] carryOut(NgDatagram request) {
                byte[] unused = super.carryOut(request);
                return request.answer("udp:10.0.0.9:2223", "ok", "", "");
              }
            },
        Invariant.NAMED_NODE);
  }

  @Test
  void refusalOfRequestsThatNothingIsWrongWith() {
    assertNoticed(
        place ->
            new Engine(place) {
              @Override
              byte[] carryOut(NgDatagram request) {
                return request.command().equals("answer")
                    ? request.answer(node(), "error", "error-reason", "no such luck")
                    : super.carryOut(request);
              }
            },
        Invariant.NO_NEEDLESS_FAILURE);
  }

  @Test
  void callThatIsThereAndIsDenied() {
    assertNoticed(
        place ->
            new Engine(place) {
              @Override
              byte[] carryOut(NgDatagram request) {
                return request.command().equals("answer")
                    ? request.answer(node(), "error", "error-reason", "Unknown call-id")
                    : super.carryOut(request);
              }
            },
        Invariant.FOUND);
  }

  @Test
  void callThatIsRememberedForNothing() {
    assertNoticed(
        place ->
            new Engine(place) {
              @Override
              byte[] carryOut(NgDatagram request) {
                boolean checked =
                    request.command().equals("query")
                        && request.request() == NgDatagram.POOLS_OWN
                        && !holds(request.callId());
                return checked
                    ? request.answer(node(), "error", "error-reason", "no such luck")
                    : super.carryOut(request);
              }
            },
        Invariant.NOTHING_STALE);
  }

  @Test
  void nodeThatIsNeverProbedAgain() {
    Duration never = Duration.ofDays(1_000);
    HealthSettings usual = HealthSettings.DEFAULT;
    Report report =
        Simulation.run(
            1,
            CALLS,
            "",
            Engine::new,
            PoolSettings.DEFAULT.withHealth(
                new HealthSettings(
                    usual.failureThreshold(),
                    usual.probeTimeout(),
                    never,
                    usual.probeInterval(),
                    false)));

    assertThat(report.invariants().violation())
        .hasValueSatisfying(
            violation ->
                assertThat(violation.invariant()).as("%s", violation).isEqualTo(Invariant.ALL_UP));
  }

  @Test
  void callThatIsNeverDeleted() {
    assertNoticed(
        place ->
            new Engine(place) {
              @Override
              byte[] carryOut(NgDatagram request) {
                return request.command().equals("delete")
                    ? request.answer(node(), "ok", "", "")
                    : super.carryOut(request);
              }
            },
        Invariant.NO_GHOSTS);
  }
}
