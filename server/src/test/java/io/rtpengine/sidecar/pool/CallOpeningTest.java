package io.rtpengine.sidecar.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Calls are opened: where, and what happens if a node does not take them. */
final class CallOpeningTest {

  private static final String A = "udp:a:1";
  private static final String B = "udp:b:1";
  private static final String C = "udp:c:1";

  private final TestPool pool = new TestPool("udp:a:1=1000000 udp:b:1=1000 udp:c:1");

  private static Route opening(String callId) {
    return Route.of(CallEffect.OPENS, callId);
  }

  @Test
  void everyLaterOfferGoesToTheNodeThatTookTheFirstWhateverTheWeights() {
    assertThat(pool.offer("x").node()).isEqualTo(A);

    pool.reload("udp:a:1 udp:b:1=1000000 udp:c:1");

    assertThat(pool.offer("x").node()).isEqualTo(A);
    assertThat(pool.offer("y").node()).isEqualTo(B);
  }

  @Test
  void silentNodeIsFollowedByTheNextAtHalfTimeAndDeletesTheCallWhenItIsBack() {
    pool.node(A).does(FakeNode.SILENT);

    TestPool.Sent offer = pool.offer("x");

    assertThat(offer.attempts()).containsExactly(A + " SILENT", B + " SERVED");
    assertThat(offer.took()).isBetween(Duration.ofMillis(2500), Duration.ofMillis(2600));
    assertThat(pool.view(A).ghosts()).isEqualTo(1);
    pool.node(A).doesAsUsual().calls().add("x");

    pool.node(A).answerLate();
    pool.loop().advance(Duration.ofSeconds(1));

    assertThat(pool.node(A).calls()).isEmpty();
    assertThat(pool.node(B).calls()).containsExactly("x");

    // The offer was slower than its deletion.
    pool.node(A).calls().add("x");
    pool.loop().advance(Duration.ofSeconds(6));

    assertThat(pool.node(A).calls()).isEmpty();
    assertThat(pool.view(A).ghosts()).isZero();
    assertThat(pool.events().take())
        .containsSubsequence(
            "failed over from udp:a:1 to udp:b:1 SILENT",
            "x on udp:b:1",
            "ghost x on udp:a:1",
            "no ghost x on udp:a:1");
  }

  @Test
  void fullNodeIsFollowedByTheNextAndAskedAgainAfterAWhile() {
    pool.node(A).does(FakeNode.FULL);
    assertThat(pool.offer("x").attempts()).containsExactly(A + " FULL", B + " SERVED");
    pool.node(A).doesAsUsual();

    assertThat(pool.offer("y").attempts()).containsExactly(A + " SERVED");
    assertThat(pool.view(A).health()).isEqualTo(HealthState.UP);
  }

  @Test
  void saturatedNodeIsNotTheFirstChoice() {
    pool.node(A).does(FakeNode.FULL);
    TestPool.Sent first = pool.beginOffer("x");
    pool.loop().advance(Duration.ofMillis(10));
    assertThat(first.isOver()).isTrue();
    assertThat(pool.view(A).health()).isEqualTo(HealthState.SATURATED);

    TestPool.Sent second = pool.beginOffer("y");
    pool.loop().advance(Duration.ofMillis(10));

    assertThat(second.attempts()).containsExactly(B + " SERVED");
  }

  @Test
  void nodeWithoutPortsIsFollowedByTheNextAndCleansUpWhatItHadBegun() {
    pool.node(A).does(FakeNode.refusing("Ran out of ports"));

    assertThat(pool.offer("x").attempts()).containsExactly(A + " FULL", B + " SERVED");
    assertThat(pool.node(A).takeRequests()).containsExactly("offer x", "delete x");
  }

  @Test
  void limitsOnEveryNodeAreReportedWithAllAttempts() {
    for (String node : List.of(A, B, C)) {
      pool.node(node).does(FakeNode.FULL);
    }

    assertThat(pool.offer("x").attempts()).containsExactly(A + " FULL", B + " FULL", C + " FULL");
  }

  @Test
  void localFaultIsFollowedByTheNextAndDoesNotCountAgainstHealth() {
    pool.node(A).does(FakeNode.LOCAL_FAULT);
    for (int i = 0; i < 10; i++) {
      assertThat(pool.offer("x" + i).attempts()).containsExactly(A + " LOCAL", B + " SERVED");
    }

    assertThat(pool.view(A).health()).isEqualTo(HealthState.UNKNOWN);
    assertThat(pool.node(A).takeRequests())
        .doesNotContain("ping")
        .noneMatch(r -> r.contains("del"));
  }

  @Test
  void refusalThatAnotherNodeWouldRepeatIsFinal() {
    pool.node(A).does(FakeNode.refusing("Failed to parse SDP"));

    assertThat(pool.offer("x").attempts()).containsExactly(A + " REFUSED");
    assertThat(pool.view(A).calls()).isZero();
    // Some releases keep the call of an offer that they refuse.
    assertThat(pool.node(A).takeRequests()).containsExactly("offer x", "delete x");
  }

  @Test
  void refusalsThatTheOperatorNamesAreFollowedByTheNextNode() {
    PoolSettings settings =
        new PoolSettings(
            HashKind.RENDEZVOUS,
            Duration.ofSeconds(5),
            List.of(Pattern.compile("out of .*", Pattern.CASE_INSENSITIVE)),
            TestPool.NO_PINGS,
            AffinitySettings.DEFAULT);
    TestPool other = new TestPool(settings, "udp:a:1=1000000 udp:b:1");
    other.node(A).does(FakeNode.refusing("We are Out Of licences"));

    assertThat(other.offer("x").attempts()).containsExactly(A + " FULL", B + " SERVED");
  }

  @Test
  void nodeThatLacksTheCommandIsFollowedByOneThatMayHaveItAndRemembered() {
    pool.node(A).does(FakeNode.refusing("Unrecognized command"));
    Route publishing = opening("x");
    pool.node(B).does(request -> pool.node(C).usualAnswer("offer x"));

    assertThat(pool.send(publishing, "publish").attempts())
        .containsExactly(A + " NOT_SUPPORTED", B + " SERVED");
    assertThat(pool.view(A).lacks()).containsExactly("publish");
    assertThat(pool.send(opening("y"), "publish").attempts()).containsExactly(B + " SERVED");
  }

  @Test
  void commandThatNoNodeHasIsAskedOfOneNevertheless() {
    for (String node : List.of(A, B, C)) {
      pool.node(node).does(FakeNode.refusing("Unrecognized command"));
    }
    assertThat(pool.send(opening("x"), "publish").attempts()).hasSize(3);

    assertThat(pool.send(opening("y"), "publish").attempts()).containsExactly(A + " NOT_SUPPORTED");
  }

  @Test
  void allNodesDownMeansThatTheyAreTriedAnywayAndThatIsSaid() {
    for (String node : List.of(A, B, C)) {
      pool.node(node).does(FakeNode.SILENT);
    }
    pool.offer("1");
    pool.offer("2");
    pool.loop().advance(Duration.ofSeconds(5));
    assertThat(pool.pool().nodes()).extracting(NodeView::health).containsOnly(HealthState.DOWN);
    pool.events().take();
    pool.node(A).doesAsUsual();

    TestPool.Sent offer = pool.offer("x");

    assertThat(offer.node()).isEqualTo(A);
    assertThat(offer.tried().last().thoughDown()).isTrue();
    assertThat(pool.events().take()).contains("all down in 0", "udp:a:1 DOWN -> UP");
  }

  @Test
  void nodesThatAreDownAreNotWorthTheTimeOfACallThatOthersRefused() {
    pool.node(A).does(FakeNode.SILENT);
    pool.offer("1");
    pool.offer("2");
    pool.loop().advance(Duration.ofSeconds(5));
    assertThat(pool.view(A).health()).isEqualTo(HealthState.DOWN);
    pool.node(B).does(FakeNode.FULL);
    pool.node(C).does(FakeNode.FULL);

    assertThat(pool.offer("x").attempts()).containsExactly(B + " FULL", C + " FULL");
  }

  @Test
  void oneDeadlineHoldsForAllAttempts() {
    for (String node : List.of(A, B, C)) {
      pool.node(node).does(FakeNode.SILENT);
    }

    TestPool.Sent offer = pool.begin(opening("x"), "offer x", Duration.ofSeconds(2));
    pool.loop().advance(Duration.ofSeconds(10));

    assertThat(offer.attempts()).hasSize(3);
    assertThat(offer.took()).isEqualTo(Duration.ofSeconds(2));
    assertThat(pool.offer("y").took()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void requestsOfACallThatIsBeingPlacedWaitForItsNode() {
    pool.node(A).does(FakeNode.SILENT);
    TestPool.Sent offer = pool.beginOffer("x");
    TestPool.Sent again = pool.beginOffer("x");
    TestPool.Sent query = pool.begin(Route.of(CallEffect.ON, "x"), "query x");
    pool.loop().advance(Duration.ofSeconds(4));

    assertThat(offer.node()).isEqualTo(B);
    assertThat(again.attempts()).containsExactly(B + " SERVED");
    assertThat(query.attempts()).containsExactly(B + " SERVED");
    assertThat(pool.node(A).takeRequests()).containsExactly("offer x");
  }

  @Test
  void requestThatWaitsForAPlacementHasADeadlineAndCanBeCancelled() {
    pool.node(A).does(FakeNode.SILENT);
    TestPool.Sent offer = pool.beginOffer("x");
    Route query = Route.of(CallEffect.ON, "x");
    TestPool.Sent hurried = pool.begin(query, "query x", Duration.ofMillis(100));
    TestPool.Sent cancelled = pool.begin(query, "query x");
    cancelled.cancel();

    assertThat(cancelled.outcome()).isInstanceOf(PoolOutcome.NotSent.class);
    pool.loop().advance(Duration.ofMillis(100));
    assertThat(hurried.outcome()).isEqualTo(new PoolOutcome.NotSent(0, "x", true));
    assertThat(offer.isOver()).isFalse();
    pool.loop().advance(Duration.ofSeconds(10));
    assertThat(offer.node()).isEqualTo(B);
  }

  @Test
  void whoWaitedPlacesTheCallIfTheFirstCouldNot() {
    pool.node(A).does(FakeNode.refusing("Failed to parse SDP"));
    TestPool.Sent bad = pool.beginOffer("x");
    TestPool.Sent good = pool.beginOffer("x");
    pool.node(A).answersAfter(Duration.ofMillis(20)).doesAsUsual();
    pool.loop().advance(Duration.ofSeconds(10));

    assertThat(bad.attempts()).containsExactly(A + " REFUSED");
    assertThat(good.node()).isEqualTo(A);
    assertThat(pool.node(A).calls()).containsExactly("x");
  }

  @Test
  void callerThatGivesUpLeavesNothingBehind() {
    pool.node(A).answersAfter(Duration.ofSeconds(1));
    TestPool.Sent offer = pool.beginOffer("x");
    pool.loop().advance(Duration.ofMillis(500));
    offer.cancel();
    pool.loop().advance(Duration.ofSeconds(10));

    assertThat(offer.attempts()).containsExactly(A + " CANCELLED");
    assertThat(pool.node(A).calls()).isEmpty();
    assertThat(pool.view(A).calls()).isZero();
  }

  @Test
  void drainingNodeKeepsItsCallsAndTakesNoNewOnes() {
    assertThat(pool.offer("x").node()).isEqualTo(A);
    pool.setState(A, OperatorState.DRAINING);

    assertThat(pool.offer("x").node()).isEqualTo(A);
    assertThat(pool.offer("y").node()).isEqualTo(B);
    assertThat(pool.answer("x").node()).isEqualTo(A);
  }

  @Test
  void nodeOfWeightZeroTakesNoNewCall() {
    TestPool other = new TestPool("udp:a:1=0");

    assertThat(other.offer("x").outcome()).isEqualTo(new PoolOutcome.NoNode(0));
  }

  @Test
  void backupsTakeCallsOnlyIfTheOthersDoNot() {
    TestPool other = new TestPool("udp:a:1 udp:b:1=1000000,priority=1");
    assertThat(other.offer("x").node()).isEqualTo(A);
    other.node(A).does(FakeNode.FULL);

    assertThat(other.offer("y").attempts()).containsExactly(A + " FULL", B + " SERVED");
  }

  @Test
  void offerOfACallWhoseNodeIsDeadGoesNowhereElse() {
    assertThat(pool.offer("x").node()).isEqualTo(A);
    pool.node(A).does(FakeNode.SILENT);

    assertThat(pool.offer("x").attempts()).containsExactly(A + " SILENT");
    assertThat(pool.view(A).calls()).isEqualTo(1);
    assertThat(pool.view(A).ghosts()).isZero();
  }

  @Test
  void reanchoringTakesACallFromADeadNodeToAnother() {
    assertThat(pool.offer("x").node()).isEqualTo(A);
    pool.node(A).does(FakeNode.SILENT);

    TestPool.Sent offer = pool.send(opening("x").reanchoring(), "offer x");

    assertThat(offer.attempts()).containsExactly(A + " SILENT", B + " SERVED");
    assertThat(pool.answer("x").node()).isEqualTo(B);
    pool.node(A).doesAsUsual().answerLate();
    pool.loop().advance(Duration.ofSeconds(1));
    assertThat(pool.node(A).calls()).isEmpty();
  }

  @Test
  void reanchoringLeavesACallOnANodeThatWorksAndTakesItOffOneThatDrains() {
    assertThat(pool.offer("x").node()).isEqualTo(A);
    assertThat(pool.send(opening("x").reanchoring(), "offer x").node()).isEqualTo(A);
    pool.setState(A, OperatorState.DRAINING);

    assertThat(pool.send(opening("x").reanchoring(), "offer x").node()).isEqualTo(B);
    pool.loop().advance(Duration.ofSeconds(1));
    assertThat(pool.node(A).calls()).isEmpty();
    assertThat(pool.view(A).calls()).isZero();
  }

  @Test
  void reanchoringStaysInTheSetOfTheCall() {
    TestPool two = new TestPool("0 == udp:a:1", "1 == udp:b:1=1000000 udp:c:1");
    assertThat(two.send(opening("x").inSet(1), "offer x").node()).isEqualTo(B);
    two.setState(B, OperatorState.DISABLED);

    assertThat(two.send(opening("x").reanchoring(), "offer x").node()).isEqualTo(C);
    two.setState(B, OperatorState.ENABLED);
    two.node(B).answerLate();
    two.loop().advance(Duration.ofSeconds(1));
    assertThat(two.node(B).calls()).isEmpty();
  }

  @Test
  void reanchoringByTheHandleOfANodeThatIsGoneStaysInItsSet() {
    TestPool two = new TestPool("0 == udp:a:1", "1 == udp:b:1");
    Route route = opening("x").withHandle(Handle.of(new NodeId(1, C))).reanchoring();

    assertThat(
            ((Forecast.Way) two.pool().foresee(route, "offer x")).stops().get(0).node().id().name())
        .isEqualTo(B);
    assertThat(two.send(route, "offer x").node()).isEqualTo(B);
  }

  @Test
  void callThatIsOpenedInASecondSetStaysInTheFirstAsWell() {
    TestPool two = new TestPool("0 == udp:a:1", "1 == udp:b:1");
    assertThat(two.offer("x").node()).isEqualTo(A);

    assertThat(two.send(opening("x").inSet(1), "offer x").node()).isEqualTo(B);
    two.loop().advance(Duration.ofSeconds(1));
    assertThat(two.node(A).calls()).containsExactly("x");
  }

  @Test
  void offerWhoseCallerGivesUpDuringTheSearchIsNotSent() {
    pool.node(A).does(FakeNode.SILENT);
    TestPool.Sent offer = pool.begin(opening("x").withinDialog(), "offer x");
    pool.loop().advance(Duration.ofMillis(10));
    offer.cancel();

    assertThat(offer.outcome()).isInstanceOf(PoolOutcome.NotSent.class);
    assertThat(pool.node(A).takeRequests()).containsExactly("query x");
    assertThat(pool.offer("y").isOver()).isTrue();
  }

  @Test
  void callIsNotTakenBackByTheLateAnswerOfTheNodeThatItWasMovedFrom() {
    assertThat(pool.offer("x").node()).isEqualTo(A);
    pool.node(A).answersAfter(Duration.ofMillis(200));
    TestPool.Sent slow = pool.begin(opening("x"), "offer x");
    pool.setState(A, OperatorState.DISABLED);
    TestPool.Sent moving = pool.begin(opening("x").reanchoring(), "offer x");
    pool.loop().advance(Duration.ofMillis(50));
    assertThat(moving.node()).isEqualTo(B);

    pool.loop().advance(Duration.ofMillis(200));

    assertThat(slow.node()).isEqualTo(A);
    assertThat(pool.answer("x").node()).isEqualTo(B);
  }

  @Test
  void callWhoseReanchoringFailsStaysWhereItIs() {
    assertThat(pool.offer("x").node()).isEqualTo(A);
    for (String node : List.of(A, B, C)) {
      pool.node(node).does(FakeNode.FULL);
    }
    assertThat(pool.send(opening("x").reanchoring(), "offer x").attempts()).hasSize(3);

    for (String node : List.of(A, B, C)) {
      pool.node(node).doesAsUsual();
    }
    pool.loop().advance(Duration.ofSeconds(1));
    assertThat(pool.node(A).calls()).containsExactly("x");
    assertThat(pool.answer("x").node()).isEqualTo(A);
  }

  @Test
  void offerWithinACallThatNobodyRemembersIsPreceededByASearch() {
    pool.node(C).calls().add("x");

    TestPool.Sent offer = pool.send(opening("x").withinDialog(), "offer x");

    assertThat(offer.attempts()).containsExactly(C + " SERVED");
    assertThat(offer.tried().searched()).containsExactly(A, B, C);
    assertThat(pool.node(A).takeRequests()).containsExactly("query x");
  }

  @Test
  void offerWithinACallThatIsNowhereOpensIt() {
    TestPool.Sent offer = pool.send(opening("x").withinDialog(), "offer x");

    assertThat(offer.attempts()).containsExactly(A + " SERVED");
  }

  @Test
  void offerWithinACallIsNotPlacedWhileANodeThatMayHaveItDoesNotAnswer() {
    pool.node(C).does(FakeNode.SILENT).calls().add("x");

    PoolOutcome.Unlocated offer =
        (PoolOutcome.Unlocated) pool.send(opening("x").withinDialog(), "offer x").outcome();

    assertThat(offer.missing()).containsExactly(C);
    assertThat(pool.node(A).calls()).isEmpty();
    // The next one is not kept waiting.
    pool.node(C).doesAsUsual();
    assertThat(pool.send(opening("x").withinDialog(), "offer x").node()).isEqualTo(C);
  }

  @Test
  void reanchoringPlacesItAndClearsUpWhereItMayHaveBeen() {
    pool.node(C).does(FakeNode.SILENT).calls().add("x");

    assertThat(pool.send(opening("x").withinDialog().reanchoring(), "offer x").node()).isEqualTo(A);

    pool.node(C).doesAsUsual().answerLate();
    pool.loop().advance(Duration.ofSeconds(1));
    assertThat(pool.node(C).calls()).isEmpty();
  }

  @Test
  void reanchoringByHandleClearsUpWhereTheCallWas() {
    pool.node(C).calls().add("x");
    pool.setState(C, OperatorState.DRAINING);
    Route route = opening("x").withHandle(Handle.of(new NodeId(0, C)));

    assertThat(pool.send(route.reanchoring(), "offer x").node()).isEqualTo(A);

    assertThat(pool.node(C).calls()).isEmpty();
  }

  @Test
  void callThatCouldNotBeReanchoredByHandleIsNotDeletedWhereItIs() {
    pool.node(C).calls().add("x");
    for (String node : List.of(A, B, C)) {
      pool.node(node).does(FakeNode.SILENT);
    }
    Route route = opening("x").withHandle(Handle.of(new NodeId(0, C)));
    assertThat(pool.send(route.reanchoring(), "offer x").attempts()).hasSize(3);

    pool.node(C).doesAsUsual().answerLate();
    pool.loop().advance(Duration.ofSeconds(10));

    assertThat(pool.node(C).calls()).containsExactly("x");
  }

  @Test
  void handleFindsTheCallAfterARestart() {
    String handle = pool.offer("x").tried().handle();
    TestPool restarted = new TestPool("udp:a:1 udp:b:1=1000000 udp:c:1");

    TestPool.Sent offer = restarted.send(opening("x").withHandle(handle), "offer x");

    assertThat(offer.attempts()).containsExactly(A + " SERVED");
    assertThat(restarted.offer("x").node()).isEqualTo(A);
  }

  @Test
  void handleThatCannotBeRightIsRefused() {
    assertThat(pool.send(opening("x").withHandle("nonsense"), "offer x").outcome())
        .isEqualTo(new PoolOutcome.InvalidHandle("nonsense"));
    assertThat(
            pool.send(opening("x").withHandle(Handle.of(new NodeId(0, "udp:z:1"))), "offer x")
                .outcome())
        .isEqualTo(new PoolOutcome.NodeGone(0, "udp:z:1"));
  }

  @Test
  void tableGoesBeforeTheHandle() {
    assertThat(pool.offer("x").node()).isEqualTo(A);

    assertThat(pool.send(opening("x").withHandle(Handle.of(new NodeId(0, B))), "offer x").node())
        .isEqualTo(A);
  }

  @Test
  void namedNodeIsTriedFirstAndAnotherIfItTakesNoCalls() {
    assertThat(pool.send(opening("x").toNode(C), "offer x").node()).isEqualTo(C);
    assertThat(pool.send(opening("y").toNode("udp:z:1"), "offer y").node()).isEqualTo(A);
    pool.setState(C, OperatorState.DISABLED);
    assertThat(pool.send(opening("z").toNode(C), "offer z").node()).isEqualTo(A);
    pool.node(B).does(FakeNode.FULL);
    assertThat(pool.send(opening("u").toNode(B), "offer u").attempts())
        .containsExactly(B + " FULL", A + " SERVED");
  }

  @Test
  void setThatIsNotThereIsSaid() {
    assertThat(pool.send(opening("x").inSet(7), "offer x").outcome())
        .isEqualTo(new PoolOutcome.UnknownSet(7));
    assertThat(pool.offer("x").node()).isEqualTo(A);
  }

  @Test
  void nodeThatCannotBeReachedIsLeftOut() {
    TestPool other = new TestPool("udp:nowhere:1=1000000 udp:b:1");

    assertThat(other.offer("x").attempts()).containsExactly(B + " SERVED");
    assertThat(new TestPool("udp:nowhere:1").offer("x").outcome())
        .isEqualTo(new PoolOutcome.NoNode(0));
  }

  @Test
  void nodeThatIsRemovedWhileACallIsBeingPlacedDoesNotGetIt() {
    pool.node(A).does(FakeNode.SILENT);
    TestPool.Sent offer = pool.beginOffer("x");
    pool.reload("udp:a:1=1000000 udp:c:1");

    pool.loop().advance(Duration.ofSeconds(5));

    assertThat(offer.attempts()).containsExactly(A + " SILENT", C + " SERVED");
    assertThat(pool.node(B).takeRequests()).isEmpty();
  }

  @Test
  void nodeThatIsAddedWhileACallIsBeingPlacedMayGetIt() {
    pool.reload(A);
    pool.node(A).does(FakeNode.LOCAL_FAULT);
    TestPool.Sent offer = pool.beginOffer("x");
    pool.reload("udp:a:1 udp:d:1");

    pool.loop().advance(Duration.ofSeconds(5));

    assertThat(offer.node()).isEqualTo("udp:d:1");
  }

  @Test
  void nodeThatIsRemovedWhileItTakesACallStaysForIt() {
    pool.node(A).answersAfter(Duration.ofSeconds(1));
    FakeNode removed = pool.node(A);
    TestPool.Sent offer = pool.beginOffer("x");
    pool.reload(B);
    assertThat(removed.isClosed()).isFalse();
    pool.loop().advance(Duration.ofSeconds(20));

    assertThat(offer.node()).isEqualTo(A);
    assertThat(removed.isClosed()).isFalse();
    assertThat(pool.delete("x").node()).isEqualTo(A);
    pool.loop().advance(Duration.ofSeconds(10));
    assertThat(removed.isClosed()).isTrue();
  }
}
