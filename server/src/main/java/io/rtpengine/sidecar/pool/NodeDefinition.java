package io.rtpengine.sidecar.pool;

import io.rtpengine.sidecar.ng.NgAddress;
import java.util.Optional;

/**
 * A node as it is configured. Immutable and thread-safe.
 *
 * @param address where it is reached; as it was written, it is also the node's name
 * @param large where requests go that fit no datagram, if the node can be reached there; only
 *     beside a UDP address
 * @param weight its share of the calls, in proportion to the weights of the other nodes of its set
 */
public record NodeDefinition(NgAddress address, Optional<NgAddress.Http> large, int weight) {

  /** The weight of a node that has none written down. */
  public static final int DEFAULT_WEIGHT = 1;

  /** Creates a definition. */
  public NodeDefinition {
    if (weight < 1) {
      throw new IllegalArgumentException("weight: " + weight + " (expected: > 0)");
    }
    if (large.isPresent() && !(address instanceof NgAddress.Udp)) {
      throw new IllegalArgumentException(
          "address: " + address + " (expected: udp, beside " + large.get() + ")");
    }
  }

  /** Returns the node's name: its address as it was written. */
  public String name() {
    return address.toString();
  }
}
