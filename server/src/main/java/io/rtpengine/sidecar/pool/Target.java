package io.rtpengine.sidecar.pool;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The node that a caller has asked for, or why it can't be had. Immutable and thread-safe.
 *
 * @param node the node; null if it can't be had
 * @param trouble why not; null if it can
 */
record Target(@Nullable Node node, @Nullable PoolOutcome trouble) {

  static Target of(Node node) {
    if (node.operatorState() == OperatorState.DISABLED) {
      return none(new PoolOutcome.NodeDisabled(node.id().setId(), node.name()));
    }
    return node.isReachable()
        ? new Target(node, null)
        : none(new PoolOutcome.NoNode(node.id().setId()));
  }

  static Target none(PoolOutcome trouble) {
    return new Target(null, trouble);
  }

  /** Returns why there is no node. */
  PoolOutcome problem() {
    return Objects.requireNonNull(trouble);
  }

  /**
   * Returns the node that a call which may be opened is on; null if it is not known to be on any.
   *
   * @param known where it is as far as the sidecar knows; null if it does not
   */
  static @Nullable Target own(Route route, Topology topology, @Nullable Node known) {
    if (known != null && route.allowsSet(known.id().setId())) {
      return route.node().isPresent() ? named(route, topology) : of(known);
    }
    return route.node().isPresent() ? null : byHandle(route, topology);
  }

  /** Returns whether a route allows a call to be taken away from the node that it is on. */
  static boolean mayLeave(Route route, Target own) {
    return route.reanchor() && !(own.trouble instanceof PoolOutcome.InvalidHandle);
  }

  /**
   * Returns the node that the placing of a call is to begin with: the one that the route names, or
   * else the call's own; null if there is none, or if it should take no call.
   */
  static @Nullable Node preferred(Route route, Topology topology, @Nullable Target own) {
    Target wanted = route.node().isPresent() ? named(route, topology) : own;
    Node node = wanted == null ? null : wanted.node();
    boolean takesCalls =
        node != null
            && node.operatorState() == OperatorState.ENABLED
            && node.health().state() != HealthState.DOWN;
    return takesCalls ? node : null;
  }

  /**
   * Returns the set that a call is placed in: its own, unless the route wants another.
   *
   * @param before where it is; null if that is not known, or the node is gone
   */
  static int setToPlaceIn(Route route, @Nullable Node before) {
    if (route.set().isPresent()) {
      return route.setId();
    }
    if (before != null) {
      return before.id().setId();
    }
    return route.node().isPresent()
        ? route.setId()
        : route.handle().flatMap(Handle::read).map(NodeId::setId).orElse(route.setId());
  }

  /** Returns the node that a call-id selects for a call that some node of the route's set has. */
  static Target guessed(
      Route route, Topology topology, Selection selection, String callId, String command) {
    NodeSet set = topology.set(route.setId());
    if (set == null) {
      return none(topology.problem(route.setId()));
    }
    NodeSet.Member chosen =
        selection.choose(
            set, selection.key(callId), member -> Rankings.forWhatExists(member, command));
    return chosen == null ? none(new PoolOutcome.NoNode(set.id())) : of(chosen.node());
  }

  /** Returns what a route's node or handle names; null if it has neither. */
  static @Nullable Target named(Route route, Topology topology) {
    return route.node().isPresent()
        ? pinned(route, topology, route.node().get())
        : byHandle(route, topology);
  }

  private static Target pinned(Route route, Topology topology, String name) {
    NodeSet set = topology.set(route.setId());
    if (set == null) {
      return none(topology.problem(route.setId()));
    }
    Optional<Node> named = set.named(name);
    return named.isPresent() ? of(named.get()) : none(new PoolOutcome.UnknownNode(set.id(), name));
  }

  /** Returns what a route's handle names; null if it has none. */
  static @Nullable Target byHandle(Route route, Topology topology) {
    if (route.handle().isEmpty()) {
      return null;
    }
    String handle = route.handle().get();
    Optional<NodeId> read = Handle.read(handle);
    if (read.isEmpty()) {
      return none(new PoolOutcome.InvalidHandle(handle));
    }
    NodeId id = read.get();
    NodeSet set = topology.set(id.setId());
    Optional<Node> named = set == null ? Optional.empty() : set.named(id.name());
    return named.isPresent()
        ? of(named.get())
        : none(new PoolOutcome.NodeGone(id.setId(), id.name()));
  }

  /** Returns the node that a route's handle names, usable or not; null if there is none. */
  static @Nullable Node nodeOfHandle(Route route, Topology topology) {
    Optional<NodeId> read = route.handle().flatMap(Handle::read);
    if (read.isEmpty()) {
      return null;
    }
    NodeSet set = topology.set(read.get().setId());
    return set == null ? null : set.named(read.get().name()).orElse(null);
  }
}
