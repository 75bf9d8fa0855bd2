package io.rtpengine.sidecar.pool;

import io.rtpengine.sidecar.ng.NgEndpoint;
import io.rtpengine.sidecar.ng.NgExchange;
import io.rtpengine.sidecar.ng.NgRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/**
 * All nodes, in their sets. Thread-safe.
 *
 * <p>A request that names a node goes there; one that concerns a call goes to the node that the
 * call-id selects; any other goes to a node drawn by weight.
 */
public final class Pool implements AutoCloseable {

  private static final NgExchange NOTHING_TO_CANCEL = () -> {};

  private final Map<Integer, NodeSet> sets;

  private Pool(Map<Integer, NodeSet> sets) {
    this.sets = Map.copyOf(sets);
  }

  /**
   * Opens the endpoints of all nodes.
   *
   * @param definitions the sets
   * @param open opens the endpoint of a node; nothing if the node can't be reached, which leaves it
   *     out of every choice
   */
  public static Pool open(
      List<SetDefinition> definitions, Function<NodeDefinition, Optional<NgEndpoint>> open) {
    Map<Integer, NodeSet> sets = new LinkedHashMap<>();
    for (SetDefinition definition : definitions) {
      List<Node> nodes = new ArrayList<>();
      for (NodeDefinition node : definition.nodes()) {
        nodes.add(new Node(node, open.apply(node)));
      }
      sets.put(definition.id(), new NodeSet(definition.id(), nodes));
    }
    return new Pool(sets);
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
    NodeSet set = sets.get(route.setId());
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
            : set.forHash(ThreadLocalRandom.current().nextLong());
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
            outcome ->
                listener.onOutcome(
                    new PoolOutcome.Tried(
                        set.id(), List.of(new PoolOutcome.Attempt(name, outcome)))));
  }

  private static NgExchange refuse(PoolOutcome outcome, PoolListener listener) {
    listener.onOutcome(outcome);
    return NOTHING_TO_CANCEL;
  }

  /** Closes the endpoints of all nodes. */
  @Override
  public void close() {
    for (NodeSet set : sets.values()) {
      set.nodes().forEach(node -> node.endpoint().ifPresent(NgEndpoint::close));
    }
  }
}
