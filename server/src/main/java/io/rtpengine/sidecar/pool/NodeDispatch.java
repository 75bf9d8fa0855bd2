package io.rtpengine.sidecar.pool;

import io.rtpengine.sidecar.ng.NgOutcome;
import io.rtpengine.sidecar.ng.NgRequest;
import java.util.function.Supplier;

/**
 * The way of a request that concerns no call: to the node that is named, or to any. One attempt.
 */
final class NodeDispatch extends Dispatch {

  NodeDispatch(
      Core core,
      Supplier<Topology> topology,
      Route route,
      NgRequest request,
      long callerDeadlineNanos,
      PoolListener listener) {
    super(core, topology, route, request, callerDeadlineNanos, listener);
  }

  @Override
  void start() {
    Target target = Target.named(route(), topology());
    if (target == null) {
      target = any();
    }
    if (target.node() != null) {
      attempt(target.node());
    } else {
      finish(target.problem());
    }
  }

  private Target any() {
    NodeSet set = topology().set(route().setId());
    if (set == null) {
      return Target.none(topology().problem(route().setId()));
    }
    NodeSet.Member chosen =
        core()
            .selection()
            .choose(
                set,
                core().world().random().nextLong(),
                member -> Rankings.forWhatExists(member, command()));
    return chosen == null
        ? Target.none(new PoolOutcome.NoNode(set.id()))
        : Target.of(chosen.node());
  }

  @Override
  void onVerdict(Node tried, Verdict verdict, NgOutcome outcome) {
    finish(tried);
  }
}
