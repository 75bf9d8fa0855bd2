package io.rtpengine.sidecar.pool;

import io.rtpengine.sidecar.ng.NgEndpoint;
import java.util.Optional;

/**
 * A node of a set: what it is, and the endpoint that it is reached by, if it can be. Thread-safe.
 */
final class Node {

  private final NodeDefinition definition;
  private final Optional<NgEndpoint> endpoint;
  private final long hash;

  Node(NodeDefinition definition, Optional<NgEndpoint> endpoint) {
    this.definition = definition;
    this.endpoint = endpoint;
    this.hash = RendezvousHash.hash(definition.name());
  }

  String name() {
    return definition.name();
  }

  Optional<NgEndpoint> endpoint() {
    return endpoint;
  }

  boolean isUsable() {
    return endpoint.isPresent();
  }

  /** Returns what this node draws for a call; the node with the highest takes it. */
  double score(long callHash) {
    return RendezvousHash.score(callHash, hash, definition.weight());
  }
}
