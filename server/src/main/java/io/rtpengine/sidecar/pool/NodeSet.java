package io.rtpengine.sidecar.pool;

import java.util.List;
import java.util.Optional;

/** A set of nodes that calls are spread over. Immutable and thread-safe. */
final class NodeSet {

  private final int id;
  private final List<Node> nodes;

  NodeSet(int id, List<Node> nodes) {
    this.id = id;
    this.nodes = List.copyOf(nodes);
  }

  int id() {
    return id;
  }

  List<Node> nodes() {
    return nodes;
  }

  /** Returns the node that a call belongs to; none if no node is usable. */
  Optional<Node> forCall(String callId) {
    return forHash(RendezvousHash.hash(callId));
  }

  /** Returns the node that a hash falls to; none if no node is usable. */
  Optional<Node> forHash(long hash) {
    Optional<Node> best = Optional.empty();
    double highest = Double.NEGATIVE_INFINITY;
    for (Node node : nodes) {
      double score = node.score(hash);
      if (score > highest && node.isUsable()) {
        best = Optional.of(node);
        highest = score;
      }
    }
    return best;
  }

  /** Returns the node of this name, usable or not. */
  Optional<Node> named(String name) {
    return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
  }
}
