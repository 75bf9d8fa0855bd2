package io.rtpengine.sidecar.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls that a node has no longer: how that is noticed, and of which nothing is concluded. */
final class ReconciliationTest {

  private static final String A = "udp:a:1";
  private static final Duration A_WHILE = Duration.ofMinutes(1);

  private final TestPool pool = pool(AffinitySettings.DEFAULT);
  private final FakeNode node = pool.node(A);

  private static TestPool pool(AffinitySettings settings) {
    return new TestPool(
        PoolSettings.DEFAULT.withHealth(TestPool.NO_PINGS).withAffinity(settings), A);
  }

  private void open(int calls) {
    for (int i = 0; i < calls; i++) {
      TestPool.Sent unused = pool.beginOffer("call-" + i);
    }
    pool.loop().advance(Duration.ofSeconds(2));
    assertThat(bound()).isEqualTo(calls);
    var unused = node.takeRequests();
    pool.events().take();
  }

  private int bound() {
    return pool.view(A).calls();
  }

  private List<String> lost() {
    return pool.events().take().stream().filter(event -> event.endsWith("LOST")).toList();
  }

  private long asked(String callId) {
    return node.takeRequests().stream().filter(("query " + callId)::equals).count();
  }

  @Test
  void callHasEndedIfADeleteOfAPartWasOfAllThatWasLeft() {
    pool.offer("x");
    assertThat(pool.deletePart("x").node()).isEqualTo(A);
    var before = node.takeRequests();
    assertThat(before).contains("delete x");

    pool.loop().advance(Duration.ofSeconds(30));
    assertThat(bound()).isEqualTo(1);
    assertThat(asked("x")).isZero();
    pool.loop().advance(Duration.ofSeconds(15));

    assertThat(bound()).isZero();
    assertThat(asked("x")).isEqualTo(1);
    assertThat(pool.events().take())
        .contains("x off udp:a:1 ENDED")
        .doesNotContain("calls of udp:a:1 doubted");
  }

  @Test
  void callOfTwoIsOverWhenThePartOfEitherIsAndNobodyIsAsked() {
    long both = Participants.with(Participants.with(Participants.NONE, 1), 2);
    pool.send(Route.of(CallEffect.OPENS, "x").naming(1), "offer x");
    pool.send(Route.of(CallEffect.ON, "x").naming(both), "answer x");
    pool.send(Route.of(CallEffect.ON, "x").naming(Participants.NONE), "query x");

    pool.send(Route.of(CallEffect.ENDS_PART, "x").naming(2), "delete x");

    assertThat(bound()).isZero();
    assertThat(pool.events().take()).contains("x off udp:a:1 ENDED");
    var before = node.takeRequests();
    assertThat(before).contains("delete x");
    pool.loop().advance(A_WHILE);
    assertThat(asked("x")).isZero();
  }

  @Test
  void callOfThreeMayLiveOn() {
    long both = Participants.with(Participants.with(Participants.NONE, 1), 2);
    pool.send(Route.of(CallEffect.OPENS, "x").naming(1), "offer x");
    pool.send(Route.of(CallEffect.ON, "x").naming(both), "answer x");
    pool.send(Route.of(CallEffect.ON, "x").naming(3), "answer x");

    pool.send(Route.of(CallEffect.ENDS_PART, "x").naming(2), "delete x");

    assertThat(bound()).isEqualTo(1);
  }

  @Test
  void participantsCountToWhateverNodeTheirRequestIsSent() {
    pool.send(Route.of(CallEffect.OPENS, "x").naming(1), "offer x");
    pool.send(Route.of(CallEffect.ON, "x").naming(2).toNode(A), "answer x");
    pool.send(Route.of(CallEffect.ON, "x").naming(3).toNode(A), "answer x");

    pool.send(Route.of(CallEffect.ENDS_PART, "x").naming(2), "delete x");

    assertThat(bound()).isEqualTo(1);
  }

  @Test
  void callThatWasNotOpenedHereMayHaveMore() {
    node.calls().add("x");
    pool.send(Route.of(CallEffect.ON, "x").naming(1), "answer x");

    pool.send(Route.of(CallEffect.ENDS_PART, "x").naming(1), "delete x");

    assertThat(bound()).isEqualTo(1);
  }

  @Test
  void callOfWhichAPartIsLeftStays() {
    pool.offer("x");
    node.does(request -> node.usualAnswer(request.replace("delete", "query")));
    pool.deletePart("x");

    pool.loop().advance(Duration.ofMinutes(30));

    assertThat(bound()).isEqualTo(1);
    assertThat(pool.answer("x").attempts()).containsExactly(A + " SERVED");
  }

  @Test
  void deleteOfAnUnknownPartSaysNothingOfTheCall() {
    pool.offer("x");
    node.does(
        request ->
            node.usualAnswer(request.startsWith("delete") ? "delete something else" : request));

    assertThat(pool.deletePart("x").attempts()).containsExactly(A + " UNKNOWN_CALL");
    pool.loop().advance(A_WHILE);

    assertThat(bound()).isEqualTo(1);
    assertThat(lost()).isEmpty();
  }

  @Test
  void callThatADeleteOfAPartRevealsAsUnknownIsLostSoon() {
    pool.offer("x");
    node.forgetCalls();

    assertThat(pool.deletePart("x").attempts()).containsExactly(A + " UNKNOWN_CALL");

    assertThat(lost()).containsExactly("x off udp:a:1 LOST");
  }

  @Test
  void callThatIsDeletedTwiceHasEndedAndIsNotLost() {
    for (String callId : List.of("x", "y")) {
      pool.offer(callId);
      assertThat(pool.deletePart(callId).attempts()).containsExactly(A + " SERVED");
    }
    assertThat(pool.deletePart("x").attempts()).containsExactly(A + " UNKNOWN_CALL");
    assertThat(pool.delete("y").attempts()).containsExactly(A + " UNKNOWN_CALL");

    assertThat(bound()).isZero();
    assertThat(pool.events().take()).contains("x off udp:a:1 ENDED", "y off udp:a:1 ENDED");
  }

  @Test
  void nodeThatDoesNotAnswerAfterADeleteOfAPartIsAskedAgain() {
    pool.offer("x");
    pool.deletePart("x");
    pool.setState(A, OperatorState.DISABLED);
    pool.loop().advance(A_WHILE);
    assertThat(bound()).isEqualTo(1);
    pool.setState(A, OperatorState.ENABLED);
    node.does(FakeNode.SILENT);
    pool.loop().advance(Duration.ofMinutes(2));
    assertThat(bound()).isEqualTo(1);
    node.doesAsUsual();

    pool.loop().advance(Duration.ofMinutes(3));

    assertThat(bound()).isZero();
    assertThat(pool.events().take()).contains("x off udp:a:1 ENDED");
  }

  @Test
  void nodeThatIsRemovedIsGoneSoonAfterTheLastPartOfItsLastCall() {
    pool.offer("x");
    pool.deletePart("x");
    pool.reload("udp:b:1");
    assertThat(node.isClosed()).isFalse();

    pool.loop().advance(A_WHILE);

    assertThat(node.isClosed()).isTrue();
  }

  @Test
  void callThatIsSaidToBeOverHasEndedIfItsNodeDoesNotKnowIt() {
    open(2);
    node.calls().remove("call-0");

    pool.pool().mayBeOver("call-0");
    pool.pool().mayBeOver("call-1");
    pool.pool().mayBeOver("nobody's");
    pool.loop().advance(Duration.ofSeconds(12));

    assertThat(bound()).isEqualTo(1);
    assertThat(pool.events().take()).contains("call-0 off udp:a:1 ENDED");
  }

  @Test
  void nodeThatWasStartedAnewIsNoticedThoughNobodyAsks() {
    open(100);
    node.forgetCalls();

    pool.loop().advance(Duration.ofSeconds(20));

    assertThat(bound()).isZero();
    List<String> events = pool.events().take();
    assertThat(events).contains("calls of udp:a:1 doubted");
    assertThat(events).filteredOn(event -> event.endsWith("LOST")).hasSize(100);
  }

  @Test
  void refusalAsUnknownRevealsANodeThatWasStartedAnewAtOnce() {
    open(100);
    node.forgetCalls();

    TestPool.Sent answer = pool.begin(Route.of(CallEffect.ON, "call-7"), "answer call-7");
    pool.loop().advance(Duration.ofSeconds(4));

    assertThat(answer.attempts()).containsExactly(A + " UNKNOWN_CALL");
    assertThat(lost()).hasSize(100);
  }

  @Test
  void oneCallThatTheNodeTimedOutDoesNotCastDoubtOnTheOthers() {
    open(100);
    node.calls().remove("call-7");

    assertThat(pool.answer("call-7").attempts()).containsExactly(A + " UNKNOWN_CALL");

    assertThat(node.takeRequests()).hasSizeLessThan(5);
    assertThat(pool.events().take())
        .contains("call-7 off udp:a:1 LOST")
        .doesNotContain("calls of udp:a:1 doubted");
  }

  @Test
  void callThatTheNodeTimedOutIsNoticedWhenItHasNotBeenUsedForLong() {
    open(10);
    node.calls().remove("call-7");
    node.calls().remove("call-8");

    pool.loop().advance(Duration.ofMinutes(12));

    assertThat(lost())
        .containsExactlyInAnyOrder("call-7 off udp:a:1 LOST", "call-8 off udp:a:1 LOST");
    assertThat(bound()).isEqualTo(8);
  }

  @Test
  void nodeThatWasDownIsAskedForAllItsCalls() {
    open(100);
    node.does(FakeNode.SILENT);
    pool.answer("call-1");
    pool.answer("call-2");
    pool.loop().advance(Duration.ofSeconds(10));
    assertThat(pool.view(A).health()).isEqualTo(HealthState.DOWN);
    assertThat(bound()).isEqualTo(100);
    node.forgetCalls().doesAsUsual();
    node.calls().add("call-5");
    pool.loop().advance(Duration.ofMinutes(2));

    assertThat(pool.view(A).health()).isEqualTo(HealthState.UP);
    assertThat(lost()).hasSize(99);
    assertThat(bound()).isEqualTo(1);
  }

  @Test
  void silenceSaysNothingOfCallsAndANodeThatIsDownIsNotAsked() {
    open(10);
    node.does(FakeNode.SILENT);
    pool.loop().advance(A_WHILE);
    assertThat(pool.view(A).health()).isEqualTo(HealthState.DOWN);
    var unused = node.takeRequests();

    pool.loop().advance(Duration.ofMinutes(30));

    assertThat(node.takeRequests()).containsOnly("ping");
    assertThat(bound()).isEqualTo(10);
  }

  @Test
  void faultOfThisHostSaysNothingOfCalls() {
    open(10);
    node.does(FakeNode.LOCAL_FAULT);

    pool.loop().advance(Duration.ofMinutes(30));

    assertThat(bound()).isEqualTo(10);
    assertThat(lost()).isEmpty();
  }

  @Test
  void nodeThatIsDisabledIsNotAskedUntilItIsEnabled() {
    open(10);
    pool.setState(A, OperatorState.DISABLED);
    node.forgetCalls();
    pool.loop().advance(Duration.ofMinutes(30));
    assertThat(node.takeRequests()).isEmpty();
    assertThat(bound()).isEqualTo(10);

    pool.setState(A, OperatorState.ENABLED);
    pool.loop().advance(A_WHILE);

    assertThat(bound()).isZero();
  }

  @Test
  void callThatIsTakenUpAgainWhileItsNodeIsAskedStays() {
    pool.offer("x");
    node.forgetCalls().answersAfter(Duration.ofSeconds(2));
    var before = node.takeRequests();
    assertThat(before).contains("offer x");
    while (asked("x") == 0) {
      pool.loop().advance(Duration.ofMillis(100));
    }

    TestPool.Sent offer = pool.beginOffer("x");
    pool.loop().advance(Duration.ofSeconds(4));

    assertThat(offer.node()).isEqualTo(A);
    assertThat(bound()).isEqualTo(1);
    assertThat(lost()).isEmpty();
  }

  @Test
  void callThatItsNodeConfirmsIsRememberedForAsLong() {
    TestPool shortLived =
        pool(new AffinitySettings(1_000, Duration.ofHours(1), Duration.ofMinutes(10)));
    shortLived.offer("x");

    shortLived.loop().advance(Duration.ofHours(5));

    assertThat(shortLived.view(A).calls()).isEqualTo(1);
  }

  @Test
  void nodeIsAskedForNoMoreThanItCanAnswer() {
    open(2_000);
    node.answersAfter(Duration.ofMillis(100)).does(FakeNode.SILENT);
    pool.answer("call-1");
    pool.answer("call-2");
    pool.loop().advance(Duration.ofSeconds(10));
    node.doesAsUsual();
    while (pool.view(A).health() == HealthState.DOWN) {
      pool.loop().advance(Duration.ofSeconds(1));
    }
    var unused = node.takeRequests();

    pool.loop().advance(Duration.ofSeconds(2));
    assertThat(node.takeRequests()).hasSizeBetween(100, 168);
    node.answersAfter(Duration.ofMillis(1));
    pool.loop().advance(Duration.ofSeconds(2));
    assertThat(node.takeRequests()).hasSizeBetween(300, 420);
  }

  @Test
  void nothingIsAskedIfItIsSwitchedOff() {
    TestPool off = pool(TestPool.NO_CHECKS);
    off.offer("x");
    off.deletePart("x");
    var unused = off.node(A).takeRequests();
    off.loop().advance(Duration.ofHours(1));

    assertThat(off.node(A).takeRequests()).isEmpty();
    assertThat(off.view(A).calls()).isEqualTo(1);
  }
}
