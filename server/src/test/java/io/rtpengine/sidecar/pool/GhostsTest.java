package io.rtpengine.sidecar.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What may have been left behind on a node that was silent: it is deleted when that is back. */
final class GhostsTest {

  private static final String A = "udp:a:1";
  private static final String B = "udp:b:1";

  private final TestPool pool = new TestPool("udp:a:1=1000000 udp:b:1");

  /** Has the first node swallow offers, and take the calls all the same. */
  private void swallowOffers() {
    pool.node(A)
        .does(
            request -> {
              var unused = pool.node(A).usualAnswer(request);
              return null;
            });
  }

  private void leaveBehind(String... callIds) {
    swallowOffers();
    for (String callId : callIds) {
      assertThat(pool.offer(callId).node()).isEqualTo(B);
    }
    pool.node(A).doesAsUsual().takeRequests();
    pool.node(B).takeRequests();
  }

  @Test
  void callIsDeletedTwiceBecauseItsOfferMayArriveAfterTheFirst() {
    leaveBehind("x");
    assertThat(pool.view(A).ghosts()).isEqualTo(1);

    pool.node(A).answerLate();
    pool.loop().advance(Duration.ofSeconds(1));
    assertThat(pool.node(A).takeRequests()).containsExactly("delete x");
    assertThat(pool.view(A).ghosts()).isEqualTo(1);
    pool.loop().advance(Duration.ofSeconds(6));

    assertThat(pool.node(A).takeRequests()).containsExactly("delete x");
    assertThat(pool.view(A).ghosts()).isZero();
    assertThat(pool.node(A).calls()).isEmpty();
    assertThat(pool.node(B).calls()).containsExactly("x");
    assertThat(pool.events().take()).contains("no ghost x on " + A);
  }

  @Test
  void nothingIsSentToANodeThatShowsNoLife() {
    leaveBehind("x");

    pool.loop().advance(Duration.ofMinutes(10));

    assertThat(pool.node(A).takeRequests()).doesNotContain("delete x");
    assertThat(pool.view(A).ghosts()).isEqualTo(1);
  }

  @Test
  void deletionThatIsNotAnsweredIsOwedStill() {
    leaveBehind("x");
    pool.node(A).does(FakeNode.SILENT).answerLate();
    pool.loop().advance(Duration.ofSeconds(10));
    assertThat(pool.node(A).takeRequests()).contains("delete x");
    assertThat(pool.view(A).ghosts()).isEqualTo(1);

    pool.node(A).doesAsUsual().answerLate();
    pool.loop().advance(Duration.ofSeconds(10));

    assertThat(pool.view(A).ghosts()).isZero();
    assertThat(pool.node(A).calls()).isEmpty();
  }

  @Test
  void callThatIsTakenFromANodeThatDoesNotAnswerIsDeletedThereTwice() {
    pool.node(B).does(FakeNode.FULL);
    assertThat(pool.offer("x").node()).isEqualTo(A);
    pool.node(B).doesAsUsual();
    pool.node(A).does(FakeNode.SILENT);
    assertThat(pool.send(Route.of(CallEffect.OPENS, "x").reanchoring(), "offer x").node())
        .isEqualTo(B);
    assertThat(pool.node(A).takeRequests()).contains("offer x").doesNotContain("delete x");

    pool.node(A).doesAsUsual().answerLate();
    pool.loop().advance(Duration.ofSeconds(1));
    assertThat(pool.node(A).takeRequests()).contains("delete x");
    pool.node(A).calls().add("x");
    pool.loop().advance(Duration.ofSeconds(10));

    assertThat(pool.node(A).calls()).isEmpty();
    assertThat(pool.view(A).ghosts()).isZero();
    assertThat(pool.node(B).calls()).containsExactly("x");
  }

  @Test
  void callThatHasComeToTheNodeAfterAllIsNotDeleted() {
    leaveBehind("x");
    Route moving = Route.of(CallEffect.OPENS, "x").toNode(A).reanchoring();
    pool.setState(B, OperatorState.DRAINING);
    pool.setState(A, OperatorState.DISABLED);
    pool.node(A).answerLate();
    pool.loop().advance(Duration.ofSeconds(1));
    assertThat(pool.node(A).takeRequests()).isEmpty();
    pool.setState(A, OperatorState.ENABLED);
    assertThat(pool.send(moving, "offer x").node()).isEqualTo(A);

    pool.loop().advance(Duration.ofSeconds(20));

    assertThat(pool.node(A).takeRequests()).doesNotContain("delete x");
    assertThat(pool.node(A).calls()).containsExactly("x");
    assertThat(pool.view(A).ghosts()).isZero();
  }

  @Test
  void manyAreDeletedAFewAtATime() {
    String[] calls = new String[40];
    for (int i = 0; i < calls.length; i++) {
      calls[i] = "call-" + i;
    }
    leaveBehind(calls);
    pool.node(A).answersAfter(Duration.ofMillis(100)).answerLate();

    pool.loop().run();
    assertThat(pool.node(A).takeRequests()).hasSizeLessThan(10);
    pool.loop().advance(Duration.ofSeconds(30));

    assertThat(pool.view(A).ghosts()).isZero();
    assertThat(pool.node(A).calls()).isEmpty();
  }

  @Test
  void nodeThatIsRemovedStaysUntilItIsClean() {
    leaveBehind("x");
    FakeNode removed = pool.node(A);
    pool.reload(B);
    pool.loop().advance(Duration.ofSeconds(6));
    assertThat(removed.isClosed()).isFalse();
    removed.answerLate();
    pool.loop().advance(Duration.ofSeconds(20));

    assertThat(removed.isClosed()).isTrue();
    assertThat(removed.calls()).isEmpty();
  }

  @Test
  void nodeThatIsDisabledAndRemovedDoesNotStayForWhatIsNeverDeleted() {
    leaveBehind("x");
    FakeNode removed = pool.node(A);
    pool.setState(A, OperatorState.DISABLED);
    pool.reload(B);
    removed.answerLate();

    pool.loop().advance(Duration.ofMinutes(1));

    assertThat(removed.takeRequests()).isEmpty();
    assertThat(removed.isClosed()).isTrue();
  }
}
