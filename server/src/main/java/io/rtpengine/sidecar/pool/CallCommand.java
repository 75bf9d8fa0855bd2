package io.rtpengine.sidecar.pool;

import io.rtpengine.sidecar.ng.NgOutcome;
import io.rtpengine.sidecar.ng.NgRequest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way of a command on a call that exists: to the node that has it, and to no other.
 *
 * <p>Which one that is, the caller says, or the table knows, or the caller's handle says. If nobody
 * does, the one that the call-id selects is tried, and if that does not know the call either, or
 * does not answer, the other nodes of the set are asked for it.
 */
final class CallCommand extends Dispatch {

  private final String callId;
  private boolean guessed;

  CallCommand(
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
    Node known = knownNode();
    if (known == null && awaitsPlacement(callId)) {
      return;
    }
    Target target = known != null ? Target.of(known) : Target.named(route(), topology());
    if (target == null) {
      guessed = true;
      target = Target.guessed(route(), topology(), core().selection(), callId, command());
    }
    if (target.node() != null && mayBeElsewhere()) {
      attempt(target.node(), halfTimeNanos(), false);
    } else if (target.node() != null) {
      attempt(target.node());
    } else {
      finish(target.problem());
    }
  }

  /** Returns the node that the table has; null if none, or if the caller wants another. */
  private @Nullable Node knownNode() {
    Node known = table().find(callId, route().participants());
    return known != null && route().node().isEmpty() && route().allowsSet(known.id().setId())
        ? known
        : null;
  }

  private boolean mayBeElsewhere() {
    NodeSet set = topology().set(route().setId());
    return guessed && set != null && set.nodes().size() > 1;
  }

  @Override
  void onVerdict(Node tried, Verdict verdict, NgOutcome outcome) {
    switch (verdict) {
      case SERVED -> {
        served(tried);
        finish(tried);
      }
      case UNKNOWN_CALL -> {
        isUnknown(tried);
        searchOrFinish(tried, verdict);
      }
      case SILENT, LOCAL -> searchOrFinish(tried, verdict);
      case FULL, NOT_SUPPORTED, REFUSED, MALFORMED, CANCELLED -> finish(tried);
    }
  }

  private void served(Node node) {
    switch (route().effect()) {
      case ENDS -> table().forget(callId, node, PoolObserver.Unbound.ENDED);
      case ENDS_PART -> {
        if (!table().endPart(callId, node)) {
          node.reconciliation().partEnded(callId);
        }
      }
      case NONE, OPENS, ON -> remember(node);
    }
  }

  private void isUnknown(Node node) {
    if (route().effect() == CallEffect.ENDS_PART) {
      // It may be the part that the node does not know.
      node.reconciliation().partUnknown(callId);
    } else {
      table().forgetUnknown(callId, node);
    }
  }

  private void searchOrFinish(Node tried, Verdict verdict) {
    if (guessed && !isCancelled()) {
      guessed = false;
      search(tried, verdict);
    } else {
      finish(tried);
    }
  }

  private void remember(Node node) {
    if (table().find(callId) == null && table().reserve(callId, null)) {
      table().place(callId, node, Participants.UNKNOWN);
    }
  }

  private void search(Node tried, Verdict verdict) {
    int setId = tried.id().setId();
    Search search =
        new Search(
            core(),
            topology(),
            setId,
            callId,
            tried,
            result -> {
              searched(result.asked());
              if (result.found() != null && !isCancelled()) {
                attempt(result.found());
              } else if (verdict == Verdict.UNKNOWN_CALL && !result.isNowhere() && !isCancelled()) {
                finishUnlocated(setId, result.missing());
              } else {
                finish(tried);
              }
            });
    underWay(search);
    search.start(halfTimeNanos());
  }
}
