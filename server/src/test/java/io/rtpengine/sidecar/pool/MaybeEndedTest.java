package io.rtpengine.sidecar.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deletes that name a part of a call, which may be all of it. */
final class MaybeEndedTest {

  private static final String A = "udp:a:1";
  private static final Route PART = Route.of(CallEffect.ENDS_PART, "x");

  private final TestPool pool = new TestPool("udp:a:1=1000000 udp:b:1");

  @BeforeEach
  void call() {
    assertThat(pool.offer("x").node()).isEqualTo(A);
    pool.node(A).takeRequests();
  }

  private TestPool.Sent deletePart() {
    TestPool.Sent sent = pool.send(PART, "part x");
    assertThat(pool.node(A).takeRequests()).startsWith("part x");
    return sent;
  }

  @Test
  void callThatItsNodeDoesNotKnowAWhileLaterIsOver() {
    assertThat(deletePart().node()).isEqualTo(A);
    pool.node(A).forgetCalls();
    assertThat(pool.view(A).calls()).isEqualTo(1);

    pool.loop().advance(Duration.ofMinutes(1));

    assertThat(pool.view(A).calls()).isZero();
    assertThat(pool.events().take()).contains("x off udp:a:1 ENDED");
    pool.loop().advance(Duration.ofHours(10));
    assertThat(pool.node(A).takeRequests()).containsExactly("query x");
  }

  @Test
  void callOfWhichSomethingIsLeftStaysAndIsAskedForLessAndLessOften() {
    deletePart();

    pool.loop().advance(Duration.ofMinutes(10));
    assertThat(pool.node(A).takeRequests()).hasSizeBetween(3, 4).containsOnly("query x");
    pool.loop().advance(Duration.ofHours(10));
    assertThat(pool.node(A).takeRequests()).hasSizeBetween(10, 14).containsOnly("query x");
    assertThat(pool.answer("x").node()).isEqualTo(A);
    assertThat(pool.delete("x").node()).isEqualTo(A);
    pool.node(A).takeRequests();
    pool.loop().advance(Duration.ofHours(2));
    assertThat(pool.node(A).takeRequests()).isEmpty();
  }

  @Test
  void theLatestDeleteCounts() {
    deletePart();
    pool.loop().advance(Duration.ofMinutes(40));
    pool.node(A).takeRequests();
    deletePart();
    pool.node(A).forgetCalls();

    pool.loop().advance(Duration.ofMinutes(1));

    assertThat(pool.view(A).calls()).isZero();
  }

  @Test
  void partThatTheNodeDoesNotKnowIsNoReasonToForgetTheCall() {
    FakeNode node = pool.node(A);
    node.does(request -> node.usualAnswer(request.startsWith("part") ? "delete -" : request));

    assertThat(deletePart().attempts()).containsExactly(A + " UNKNOWN_CALL");

    assertThat(pool.view(A).calls()).isEqualTo(1);
    assertThat(pool.answer("x").node()).isEqualTo(A);
  }

  @Test
  void callThatIsLostIsForgottenAtOnce() {
    pool.node(A).forgetCalls();

    deletePart();

    assertThat(pool.view(A).calls()).isZero();
    assertThat(pool.events().take()).contains("x off udp:a:1 LOST");
  }

  @Test
  void nodeThatIsSilentOrDisabledIsAskedAgainLater() {
    deletePart();
    pool.node(A).forgetCalls();
    pool.setState(A, OperatorState.DISABLED);
    pool.loop().advance(Duration.ofMinutes(1));
    assertThat(pool.node(A).takeRequests()).isEmpty();
    pool.setState(A, OperatorState.ENABLED);
    pool.node(A).does(FakeNode.SILENT);
    pool.loop().advance(Duration.ofMinutes(2));
    assertThat(pool.view(A).calls()).isEqualTo(1);
    pool.node(A).doesAsUsual();

    pool.loop().advance(Duration.ofMinutes(10));

    assertThat(pool.view(A).calls()).isZero();
  }

  @Test
  void nodeThatIsRemovedIsGoneSoonAfterItsLastCall() {
    FakeNode removed = pool.node(A);
    deletePart();
    removed.forgetCalls();
    pool.reload("udp:b:1");
    assertThat(removed.isClosed()).isFalse();

    pool.loop().advance(Duration.ofMinutes(1));

    assertThat(removed.isClosed()).isTrue();
  }
}
