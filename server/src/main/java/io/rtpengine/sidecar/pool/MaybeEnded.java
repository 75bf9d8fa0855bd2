package io.rtpengine.sidecar.pool;

import io.rtpengine.sidecar.ng.NgOutcome;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * The calls of which a part was ended, which may have been all of it: only their nodes know. Each
 * node is asked after a while, and then less and less often, until it says that the call is over.
 *
 * <p>Calls may be added from any thread. The list itself is confined to the pool's loop.
 */
final class MaybeEnded {

  private static final int MAX_CALLS = 100_000;
  private static final int MAX_UNDER_WAY = 8;

  /** Longer than the 30 s that engines keep a call after its end, by default. */
  private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(45);

  private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);

  /**
   * A question to be asked.
   *
   * @param why what it means if the node does not know the call
   * @param pauseNanos how long after this question the next one is asked
   */
  private record Question(
      String callId, Node node, PoolObserver.Unbound why, long dueNanos, long pauseNanos) {}

  private final CallTable table;
  private final PoolDependencies world;
  private final Verdicts verdicts;
  private final Queue<Question> questions =
      new PriorityQueue<>(Comparator.comparingLong(Question::dueNanos));

  /** The question that counts for a call, if it has several in the queue. */
  private final Map<String, Question> latest = new HashMap<>();

  private int underWay;
  private long plannedNanos = Long.MAX_VALUE;

  MaybeEnded(CallTable table, PoolDependencies world, Verdicts verdicts) {
    this.table = table;
    this.world = world;
    this.verdicts = verdicts;
  }

  /** Takes note of a call of which a part was ended. */
  void add(String callId, Node node) {
    ask(callId, node, PoolObserver.Unbound.ENDED, FIRST_NANOS, FIRST_NANOS);
  }

  /** Takes note of a call of which the node does not know the part that was to be ended. */
  void addDoubtful(String callId, Node node) {
    ask(callId, node, PoolObserver.Unbound.LOST, 0, FIRST_NANOS);
  }

  private void ask(
      String callId, Node node, PoolObserver.Unbound why, long delayNanos, long pauseNanos) {
    world
        .loop()
        .execute(
            () -> {
              long due = world.loop().nanoTime() + delayNanos;
              enqueue(new Question(callId, node, why, due, pauseNanos));
              askWhatIsDue();
            });
  }

  /**
   * Keeps a question for later. One too many is left out: the call is forgotten when it is idle.
   */
  private void enqueue(Question question) {
    if (questions.size() < MAX_CALLS) {
      latest.put(question.callId(), question);
      questions.add(question);
    }
  }

  private void askWhatIsDue() {
    long now = world.loop().nanoTime();
    while (underWay < MAX_UNDER_WAY
        && !questions.isEmpty()
        && questions.element().dueNanos() <= now) {
      Question question = questions.remove();
      boolean counts = latest.remove(question.callId(), question);
      // Whoever has moved or ended meanwhile is of no interest.
      if (counts && table.find(question.callId()) == question.node()) {
        ask(question);
      }
    }
    plan(now);
  }

  private void plan(long now) {
    if (underWay < MAX_UNDER_WAY
        && !questions.isEmpty()
        && questions.element().dueNanos() < plannedNanos) {
      long due = questions.element().dueNanos();
      plannedNanos = due;
      world
          .loop()
          .schedule(
              () -> {
                if (plannedNanos == due) {
                  plannedNanos = Long.MAX_VALUE;
                }
                askWhatIsDue();
              },
              due - now);
    }
  }

  private void ask(Question question) {
    if (!question.node().canBeAsked()) {
      again(question);
      return;
    }
    underWay++;
    question
        .node()
        .sendOwn(
            world.commands().get().query(question.callId()),
            outcome -> world.loop().execute(() -> onAnswer(question, outcome)));
  }

  private void onAnswer(Question question, NgOutcome outcome) {
    underWay--;
    if (verdicts.of(outcome, CallEffect.ON) == Verdict.UNKNOWN_CALL) {
      table.forget(question.callId(), question.node(), question.why());
    } else if (!latest.containsKey(question.callId())) {
      again(question);
    }
    askWhatIsDue();
  }

  private void again(Question question) {
    enqueue(
        new Question(
            question.callId(),
            question.node(),
            // As far as is known now, it was there.
            PoolObserver.Unbound.ENDED,
            world.loop().nanoTime() + question.pauseNanos(),
            Math.min(2 * question.pauseNanos(), LONGEST_NANOS)));
  }
}
