package io.rtpengine.sidecar.pool;

import io.rtpengine.sidecar.ng.NgExchange;
import io.rtpengine.sidecar.ng.NgListener;
import io.rtpengine.sidecar.ng.NgOutcome;
import io.rtpengine.sidecar.ng.NgRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through the pool: attempts, one after the other, under one deadline. Where
 * it goes, and what follows an attempt, is for the subclass to know.
 *
 * <p>Confined to one event loop at a time, {@link #cancel} excepted.
 */
abstract class Dispatch implements NgExchange, NgListener {

  private final Core core;
  private final Supplier<Topology> topology;
  private final Route route;
  private final NgRequest request;
  private final long callerDeadlineNanos;
  private final long deadlineNanos;
  private final PoolListener listener;

  private List<PoolOutcome.Attempt> attempts = List.of();
  private List<String> searched = List.of();
  private @Nullable Node node;
  private boolean thoughDown;
  private long limitNanos;

  private volatile @Nullable NgExchange current;
  private volatile @Nullable AtomicBoolean waiting;
  private volatile boolean cancelled;

  /**
   * Creates a dispatch.
   *
   * @param topology which nodes there are, whenever that is asked
   * @param callerDeadlineNanos as for {@link Pool#send}
   */
  Dispatch(
      Core core,
      Supplier<Topology> topology,
      Route route,
      NgRequest request,
      long callerDeadlineNanos,
      PoolListener listener) {
    this.core = core;
    this.topology = topology;
    this.route = route;
    this.request = request;
    this.callerDeadlineNanos = callerDeadlineNanos;
    this.listener = listener;
    long longest = core.world().loop().nanoTime() + core.settings().requestTimeout().toNanos();
    // MAX_VALUE is no point of the clock, but the word for never.
    this.deadlineNanos =
        callerDeadlineNanos != Long.MAX_VALUE && callerDeadlineNanos - longest < 0
            ? callerDeadlineNanos
            : longest;
  }

  /** Finds out where the request is to go, and has it go there. */
  abstract void start();

  /** Decides what follows an attempt: another, or the end. */
  abstract void onVerdict(Node tried, Verdict verdict, NgOutcome outcome);

  final Core core() {
    return core;
  }

  final CallTable table() {
    return core.table();
  }

  /** Returns which nodes there are now: while a request is on its way, they may change. */
  final Topology topology() {
    return topology.get();
  }

  final Route route() {
    return route;
  }

  final String command() {
    return request.command();
  }

  final List<PoolOutcome.Attempt> attempts() {
    return attempts;
  }

  final boolean isCancelled() {
    return cancelled;
  }

  /** Returns until when there may be attempts. */
  final long deadlineNanos() {
    return deadlineNanos;
  }

  /** Returns half way from now to the deadline: the other half is for somebody else. */
  final long halfTimeNanos() {
    long now = core.world().loop().nanoTime();
    return now + (deadlineNanos - now) / 2;
  }

  /**
   * Sends the request to the only node that can carry it out. It has until the deadline to answer,
   * but no more than a probe has if it is down.
   */
  final void attempt(Node next) {
    boolean down = next.health().state() == HealthState.DOWN;
    long probed =
        core.world().loop().nanoTime() + core.settings().health().probeTimeout().toNanos();
    attempt(next, down && probed - deadlineNanos < 0 ? probed : deadlineNanos, down);
  }

  /** Sends the request to a node. {@link #onVerdict} follows, possibly before this returns. */
  final void attempt(Node next, long limit, boolean although) {
    node = next;
    limitNanos = limit;
    thoughDown = although;
    int before = attempts.size();
    NgExchange exchange = next.send(request, limit, this);
    if (attempts.size() == before) {
      underWay(exchange);
    }
  }

  /** Takes note of what is to be cancelled if the request is. */
  final void underWay(NgExchange exchange) {
    current = exchange;
    if (cancelled) {
      exchange.cancel();
    }
  }

  @Override
  public final void onOutcome(NgOutcome outcome) {
    Node tried = Objects.requireNonNull(node);
    Verdict verdict = core.verdicts().of(outcome, route.effect());
    tried.note(request, outcome, verdict);
    PoolOutcome.Attempt attempt =
        new PoolOutcome.Attempt(tried.name(), withDeadline(outcome), verdict, thoughDown);
    if (attempts.isEmpty()) {
      attempts = List.of(attempt);
    } else {
      attempts = new ArrayList<>(attempts);
      attempts.add(attempt);
    }
    try {
      onVerdict(tried, verdict, outcome);
    } finally {
      // Not before: a node that leaves goes when it has neither calls nor requests.
      tried.over();
    }
  }

  /** The endpoint can't tell the caller's deadline from ours. */
  private NgOutcome withDeadline(NgOutcome outcome) {
    return outcome instanceof NgOutcome.Silent silent && silent.deadlineWasCallers()
        ? new NgOutcome.Silent(
            limitNanos == callerDeadlineNanos, silent.transmissions(), silent.elapsedNanos())
        : outcome;
  }

  /**
   * Waits while another request places the call, and starts anew when it has.
   *
   * @return whether there is anything to wait for
   */
  final boolean awaitsPlacement(String callId) {
    AtomicBoolean over = new AtomicBoolean();
    boolean waits =
        core.table()
            .await(
                callId,
                () -> {
                  if (over.compareAndSet(false, true)) {
                    start();
                  }
                });
    if (waits) {
      waiting = over;
      PoolLoop loop = core.world().loop();
      loop.schedule(() -> stopWaiting(over, callId), deadlineNanos - loop.nanoTime());
      if (cancelled) {
        stopWaiting(over, callId);
      }
    }
    return waits;
  }

  private void stopWaiting(AtomicBoolean over, String callId) {
    if (over.compareAndSet(false, true)) {
      finish(notSent(callId));
    }
  }

  /** Returns the outcome of a request for which there was no time to be sent. */
  final PoolOutcome notSent(String callId) {
    return new PoolOutcome.NotSent(route.setId(), callId, deadlineNanos == callerDeadlineNanos);
  }

  @Override
  public final void cancel() {
    cancelled = true;
    AtomicBoolean over = waiting;
    if (over != null) {
      stopWaiting(over, route.callId().orElse(""));
    }
    NgExchange exchange = current;
    if (exchange != null) {
      exchange.cancel();
    }
  }

  /** Takes note of the nodes that were asked for the call. */
  final void searched(List<String> names) {
    searched = names;
  }

  /** Reports that the call may be on one of these nodes, and that it can't be found out. */
  final void finishUnlocated(int setId, List<Node> missing) {
    List<String> names = missing.stream().map(Node::name).toList();
    finish(new PoolOutcome.Unlocated(setId, attempts, searched, names));
  }

  /** Reports that the attempts are over, and the last one decided. */
  final void finish(Node last) {
    finish(new PoolOutcome.Tried(last.id().setId(), last.handle(), attempts, searched));
  }

  /** Reports the outcome. Nothing may follow. */
  final void finish(PoolOutcome outcome) {
    try {
      listener.onOutcome(outcome);
    } finally {
      core.underWay().decrement();
    }
  }
}
