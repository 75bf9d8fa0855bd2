package io.rtpengine.sidecar.observe;

import io.rtpengine.sidecar.ng.NgObserver;
import java.net.SocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what is dropped of what a node, or somebody in its name, sends: at DEBUG, because anybody
 * can send anything. What it held is not logged: it may be an SDP. Thread-safe.
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
}
