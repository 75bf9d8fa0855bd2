package io.rtpengine.sidecar.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Nodes come, change and go; what is known of them stays. */
final class ReloadTest {

  private static final String A = "udp:a:1";
  private static final String B = "udp:b:1";

  private final TestPool pool = new TestPool("udp:a:1=1000000 udp:b:1");

  private ReloadReport reload(String... lines) {
    ReloadReport report = pool.pool().reload(RtpengineSock.parse(List.of(lines)));
    pool.loop().run();
    return report;
  }

  private static NodeId node(String name) {
    return new NodeId(0, name);
  }

  @Test
  void reportNamesWhatWasAddedRemovedChangedAndKept() {
    ReloadReport report = reload("udp:a:1=1000000 udp:c:1", "1 == udp:b:1");

    assertThat(report.kept()).containsExactly(node(A));
    assertThat(report.added()).containsExactly(node("udp:c:1"), new NodeId(1, B));
    assertThat(report.removed()).containsExactly(node(B));
    assertThat(report.changed()).isEmpty();
    assertThat(reload("udp:a:1=2,priority=1 udp:c:1", "1 == udp:b:1").changed())
        .containsExactly(node(A));
  }

  @Test
  void nodeThatStaysKeepsItsSocketHealthStateAndCalls() {
    pool.offer("x");
    pool.setState(A, OperatorState.DRAINING);
    FakeNode before = pool.node(A);

    reload("udp:a:1=3 udp:b:1");

    assertThat(pool.node(A)).isSameAs(before);
    assertThat(before.isClosed()).isFalse();
    assertThat(pool.view(A).calls()).isEqualTo(1);
    assertThat(pool.view(A).health()).isEqualTo(HealthState.UP);
    assertThat(pool.view(A).operatorState()).isEqualTo(OperatorState.DRAINING);
    assertThat(pool.view(A).definition().weight()).isEqualTo(3);
  }

  @Test
  void nodeThatIsRemovedStaysForItsCallsAndNoOthers() {
    pool.offer("x");
    FakeNode removed = pool.node(A);
    reload(B);

    assertThat(pool.view(A).leaving()).isTrue();
    assertThat(pool.answer("x").node()).isEqualTo(A);
    assertThat(pool.offer("y").node()).isEqualTo(B);
    assertThat(pool.delete("x").node()).isEqualTo(A);
    pool.loop().advance(Duration.ofSeconds(6));

    assertThat(removed.isClosed()).isTrue();
    assertThat(pool.pool().nodes()).extracting(view -> view.id().name()).containsExactly(B);
    assertThat(pool.events().take()).contains("udp:a:1 gone");
  }

  @Test
  void nodeWithoutCallsThatIsRemovedIsGoneAtOnce() {
    FakeNode removed = pool.node(A);
    reload(B);

    assertThat(removed.isClosed()).isTrue();
  }

  @Test
  void nodeThatComesBackWhileItLeavesIsTheSameAsBefore() {
    pool.offer("x");
    FakeNode before = pool.node(A);
    reload(B);

    assertThat(reload("udp:a:1=1000000 udp:b:1").added()).containsExactly(node(A));
    assertThat(pool.node(A)).isSameAs(before);
    assertThat(pool.view(A).leaving()).isFalse();
    assertThat(pool.offer("y").node()).isEqualTo(A);
  }

  @Test
  void setWhoseNodesAllLeaveTakesNoNewCalls() {
    pool.offer("x");
    reload("1 == udp:b:1");

    assertThat(pool.offer("y").outcome()).isEqualTo(new PoolOutcome.NoNode(0));
    assertThat(pool.answer("x").node()).isEqualTo(A);
  }

  @Test
  void poolWithoutNodesYetHasNoNodeRatherThanNoSuchSet() {
    TestPool empty = new TestPool();

    assertThat(empty.offer("x").outcome()).isEqualTo(new PoolOutcome.NoNode(0));
    empty.reload("udp:a:1");
    assertThat(empty.offer("x").node()).isEqualTo(A);
  }

  @Test
  void otherHttpAddressIsAnotherSocketAndTheOldOneIsClosedLater() {
    FakeNode before = pool.node(A);
    reload("udp:a:1=1000000,http://a:1 udp:b:1");

    assertThat(pool.node(A)).isNotSameAs(before);
    assertThat(before.isClosed()).isFalse();
    pool.loop().advance(Duration.ofSeconds(6));
    assertThat(before.isClosed()).isTrue();
    assertThat(pool.offer("x").node()).isEqualTo(A);
  }

  @Test
  void operatorNamesANodeInOneSetOrInAll() {
    reload("udp:a:1", "1 == udp:a:1");

    assertThat(pool.pool().setOperatorState(A, OptionalInt.of(1), OperatorState.DISABLED))
        .containsExactly(new NodeId(1, A));
    assertThat(pool.pool().setOperatorState(A, OptionalInt.empty(), OperatorState.DRAINING))
        .containsExactly(node(A), new NodeId(1, A));
    assertThat(pool.pool().setOperatorState("udp:z:1", OptionalInt.empty(), OperatorState.ENABLED))
        .isEmpty();
  }

  @Test
  void probesDoNotOverrideTheOperator() {
    pool.setState(A, OperatorState.DISABLED);
    pool.node(A).answerLate();
    pool.loop().advance(Duration.ofMinutes(5));

    assertThat(pool.view(A).operatorState()).isEqualTo(OperatorState.DISABLED);
    assertThat(pool.node(A).takeRequests()).isEmpty();
  }

  @Test
  void quietNodesArePingedIfThatIsWanted() {
    TestPool pinging = new TestPool(PoolSettings.DEFAULT, A);
    pinging.loop().advance(Duration.ofSeconds(20));
    assertThat(pinging.view(A).health()).isEqualTo(HealthState.UP);
    assertThat(pinging.node(A).takeRequests()).containsOnly("ping").hasSizeBetween(2, 4);
    pinging.node(A).does(FakeNode.SILENT);
    pinging.loop().advance(Duration.ofSeconds(20));

    assertThat(pinging.view(A).health()).isEqualTo(HealthState.DOWN);
    pinging.node(A).doesAsUsual();
    pinging.loop().advance(Duration.ofSeconds(12));
    assertThat(pinging.view(A).health()).isEqualTo(HealthState.UP);
  }
}
