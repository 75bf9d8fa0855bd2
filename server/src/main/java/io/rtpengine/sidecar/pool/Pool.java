package io.rtpengine.sidecar.pool;

import io.rtpengine.sidecar.ng.NgEndpoint;
import io.rtpengine.sidecar.ng.NgExchange;
import io.rtpengine.sidecar.ng.NgRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All nodes, in their sets. Thread-safe.
 *
 * <p>A request that names a node goes there; one that concerns a call goes to the node that the
 * call-id selects; any other goes to a node drawn by weight.
 */
public final class Pool implements AutoCloseable {

  private static final NgExchange NOTHING_TO_CANCEL = () -> {};

  private final PoolSettings settings;
  private final PoolDependencies world;

  private volatile Topology topology = Topology.EMPTY;

  private Pool(PoolSettings settings, PoolDependencies world) {
    this.settings = settings;
    this.world = world;
  }

  /** Opens a pool, and the endpoints of its nodes. */
  public static Pool open(
      PoolSettings settings, PoolDependencies world, List<SetDefinition> definitions) {
    Pool pool = new Pool(settings, world);
    ReloadReport unused = pool.reload(definitions);
    return pool;
  }

  /**
   * Sends a request.
   *
   * @param route where to
   * @param request what
   * @param deadlineNanos when the caller stops waiting, on the clock of {@link System#nanoTime};
   *     {@link Long#MAX_VALUE} if never
   * @param listener is told the outcome
   * @return a means to give up
   */
  public NgExchange send(
      Route route, NgRequest request, long deadlineNanos, PoolListener listener) {
    NodeSet set = topology.set(route.setId());
    if (set == null) {
      return refuse(new PoolOutcome.UnknownSet(route.setId()), listener);
    }
    if (route.node().isPresent()) {
      String name = route.node().get();
      Optional<Node> named = set.named(name);
      return named.isPresent()
          ? send(set, named, request, deadlineNanos, listener)
          : refuse(new PoolOutcome.UnknownNode(set.id(), name), listener);
    }
    Optional<Node> chosen =
        route.callId().isPresent()
            ? set.forCall(route.callId().get())
            : set.forHash(world.random().nextLong());
    return send(set, chosen, request, deadlineNanos, listener);
  }

  private static NgExchange send(
      NodeSet set,
      Optional<Node> node,
      NgRequest request,
      long deadlineNanos,
      PoolListener listener) {
    Optional<NgEndpoint> endpoint = node.flatMap(Node::endpoint);
    if (endpoint.isEmpty()) {
      return refuse(new PoolOutcome.NoNode(set.id()), listener);
    }
    String name = node.get().name();
    return endpoint
        .get()
        .send(
            request,
            deadlineNanos,
            outcome -> {
              node.get().note(outcome);
              listener.onOutcome(
                  new PoolOutcome.Tried(set.id(), List.of(new PoolOutcome.Attempt(name, outcome))));
            });
  }

  private static NgExchange refuse(PoolOutcome outcome, PoolListener listener) {
    listener.onOutcome(outcome);
    return NOTHING_TO_CANCEL;
  }

  /**
   * Takes another list of nodes. What did not change keeps its sockets, its health, what the
   * operator said of it, and its calls; what is gone takes no new calls, and is closed when its
   * calls have ended. Blocks while host names are resolved.
   *
   * @param definitions the sets, whole
   */
  public synchronized ReloadReport reload(List<SetDefinition> definitions) {
    Topology.Change change =
        topology.reload(definitions, (id, definition) -> new Node(id, definition, settings, world));
    topology = change.topology();
    world.observer().reloaded(change.report());
    return change.report();
  }

  /** Returns all nodes as they are now, those that leave included. */
  public List<NodeView> nodes() {
    List<NodeView> views = new ArrayList<>();
    for (NodeSet set : topology.sets()) {
      set.members().forEach(member -> views.add(member.node().view(false)));
      set.leaving().forEach(node -> views.add(node.view(true)));
    }
    return views;
  }

  /**
   * Takes note of what the operator says of a node, until it says otherwise.
   *
   * @param name the node's name
   * @param setId the set; if none is named, the node of this name in every set
   * @return the nodes that it was said of: none, if there is no such node
   */
  public List<NodeId> setOperatorState(String name, OptionalInt setId, OperatorState state) {
    List<NodeId> found = new ArrayList<>();
    for (NodeSet set : topology.sets()) {
      if (setId.isEmpty() || setId.getAsInt() == set.id()) {
        Optional<Node> named = set.named(name);
        if (named.isPresent()) {
          named.get().setOperatorState(state);
          found.add(named.get().id());
        }
      }
    }
    return found;
  }

  /** Closes the endpoints of all nodes. */
  @Override
  public void close() {
    for (NodeSet set : topology.sets()) {
      set.nodes().forEach(Node::close);
    }
  }
}
