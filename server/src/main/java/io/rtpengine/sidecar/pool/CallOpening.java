package io.rtpengine.sidecar.pool;

import io.rtpengine.sidecar.ng.NgOutcome;
import io.rtpengine.sidecar.ng.NgRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way of a command that opens a call where there is none.
 *
 * <p>If the call is on some node already, that is where it goes: no other can go on with it. If the
 * caller says that the call exists and nobody knows where, the nodes of the set are asked for it,
 * and as long as one that may have it does not answer, it is placed on no other.
 *
 * <p>Otherwise the call is placed: on the node that the call-id selects, or, if that is full, does
 * not answer, can't be reached or lacks the command, on the next. Other requests of the same call
 * wait for the end of it. What may have been left behind on the nodes that did not take the call is
 * deleted. A call that exists is placed anew only if the caller allows it to be reanchored.
 */
final class CallOpening extends Dispatch {

  /** No node gets less time than this as long as there is as much left. */
  private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

  private final String callId;

  /** While the call is being placed: where it may go. */
  private @Nullable Candidates candidates;

  /** Of a call that exists: where it is, until this is over. */
  private @Nullable Node before;

  /** While a call is being placed of which nobody knows where it is: where it may be. */
  private List<Node> maybeOn = List.of();

  private final Map<Node, Verdict> leftBehind = new LinkedHashMap<>(0);

  CallOpening(
      Core core,
      Supplier<Topology> topology,
      Route route,
      NgRequest request,
      long callerDeadlineNanos,
      PoolListener listener) {
    super(core, topology, route, request, callerDeadlineNanos, listener);
    this.callId = route.callId().orElseThrow();
  }

  @Override
  void start() {
    Node known = table().find(callId, route().participants());
    if (known == null && awaitsPlacement(callId)) {
      return;
    }
    Target own = Target.own(route(), topology(), known);
    if (own != null && !Target.mayLeave(route(), own)) {
      before = known;
      stay(own);
    } else if (!table().reserve(callId, known)) {
      // Another request was quicker.
      start();
    } else if (own == null && route().inDialog()) {
      search();
    } else {
      before =
          own == null ? null : known != null ? known : Target.nodeOfHandle(route(), topology());
      place(Target.preferred(route(), topology(), own));
    }
  }

  private void stay(Target own) {
    if (own.node() != null) {
      attempt(own.node());
    } else {
      finish(own.problem());
    }
  }

  /** Asks the nodes for the call, which exists as far as the caller knows. */
  private void search() {
    int setId = route().setId();
    Search search =
        new Search(
            core(),
            topology(),
            setId,
            callId,
            null,
            result -> {
              searched(result.asked());
              if (isCancelled()) {
                table().release(callId);
                finish(notSent(callId));
              } else if (result.found() != null) {
                table().place(callId, result.found(), Participants.UNKNOWN);
                attempt(result.found());
              } else if (result.isNowhere() || route().reanchor()) {
                maybeOn = result.missing();
                place(Target.preferred(route(), topology(), null));
              } else {
                table().release(callId);
                finishUnlocated(setId, result.missing());
              }
            });
    underWay(search);
    search.start(halfTimeNanos());
  }

  private void place(@Nullable Node first) {
    int setId = Target.setToPlaceIn(route(), before);
    NodeSet set = topology().set(setId);
    if (set == null) {
      table().release(callId);
      finish(topology().problem(setId));
      return;
    }
    candidates = new Candidates(core(), () -> topology().set(setId), callId, command(), first);
    Node best = candidates.next();
    if (best == null) {
      table().release(callId);
      finish(new PoolOutcome.NoNode(set.id()));
      return;
    }
    if (candidates.isDown()) {
      core().world().observer().allDown(set.id());
    }
    attempt(best, candidates);
  }

  private void attempt(Node next, Candidates others) {
    long limit = others.hasNext() ? shareNanos() : deadlineNanos();
    attempt(next, limit, others.isDown());
  }

  /** Returns until when one node may keep the others waiting: for half of what time there is. */
  private long shareNanos() {
    long now = core().world().loop().nanoTime();
    long left = deadlineNanos() - now;
    return now + Math.min(left, Math.max(left / 2, SHORTEST_NANOS));
  }

  @Override
  void onVerdict(Node tried, Verdict verdict, NgOutcome outcome) {
    if (candidates == null) {
      afterStay(tried, verdict);
      return;
    }
    switch (verdict) {
      case SERVED -> {
        tried.health().tookCall();
        settleOn(tried);
        finish(tried);
      }
      case FULL, SILENT, NOT_SUPPORTED, LOCAL -> {
        mayBeLeftBehind(tried, verdict, outcome);
        tryNext(tried, verdict, candidates);
      }
      case REFUSED, MALFORMED, UNKNOWN_CALL, CANCELLED -> {
        mayBeLeftBehind(tried, verdict, outcome);
        giveUp(tried);
      }
    }
  }

  private void afterStay(Node tried, Verdict verdict) {
    if (verdict == Verdict.SERVED) {
      Node known = table().find(callId);
      // Who has moved the call meanwhile knows better where it is.
      boolean asBefore = known == null || known == before;
      if (known != tried && asBefore && table().reserve(callId, known)) {
        table().place(callId, tried, Participants.UNKNOWN);
      }
    } else if (verdict == Verdict.UNKNOWN_CALL) {
      table().forgetUnknown(callId, tried);
    }
    finish(tried);
  }

  private void tryNext(Node failed, Verdict why, Candidates others) {
    if (why == Verdict.SILENT || why == Verdict.LOCAL) {
      others.hasBeenSilent(failed);
    }
    boolean late = deadlineNanos() - core().world().loop().nanoTime() <= 0;
    Node next = late || isCancelled() ? null : others.next();
    if (next == null) {
      giveUp(failed);
    } else {
      core().world().observer().failedOver(failed.id(), next.id(), why);
      attempt(next, others);
    }
  }

  /** A node that was sent the request and did not take the call may have begun to. */
  private void mayBeLeftBehind(Node tried, Verdict verdict, NgOutcome outcome) {
    boolean mayHaveBegun =
        outcome.transmissions() > 0
            && verdict != Verdict.NOT_SUPPORTED
            && !(outcome instanceof NgOutcome.Full);
    if (mayHaveBegun) {
      leftBehind.put(tried, verdict);
    }
  }

  private void settleOn(Node node) {
    if (before != null && before != node) {
      leftBehind.putIfAbsent(before, Verdict.SERVED);
    }
    for (Node other : maybeOn) {
      if (other != node) {
        leftBehind.putIfAbsent(other, Verdict.SILENT);
      }
    }
    table().place(callId, node, route().participants());
    cleanUp();
  }

  private void giveUp(Node last) {
    // What a node had before is not left behind unless the call is placed elsewhere.
    leftBehind.remove(before);
    maybeOn.forEach(leftBehind::remove);
    table().release(callId);
    cleanUp();
    finish(last);
  }

  private void cleanUp() {
    leftBehind.forEach(
        (node, verdict) -> {
          switch (verdict) {
            case SILENT, CANCELLED, LOCAL -> node.ghosts().owe(callId);
            case SERVED, FULL, REFUSED, MALFORMED, UNKNOWN_CALL, NOT_SUPPORTED ->
                node.ghosts().oweNow(callId);
          }
        });
  }
}
