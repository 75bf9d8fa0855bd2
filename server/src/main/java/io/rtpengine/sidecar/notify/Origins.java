package io.rtpengine.sidecar.notify;

import java.net.InetAddress;
import java.util.Optional;

/** Knows which node something is from. Thread-safe, and quick: it is asked on event loops. */
public interface Origins {

  /** Returns the node that a call is known to be on. */
  Optional<Origin> ofCall(String callId);

  /** Returns the node of an address, if there is exactly one. */
  Optional<Origin> ofAddress(InetAddress address);

  /** Whether any node has an address. */
  boolean isNode(InetAddress address);

  /** Whether all nodes are on this host, as far as their addresses tell. */
  boolean areOnLoopback();

  /** Looks up the addresses of the nodes that there are now. Blocks while it does. */
  void refresh();
}
