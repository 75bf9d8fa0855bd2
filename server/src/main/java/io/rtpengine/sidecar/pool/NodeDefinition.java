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
 *     and tier; with 0 it gets no new ones
 * @param priority its tier: a node is a backup for those of its set with a lower number
 */
public record NodeDefinition(
    NgAddress address, Optional<NgAddress.Http> large, int weight, int priority) {

  /** The weight of a node that has none written down. */
  public static final int DEFAULT_WEIGHT = 1;

  /** The tier of a node that has none written down: the first. */
  public static final int DEFAULT_PRIORITY = 0;

  /** Creates a definition. */
  public NodeDefinition {
    if (weight < 0) {
      throw new IllegalArgumentException("weight: " + weight + " (expected: >= 0)");
    }
    if (priority < 0) {
      throw new IllegalArgumentException("priority: " + priority + " (expected: >= 0)");
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
