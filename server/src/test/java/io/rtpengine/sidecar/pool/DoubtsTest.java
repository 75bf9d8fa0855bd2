package io.rtpengine.sidecar.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Calls that have ended, it seems. */
final class DoubtsTest {

  private final Doubts doubts = new Doubts();

  private static Doubts.Doubt first(String callId, long due) {
    return new Doubts.Doubt(callId, due, PoolObserver.Unbound.ENDED, false);
  }

  private static Doubts.Doubt second(String callId, long due) {
    return new Doubts.Doubt(callId, due, PoolObserver.Unbound.ENDED, true);
  }

  @Test
  void areTakenWhenTheyAreDueAndInThatOrder() {
    doubts.add(first("late", 20));
    doubts.add(first("early", 10));

    assertThat(doubts.areDue(9)).isFalse();
    assertThat(doubts.takeDue(9)).isNull();
    assertThat(doubts.takeDue(30)).isEqualTo(first("early", 10));
    assertThat(doubts.takeDue(30)).isEqualTo(first("late", 20));
    assertThat(doubts.takeDue(30)).isNull();
  }

  @Test
  void newerOneTakesThePlaceOfTheOlder() {
    doubts.add(first("x", 10));
    doubts.add(first("x", 20));

    assertThat(doubts.takeDue(10)).isNull();
    assertThat(doubts.takeDue(20)).isEqualTo(first("x", 20));
    assertThat(doubts.takeDue(30)).isNull();
  }

  @Test
  void secondOneDoesNotPutOffANewOne() {
    doubts.add(first("x", 10));
    doubts.add(second("x", 100));

    assertThat(doubts.arePending("x")).isTrue();
    assertThat(doubts.takeDue(10)).isEqualTo(first("x", 10));
    assertThat(doubts.takeDue(200)).isNull();
  }

  @Test
  void callThatHasEndedIsNotLostByALaterDoubt() {
    doubts.add(first("x", 40));
    doubts.add(new Doubts.Doubt("x", 10, PoolObserver.Unbound.LOST, false));
    doubts.add(new Doubts.Doubt("y", 10, PoolObserver.Unbound.LOST, false));

    assertThat(doubts.sayEnded("x")).isTrue();
    assertThat(doubts.sayEnded("y")).isFalse();
    assertThat(doubts.takeDue(10)).isEqualTo(first("x", 10));
    assertThat(doubts.sayEnded("x")).isFalse();
  }

  @Test
  void callThatHasBeenAskedForIsNotPending() {
    assertThat(doubts.arePending("x")).isFalse();
    doubts.add(second("x", 10));
    assertThat(doubts.arePending("x")).isFalse();
    doubts.add(first("x", 20));
    assertThat(doubts.arePending("x")).isTrue();
  }

  @Test
  void thereIsABoundAndRoomAgainAfterwards() {
    for (int i = 0; i < 60_000; i++) {
      doubts.add(first("call-" + i, i));
    }
    int taken = 0;
    while (doubts.takeDue(60_000) != null) {
      taken++;
    }
    assertThat(taken).isEqualTo(50_000);
    doubts.add(first("x", 0));
    assertThat(doubts.takeDue(0)).isEqualTo(first("x", 0));
  }
}
