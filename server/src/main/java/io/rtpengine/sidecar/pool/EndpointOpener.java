package io.rtpengine.sidecar.pool;

import io.rtpengine.sidecar.ng.NgEndpoint;
import io.rtpengine.sidecar.ng.NgObserver;
import java.util.Optional;

/** Opens the endpoints of nodes. Thread-safe. */
@FunctionalInterface
public interface EndpointOpener {

  /**
   * Opens the endpoint of a node.
   *
   * @param observer is to be told what happens at it, beside whoever else is
   * @return nothing if the node can't be reached at all, which leaves it out of every choice
   */
  Optional<NgEndpoint> open(NodeDefinition node, NgObserver observer);
}
