package io.rtpengine.sidecar.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Commands on calls that exist: where they go, and where they never do. */
final class CallCommandTest {

  private static final String A = "udp:a:1";
  private static final String B = "udp:b:1";
  private static final String C = "udp:c:1";
  private static final String NODES = "udp:a:1=1000000 udp:b:1=1000 udp:c:1";

  private final TestPool pool = new TestPool(NODES);

  private static Route on(String callId) {
    return Route.of(CallEffect.ON, callId);
  }

  @Test
  void commandsOfACallGoToItsNodeWhateverHappensToTheSet() {
    assertThat(pool.offer("x").node()).isEqualTo(A);

    pool.reload("udp:a:1 udp:b:1=1000000");
    assertThat(pool.answer("x").node()).isEqualTo(A);
    pool.reload(B);
    assertThat(pool.answer("x").node()).isEqualTo(A);
    assertThat(pool.delete("x").node()).isEqualTo(A);
    assertThat(pool.node(B).takeRequests()).isEmpty();
  }

  @Test
  void commandToADeadNodeFailsAndNeverHops() {
    assertThat(pool.offer("x").node()).isEqualTo(A);
    pool.node(A).does(FakeNode.SILENT);

    TestPool.Sent answer = pool.answer("x");

    assertThat(answer.attempts()).containsExactly(A + " SILENT");
    assertThat(answer.took()).isEqualTo(Duration.ofSeconds(5));
    assertThat(pool.answer("x").attempts()).containsExactly(A + " SILENT");
    pool.loop().advance(Duration.ofMinutes(1));
    assertThat(pool.view(A).health()).isEqualTo(HealthState.DOWN);
    TestPool.Sent hopeless = pool.answer("x");
    assertThat(hopeless.attempts()).containsExactly(A + " SILENT");
    assertThat(hopeless.took()).isEqualTo(Duration.ofSeconds(1));
    assertThat(pool.node(B).takeRequests()).isEmpty();
    assertThat(pool.node(C).takeRequests()).isEmpty();
  }

  @Test
  void callIsForgottenWhenItIsDeleted() {
    pool.offer("x");
    assertThat(pool.view(A).calls()).isEqualTo(1);

    assertThat(pool.delete("x").node()).isEqualTo(A);

    assertThat(pool.view(A).calls()).isZero();
    assertThat(pool.events().take()).contains("x off udp:a:1 ENDED");
  }

  @Test
  void callThatItsNodeHasForgottenIsForgottenHereToo() {
    pool.offer("x");
    pool.node(A).forgetCalls();

    assertThat(pool.answer("x").attempts()).containsExactly(A + " UNKNOWN_CALL");
    assertThat(pool.view(A).calls()).isZero();
    assertThat(pool.events().take()).contains("x off udp:a:1 LOST");
  }

  @Test
  void callThatNobodyRemembersIsLookedForOnTheOtherNodes() {
    pool.node(C).calls().add("x");

    TestPool.Sent answer = pool.answer("x");

    assertThat(answer.attempts()).containsExactly(A + " UNKNOWN_CALL", C + " SERVED");
    assertThat(answer.tried().searched()).containsExactly(B, C);
    assertThat(pool.node(B).takeRequests()).containsExactly("query x");
    assertThat(pool.events().take()).contains("searched x 2 true", "x on udp:c:1");
    assertThat(pool.answer("x").attempts()).containsExactly(C + " SERVED");
  }

  @Test
  void deleteThatOnlyWarnsIsLookedForToo() {
    pool.node(C).calls().add("x");

    assertThat(pool.delete("x").attempts()).containsExactly(A + " UNKNOWN_CALL", C + " SERVED");
    assertThat(pool.node(C).calls()).isEmpty();
    assertThat(pool.view(C).calls()).isZero();
  }

  @Test
  void callThatIsNowhereIsUnknownAndTheFirstNodesAnswerStands() {
    TestPool.Sent delete = pool.delete("x");

    assertThat(delete.attempts()).containsExactly(A + " UNKNOWN_CALL");
    assertThat(delete.tried().searched()).containsExactly(B, C);
  }

  @Test
  void searchWaitsForNoNodeLongerThanHalfTheTimeThereIs() {
    pool.node(B).does(FakeNode.SILENT);

    TestPool.Sent answer = pool.begin(on("x"), "answer x", Duration.ofSeconds(2));
    pool.loop().advance(Duration.ofSeconds(10));

    assertThat(answer.outcome()).isInstanceOf(PoolOutcome.Unlocated.class);
    assertThat(answer.took()).isBetween(Duration.ofMillis(999), Duration.ofMillis(1001));
  }

  @Test
  void searchEndsWhenTheCallerGivesUp() {
    pool.node(B).does(FakeNode.SILENT);
    TestPool.Sent answer = pool.begin(on("x"), "answer x");
    pool.loop().advance(Duration.ofMillis(10));
    answer.cancel();

    assertThat(answer.attempts()).containsExactly(A + " UNKNOWN_CALL");
    assertThat(pool.view(B).inFlight()).isZero();
  }

  @Test
  void callIsNotUnknownWhileANodeThatMayHaveItDoesNotAnswer() {
    pool.node(B).does(FakeNode.SILENT);

    PoolOutcome.Unlocated delete = (PoolOutcome.Unlocated) pool.delete("x").outcome();

    assertThat(delete.searched()).containsExactly(B, C);
    assertThat(delete.missing()).containsExactly(B);
  }

  @Test
  void callWhoseHashedNodeDoesNotAnswerIsLookedForOnTheOthers() {
    pool.node(A).does(FakeNode.SILENT);
    pool.node(C).calls().add("x");

    TestPool.Sent answer = pool.answer("x");

    assertThat(answer.attempts()).containsExactly(A + " SILENT", C + " SERVED");
    assertThat(answer.took()).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void hashedNodeHasAllTheTimeIfThereIsNoOther() {
    TestPool one = new TestPool(A);
    one.node(A).does(FakeNode.SILENT);

    TestPool.Sent answer = one.answer("x");

    assertThat(answer.attempts()).containsExactly(A + " SILENT");
    assertThat(answer.took()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void searchSparesNodesThatAreDownOrDisabled() {
    pool.node(B).does(FakeNode.SILENT);
    pool.send(Route.toAnyNode().toNode(B), "list");
    pool.send(Route.toAnyNode().toNode(B), "list");
    pool.loop().advance(Duration.ofSeconds(5));
    assertThat(pool.view(B).health()).isEqualTo(HealthState.DOWN);
    pool.setState(C, OperatorState.DISABLED);

    PoolOutcome.Unlocated answer = (PoolOutcome.Unlocated) pool.answer("x").outcome();
    assertThat(answer.searched()).isEmpty();
    assertThat(answer.missing()).containsExactly(B, C);
  }

  @Test
  void callFoundByItsHashIsRememberedAndNotLookedFor() {
    pool.node(A).calls().add("x");

    assertThat(pool.answer("x").attempts()).containsExactly(A + " SERVED");
    assertThat(pool.view(A).calls()).isEqualTo(1);
    assertThat(pool.node(B).takeRequests()).isEmpty();
  }

  @Test
  void handleFindsTheCallWithoutASearch() {
    pool.node(C).calls().add("x");
    Route route = on("x").withHandle(Handle.of(new NodeId(0, C)));

    assertThat(pool.send(route, "answer x").attempts()).containsExactly(C + " SERVED");
    assertThat(pool.answer("x").attempts()).containsExactly(C + " SERVED");
  }

  @Test
  void handleOfANodeThatIsGoneOrWasNeverGivenOutIsSaid() {
    assertThat(
            pool.send(on("x").withHandle(Handle.of(new NodeId(3, "udp:z:1"))), "answer x")
                .outcome())
        .isEqualTo(new PoolOutcome.NodeGone(3, "udp:z:1"));
    assertThat(pool.send(on("x").withHandle("?"), "answer x").outcome())
        .isEqualTo(new PoolOutcome.InvalidHandle("?"));
  }

  @Test
  void namedNodeIsObeyedAndNobodyElseIsAsked() {
    pool.offer("x");

    assertThat(pool.send(on("x").toNode(B), "answer x").attempts())
        .containsExactly(B + " UNKNOWN_CALL");
    assertThat(pool.send(on("x").toNode("udp:z:1"), "answer x").outcome())
        .isEqualTo(new PoolOutcome.UnknownNode(0, "udp:z:1"));
    assertThat(pool.answer("x").node()).isEqualTo(A);
  }

  @Test
  void callOfADisabledNodeIsNotSentAnything() {
    pool.offer("x");
    pool.node(A).takeRequests();
    pool.setState(A, OperatorState.DISABLED);

    assertThat(pool.answer("x").outcome()).isEqualTo(new PoolOutcome.NodeDisabled(0, A));
    assertThat(pool.send(Route.toAnyNode().toNode(A), "list").outcome())
        .isEqualTo(new PoolOutcome.NodeDisabled(0, A));
    assertThat(pool.node(A).takeRequests()).isEmpty();
    pool.setState(A, OperatorState.ENABLED);
    assertThat(pool.answer("x").node()).isEqualTo(A);
  }

  @Test
  void callIsFoundInItsSetEvenIfTheCallerForgetsToSayWhich() {
    TestPool two = new TestPool("0 == udp:a:1", "1 == udp:b:1");
    assertThat(two.send(Route.of(CallEffect.OPENS, "x").inSet(1), "offer x").node()).isEqualTo(B);

    assertThat(two.answer("x").tried().setId()).isEqualTo(1);
    assertThat(two.send(on("x").inSet(0), "answer x").attempts())
        .containsExactly(A + " UNKNOWN_CALL");
  }

  @Test
  void commandThatConcernsNoCallGoesToAnyUsableNodeAndOnlyToOne() {
    pool.setState(A, OperatorState.DISABLED);
    pool.node(B).does(FakeNode.SILENT);

    assertThat(pool.send(Route.toAnyNode(), "list").attempts()).containsExactly(B + " SILENT");
  }

  @Test
  void callsAreForgottenLeastRecentlyUsedFirstAndWhenTheyAreIdle() {
    TestPool small =
        new TestPool(
            PoolSettings.DEFAULT
                .withHealth(TestPool.NO_PINGS)
                .withAffinity(new AffinitySettings(2, Duration.ofHours(1), Duration.ZERO)),
            A);
    small.offer("1");
    small.offer("2");
    small.answer("1");
    small.offer("3");

    assertThat(small.events().take()).contains("2 off udp:a:1 EVICTED");
    assertThat(small.view(A).calls()).isEqualTo(2);
    small.loop().advance(Duration.ofMinutes(50));
    small.answer("3");
    small.loop().advance(Duration.ofMinutes(50));
    assertThat(small.events().take())
        .contains("1 off udp:a:1 IDLE")
        .doesNotContain("3 off udp:a:1 IDLE");
    assertThat(small.view(A).calls()).isEqualTo(1);
  }

  @Test
  void nodeThatGoesDownTellsWhichCallsAreStranded() {
    pool.offer("x");
    pool.offer("y");
    pool.node(A).does(FakeNode.SILENT);
    pool.answer("x");
    pool.answer("y");
    pool.loop().advance(Duration.ofSeconds(2));

    assertThat(pool.events().take())
        .filteredOn(event -> event.contains("stranded"))
        .singleElement()
        .satisfies(event -> assertThat(event).contains("x").contains("y"));
  }

  @Test
  void everyRequestIsToldExactlyOneOutcome() {
    List<TestPool.Sent> all =
        List.of(
            pool.offer("x"),
            pool.answer("x"),
            pool.answer("nobody"),
            pool.delete("x"),
            pool.delete("nobody"));

    assertThat(all).allSatisfy(sent -> assertThat(sent.outcome()).isNotNull());
  }
}
