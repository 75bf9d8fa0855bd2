package io.rtpengine.sidecar.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CallTableTest {

  private static final Duration TTL = Duration.ofHours(1);
  private static final int FEW_CALLS = 3;

  private final ManualLoop loop = new ManualLoop();
  private final RecordedEvents events = new RecordedEvents();
  private final CallTable table = table(FEW_CALLS);
  private final Node a = node("udp:a:1");
  private final Node b = node("udp:b:1");
  private final List<String> resumed = new ArrayList<>();

  private CallTable table(int maxCalls) {
    return new CallTable(new AffinitySettings(maxCalls, TTL, Duration.ZERO), loop, events);
  }

  private Node node(String name) {
    PoolDependencies world =
        new PoolDependencies(
            (node, observer) -> Optional.empty(),
            () -> {
              throw new AssertionError("nothing is sent in this test");
            },
            loop,
            () -> 0,
            OperatorStates.NONE,
            events);
    NodeDefinition definition =
        RtpengineSock.parse(List.of(name)).iterator().next().nodes().iterator().next();
    return new Node(new NodeId(0, name), definition, PoolSettings.DEFAULT, world, table);
  }

  @Test
  void callIsWhereItWasPlacedAndItsNodeCountsIt() {
    table.place("x", a, Participants.NONE);

    assertThat(table.find("x")).isSameAs(a);
    assertThat(table.find("y")).isNull();
    assertThat(a.calls()).isEqualTo(1);
    table.place("x", a, Participants.NONE);
    assertThat(a.calls()).isEqualTo(1);
    assertThat(events.take()).containsExactly("x on udp:a:1");
  }

  @Test
  void callThatIsPlacedElsewhereHasLeftItsNode() {
    table.place("x", a, Participants.NONE);
    table.place("x", b, Participants.NONE);

    assertThat(table.find("x")).isSameAs(b);
    assertThat(a.calls()).isZero();
    assertThat(b.calls()).isEqualTo(1);
    assertThat(events.take())
        .containsExactly("x on udp:a:1", "x off udp:a:1 MOVED", "x on udp:b:1");
  }

  @Test
  void reservedCallIsFoundByNobodyAndReservedByNobodyElse() {
    assertThat(table.reserve("x", null)).isTrue();

    assertThat(table.find("x")).isNull();
    assertThat(table.reserve("x", null)).isFalse();
    table.release("x");
    assertThat(table.reserve("x", null)).isTrue();
    table.place("x", a, Participants.NONE);
    assertThat(table.reserve("x", null)).isFalse();
    assertThat(table.reserve("x", b)).isFalse();
    assertThat(table.reserve("x", a)).isTrue();
  }

  @Test
  void callThatIsReleasedIsWhereItWas() {
    table.place("x", a, Participants.NONE);
    assertThat(table.reserve("x", a)).isTrue();
    assertThat(table.find("x")).isNull();

    table.release("x");

    assertThat(table.find("x")).isSameAs(a);
    assertThat(a.calls()).isEqualTo(1);
  }

  @Test
  void whoWaitsIsResumedOnceWhenTheCallIsPlacedOrReleased() {
    assertThat(table.await("x", () -> resumed.add("never"))).isFalse();
    assertThat(table.reserve("x", null)).isTrue();
    assertThat(table.await("x", () -> resumed.add("first"))).isTrue();
    assertThat(table.await("x", () -> resumed.add("second"))).isTrue();
    assertThat(resumed).isEmpty();

    table.release("x");
    assertThat(resumed).containsExactly("first", "second");
    assertThat(table.reserve("x", null)).isTrue();
    assertThat(table.await("x", () -> resumed.add("third"))).isTrue();
    table.place("x", a, Participants.NONE);
    table.place("x", b, Participants.NONE);
    assertThat(resumed).containsExactly("first", "second", "third");
  }

  @Test
  void callIsForgottenOnlyIfItIsOnThatNodeAndNotBeingPlacedAnew() {
    table.place("x", a, Participants.NONE);
    table.forget("x", b, PoolObserver.Unbound.LOST);
    assertThat(table.find("x")).isSameAs(a);
    assertThat(table.reserve("x", a)).isTrue();
    table.forget("x", a, PoolObserver.Unbound.LOST);
    table.release("x");
    assertThat(table.find("x")).isSameAs(a);

    table.forget("x", a, PoolObserver.Unbound.LOST);

    assertThat(table.find("x")).isNull();
    assertThat(a.calls()).isZero();
  }

  @Test
  void beyondTheBoundTheCallUsedLeastRecentlyIsForgotten() {
    table.place("one", a, Participants.NONE);
    table.place("two", a, Participants.NONE);
    table.place("three", a, Participants.NONE);
    assertThat(table.find("one")).isSameAs(a);

    table.place("four", b, Participants.NONE);

    assertThat(table.find("two")).isNull();
    assertThat(table.find("one")).isSameAs(a);
    assertThat(table.find("four")).isSameAs(b);
    assertThat(a.calls()).isEqualTo(2);
    assertThat(events.take()).contains("two off udp:a:1 EVICTED");
  }

  @Test
  void callThatIsBeingPlacedIsNotForgottenForOthers() {
    assertThat(table.reserve("new", null)).isTrue();
    table.place("moving", a, Participants.NONE);
    assertThat(table.reserve("moving", a)).isTrue();
    table.place("one", a, Participants.NONE);
    table.place("two", a, Participants.NONE);

    table.place("new", b, Participants.NONE);
    table.release("moving");
    assertThat(table.find("new")).isSameAs(b);
    assertThat(table.find("moving")).isSameAs(a);
    assertThat(table.find("one")).isNull();
  }

  @Test
  void idleCallsAreForgottenAndThoseThatAreUsedAreNot() {
    table.place("idle", a, Participants.NONE);
    table.place("used", a, Participants.NONE);
    assertThat(table.reserve("being placed", null)).isTrue();
    loop.advance(TTL.minusMinutes(1));
    table.expire();
    assertThat(table.find("used")).isSameAs(a);
    loop.advance(Duration.ofMinutes(1));

    table.expire();

    assertThat(events.take()).contains("idle off udp:a:1 IDLE");
    assertThat(table.find("used")).isSameAs(a);
    assertThat(table.reserve("being placed", null)).isFalse();
    assertThat(a.calls()).isEqualTo(1);
  }

  @Test
  void callsOfANodeAreFoundInAllShards() {
    CallTable large = table(1_000_000);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      large.place("call-" + i, i % 2 == 0 ? a : b, Participants.NONE);
      if (i % 2 == 0) {
        expected.add("call-" + i);
      }
    }

    assertThat(large.callsOf(a)).toIterable().containsExactlyInAnyOrderElementsOf(expected);
  }
}
