package io.rtpengine.sidecar.pool;

import io.rtpengine.sidecar.ng.NgEndpoint;

/** A node of a set: what it is, and the endpoint that it is reached by. Thread-safe. */
final class Node {

  private final NodeDefinition definition;
  private final NgEndpoint endpoint;
  private final long hash;

  Node(NodeDefinition definition, NgEndpoint endpoint) {
    this.definition = definition;
    this.endpoint = endpoint;
    this.hash = RendezvousHash.hash(definition.name());
  }

  String name() {
    return definition.name();
  }

  NgEndpoint endpoint() {
    return endpoint;
  }

  /** Returns what this node draws for a call; the node with the highest takes it. */
  double score(long callHash) {
    return RendezvousHash.score(callHash, hash, definition.weight());
  }
}
