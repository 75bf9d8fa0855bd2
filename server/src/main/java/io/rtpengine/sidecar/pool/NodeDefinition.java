package io.rtpengine.sidecar.pool;

import io.rtpengine.sidecar.ng.NgAddress;
import java.net.InetAddress;
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
 * @param eachAddress whether this stands for several nodes, one at each address of the host's name;
 *     {@link #at} makes them of it
 */
public record NodeDefinition(
    NgAddress address,
    Optional<NgAddress.Http> large,
    int weight,
    int priority,
    boolean eachAddress) {

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
    if (eachAddress) {
      checkNames(address, large);
    }
  }

  private static void checkNames(NgAddress address, Optional<NgAddress.Http> large) {
    boolean named = address instanceof NgAddress.Udp udp && udp.hasName();
    if (!named) {
      throw new IllegalArgumentException(
          "address: " + address + " (expected: the name of a host, for each-address)");
    }
    String host = ((NgAddress.Udp) address).host();
    if (large.isPresent() && !host.equalsIgnoreCase(large.get().uri().getHost())) {
      throw new IllegalArgumentException(
          "address: " + large.get() + " (expected: the same host as " + address + ")");
    }
  }

  /** Returns the node at one of the addresses of the host's name. */
  public NodeDefinition at(InetAddress one) {
    return new NodeDefinition(
        ((NgAddress.Udp) address).at(one),
        large.map(http -> http.at(one)),
        weight,
        priority,
        false);
  }

  /** Returns how it is reached, as it was written: all but its weight and its priority. */
  public String socket() {
    return name() + large.map(http -> "," + http).orElse("") + (eachAddress ? ",each-address" : "");
  }

  /** Returns the node's name: its address as it was written. */
  public String name() {
    return address.toString();
  }
}
