package io.rtpengine.sidecar.pool;

import io.rtpengine.sidecar.ng.NgOutcome;
import io.rtpengine.sidecar.ng.RefusalKind;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which calls a node has no longer: it has ended the last part of them, has timed them
 * out, or was started anew and has forgotten them all. It is asked for one call at a time, for one
 * of these reasons:
 *
 * <ul>
 *   <li>A <i>doubt</i>: the call has ended, it seems. It did if the node does not know it.
 *   <li>A <i>sample</i>: one call now and then. Two in a row that the node does not know mean that
 *       it has forgotten more than these.
 *   <li>A <i>walk</i>: through all calls of a node that has forgotten some, or was down; else,
 *       slowly, through those that have not been used for long. What it does not know is lost.
 * </ul>
 *
 * <p>A call that the node knows stays, and so does one of which it says nothing. A call that is
 * used while the node is asked stays too: the answer may be older than the use.
 *
 * <p>What happens may be reported from any thread. All else is confined to the pool's loop.
 */
final class Reconciliation {

  /** Engines keep what was deleted for 30 s, unless told otherwise. */
  private static final long AFTER_DELETION_NANOS = TimeUnit.SECONDS.toNanos(40);

  /** Those that keep it for longer are asked once more. */
  private static final long SECOND_DOUBT_NANOS = TimeUnit.MINUTES.toNanos(5);

  /** Whoever does not answer is asked again. */
  private static final long RETRY_NANOS = TimeUnit.MINUTES.toNanos(1);

  private static final long SOON_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long WALK_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int DOUBTS_PER_TICK = 50;
  private static final int WALKED_PER_TICK = 10;
  private static final int MAX_UNDER_WAY = 8;
  private static final int TELLING_UNKNOWNS = 2;

  /**
   * A question that a node is asked.
   *
   * @param doubt why; null if it is not for that
   * @param isSample whether the answer tells of the other calls too
   */
  private record Question(CallTable.Check check, Doubts.@Nullable Doubt doubt, boolean isSample) {

    PoolObserver.Unbound ifUnknown() {
      return doubt == null ? PoolObserver.Unbound.LOST : doubt.ifUnknown();
    }
  }

  private final Node node;
  private final CallTable table;
  private final PoolDependencies world;
  private final int quietSeconds;
  private final long walkIntervalNanos;
  private final Doubts doubts = new Doubts();

  /** The walk that is under way, a shard of the table at a time; null if none is. */
  private @Nullable Iterator<List<String>> walk;

  private final ArrayDeque<String> walked = new ArrayDeque<>();
  private boolean walksAll;
  private long walkEndedNanos;
  private int unknownInARow;
  private boolean sampling;
  private int underWay;
  private int doubtsLeft;
  private int walkedLeft;
  private boolean ticking;
  private boolean closed;

  Reconciliation(Node node, CallTable table, AffinitySettings settings, PoolDependencies world) {
    this.node = node;
    this.table = table;
    this.world = world;
    this.quietSeconds = (int) Math.min(Integer.MAX_VALUE, settings.checkInterval().toSeconds());
    this.walkIntervalNanos = Math.min(WALK_INTERVAL_NANOS, TimeUnit.SECONDS.toNanos(quietSeconds));
    this.walkEndedNanos = world.loop().nanoTime();
  }

  private boolean isOn() {
    return quietSeconds > 0;
  }

  /** Reports that the node has ended a part of a call, which may have been all of it. */
  void partEnded(String callId) {
    doubt(callId, PoolObserver.Unbound.ENDED, AFTER_DELETION_NANOS, false);
  }

  /** Reports that the node did not know a part of a call, which may be because of the part. */
  void partUnknown(String callId) {
    doubtSoon(callId, PoolObserver.Unbound.LOST);
  }

  /** Reports that a call is over, by the word of somebody who may be wrong. */
  void mayBeOver(String callId) {
    doubtSoon(callId, PoolObserver.Unbound.ENDED);
  }

  private void doubtSoon(String callId, PoolObserver.Unbound ifUnknown) {
    doubt(callId, ifUnknown, SOON_NANOS, false);
    if (isOn()) {
      world.loop().schedule(() -> planTick(0), SOON_NANOS);
    }
  }

  private void doubt(
      String callId, PoolObserver.Unbound ifUnknown, long delayNanos, boolean isSecond) {
    if (isOn()) {
      long due = world.loop().nanoTime() + delayNanos;
      doubts.add(new Doubts.Doubt(callId, due, ifUnknown, isSecond));
    }
  }

  private void again(Doubts.Doubt doubt, long delayNanos, boolean isSecond) {
    doubt(doubt.callId(), doubt.ifUnknown(), delayNanos, isSecond);
  }

  /**
   * Reports that the node did not know a call that it has had.
   *
   * @return what that means
   */
  PoolObserver.Unbound callUnknown(String callId) {
    if (doubts.sayEnded(callId)) {
      return PoolObserver.Unbound.ENDED;
    }
    if (isOn()) {
      world.loop().execute(this::sample);
    }
    return PoolObserver.Unbound.LOST;
  }

  /** Reports that the node was down and answers again. To be called on the loop. */
  void nodeIsBack() {
    if (isOn() && node.calls() > 0) {
      walk(true);
    }
  }

  /** Sees to what is to be seen to from time to time. To be called on the loop. */
  void round() {
    if (!isOn() || !canBeAsked()) {
      return;
    }
    long now = world.loop().nanoTime();
    if (walk == null && node.calls() > 0 && now - walkEndedNanos >= walkIntervalNanos) {
      walk(false);
    }
    sample();
    planTick(0);
  }

  /** Gives up. */
  void close() {
    world.loop().execute(() -> closed = true);
  }

  private boolean canBeAsked() {
    return !closed && node.canBeAsked() && !node.health().isSuspected();
  }

  private void walk(boolean all) {
    walked.clear();
    walk = table.quietCallsOf(node, all ? 1 : quietSeconds);
    walksAll = all;
    planTick(0);
  }

  private void sample() {
    if (sampling || (walk != null && walksAll) || node.calls() == 0 || !canBeAsked()) {
      return;
    }
    String callId = table.anyCallOf(node, world.random(), doubts::arePending);
    CallTable.Check check = callId == null ? null : table.beginCheck(callId, node);
    if (check != null) {
      sampling = true;
      ask(new Question(check, null, true));
    }
  }

  private void planTick(long delayNanos) {
    boolean hasWork = walk != null || doubts.areDue(world.loop().nanoTime());
    if (hasWork && !ticking) {
      ticking = true;
      world.loop().schedule(this::tick, delayNanos);
    }
  }

  private void tick() {
    ticking = false;
    if (!canBeAsked()) {
      // The next round goes on.
      return;
    }
    doubtsLeft = DOUBTS_PER_TICK;
    walkedLeft = WALKED_PER_TICK;
    goOnWalking();
    goOn();
    planTick(TICK_NANOS);
  }

  /** Gets the next calls of the walk, out of no more than one shard: that takes its time. */
  private void goOnWalking() {
    if (walk == null || !walked.isEmpty()) {
      return;
    }
    if (walk.hasNext()) {
      walked.addAll(walk.next());
    } else {
      walk = null;
      walkEndedNanos = world.loop().nanoTime();
    }
  }

  /** Asks for as many calls as may be asked for at a time, and in this tick. */
  private void goOn() {
    while (underWay < MAX_UNDER_WAY && canBeAsked()) {
      Doubts.Doubt doubt = doubtsLeft > 0 ? doubts.takeDue(world.loop().nanoTime()) : null;
      if (doubt != null) {
        doubtsLeft--;
        check(doubt);
      } else if (walkedLeft > 0 && !walked.isEmpty()) {
        walkedLeft--;
        check(walked.remove());
      } else {
        return;
      }
    }
  }

  private void check(Doubts.Doubt doubt) {
    CallTable.Check check = table.beginCheck(doubt.callId(), node);
    if (check != null) {
      ask(new Question(check, doubt, false));
    } else if (table.isOn(doubt.callId(), node)) {
      // It is in use just now.
      again(doubt, SOON_NANOS, doubt.isSecond());
    }
  }

  private void check(String callId) {
    CallTable.Check check = doubts.arePending(callId) ? null : table.beginCheck(callId, node);
    if (check != null) {
      ask(new Question(check, null, false));
    }
  }

  private void ask(Question question) {
    underWay++;
    node.sendOwn(
        world.commands().get().query(question.check().callId()),
        outcome -> world.loop().execute(() -> onAnswer(question, result(outcome))));
  }

  private void onAnswer(Question question, PoolObserver.Checked result) {
    underWay--;
    world.observer().callChecked(node.id(), question.check().callId(), result);
    switch (result) {
      case KNOWN -> table.confirm(question.check(), node);
      case UNKNOWN -> table.forget(question.check(), node, question.ifUnknown());
      case UNANSWERED -> {
        // Says nothing about the call.
      }
    }
    if (question.doubt() != null) {
      goOnDoubting(question.doubt(), result);
    } else if (question.isSample()) {
      sampling = false;
      drawConclusions(result);
    }
    goOn();
  }

  private static PoolObserver.Checked result(NgOutcome outcome) {
    if (outcome instanceof NgOutcome.Replied) {
      return PoolObserver.Checked.KNOWN;
    }
    return outcome instanceof NgOutcome.Refused refused
            && refused.kind() == RefusalKind.UNKNOWN_CALL
        ? PoolObserver.Checked.UNKNOWN
        : PoolObserver.Checked.UNANSWERED;
  }

  private void goOnDoubting(Doubts.Doubt doubt, PoolObserver.Checked result) {
    if (result == PoolObserver.Checked.UNANSWERED) {
      again(doubt, RETRY_NANOS, doubt.isSecond());
    } else if (result == PoolObserver.Checked.KNOWN && !doubt.isSecond()) {
      doubt(doubt.callId(), PoolObserver.Unbound.ENDED, SECOND_DOUBT_NANOS, true);
    } else if (result == PoolObserver.Checked.UNKNOWN
        && doubt.ifUnknown() == PoolObserver.Unbound.LOST) {
      sample();
    }
  }

  private void drawConclusions(PoolObserver.Checked sample) {
    switch (sample) {
      case KNOWN -> unknownInARow = 0;
      case UNKNOWN -> {
        unknownInARow++;
        if (unknownInARow < TELLING_UNKNOWNS) {
          sample();
        } else {
          unknownInARow = 0;
          world.observer().callsDoubted(node.id());
          walk(true);
        }
      }
      case UNANSWERED -> {
        // Says nothing about the others.
      }
    }
  }
}
