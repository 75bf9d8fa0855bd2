package io.rtpengine.sidecar.notify;

import io.rtpengine.sidecar.ng.NgAddress;
import io.rtpengine.sidecar.pool.NodeView;
import io.rtpengine.sidecar.pool.Pool;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Knows the nodes of a pool by their addresses. Thread-safe: names are looked up when it is
 * refreshed, not when it is asked.
 */
public final class PoolOrigins implements Origins {

  private final Pool pool;
  private volatile Map<InetAddress, List<Origin>> byAddress = Map.of();
  private volatile boolean onLoopback;

  /** Creates what knows no node until it is refreshed. */
  public PoolOrigins(Pool pool) {
    this.pool = pool;
  }

  @Override
  public synchronized void refresh() {
    Map<InetAddress, List<Origin>> found = new HashMap<>();
    for (NodeView node : pool.nodes()) {
      Origin origin = new Origin(node.id().setId(), node.id().name());
      Set<InetAddress> addresses = new HashSet<>(addresses(node.definition().address()));
      // A name may lead there of which the system's own look-up does not know yet.
      node.address().map(InetSocketAddress::getAddress).ifPresent(addresses::add);
      for (InetAddress address : addresses) {
        found.computeIfAbsent(address, unused -> new ArrayList<>()).add(origin);
      }
    }
    byAddress = found;
    onLoopback =
        !found.isEmpty() && found.keySet().stream().allMatch(InetAddress::isLoopbackAddress);
  }

  private static List<InetAddress> addresses(NgAddress address) {
    if (address instanceof NgAddress.Udp udp) {
      return resolved(udp.host());
    }
    if (address instanceof NgAddress.Http http) {
      return resolved(http.uri().getHost());
    }
    // What is reached over a socket of this host is on this host.
    return List.of(InetAddress.getLoopbackAddress());
  }

  private static List<InetAddress> resolved(String host) {
    try {
      return List.of(InetAddress.getAllByName(host));
    } catch (UnknownHostException unknown) {
      return List.of();
    }
  }

  @Override
  public Optional<Origin> ofCall(String callId) {
    return pool.locate(callId).map(node -> new Origin(node.setId(), node.name()));
  }

  @Override
  public Optional<Origin> ofAddress(InetAddress address) {
    List<Origin> there = byAddress.getOrDefault(address, List.of());
    return there.size() == 1 ? Optional.of(there.get(0)) : Optional.empty();
  }

  @Override
  public boolean isNode(InetAddress address) {
    return byAddress.containsKey(address);
  }

  @Override
  public boolean areOnLoopback() {
    return onLoopback;
  }
}
