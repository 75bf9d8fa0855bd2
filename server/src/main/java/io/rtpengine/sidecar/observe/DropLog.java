package io.rtpengine.sidecar.observe;

import io.rtpengine.sidecar.ng.NgAddress;
import io.rtpengine.sidecar.ng.NgObserver;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what is dropped of what a node, or somebody in its name, sends: at DEBUG, because anybody
 * can send anything. What it held is not logged: it may be an SDP. Logs as well where a node is
 * found that is configured by a host name. Thread-safe.
 */
public final class DropLog implements NgObserver {

  private static final Logger LOG = LoggerFactory.getLogger(DropLog.class);

  private final String node;

  /** Creates a log for the node of a name. */
  public DropLog(String node) {
    this.node = node;
  }

  @Override
  public void dropped(DropReason reason, SocketAddress sender, int bytes) {
    LOG.debug("{}: dropped {} bytes from {}: {}", node, bytes, sender, reason);
  }

  @Override
  public void located(NgAddress.Udp engine, Optional<InetSocketAddress> address) {
    address.ifPresentOrElse(
        found -> LOG.info("{}: found at {}", node, found),
        () -> LOG.error("{}: {} has no address, it is looked up again", node, engine.host()));
  }
}
