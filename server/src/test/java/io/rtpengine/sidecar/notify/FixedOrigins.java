package io.rtpengine.sidecar.notify;

import java.net.InetAddress;
import java.util.Optional;

/** One node of this host, with one call. */
record FixedOrigins(String node, String callId) implements Origins {

  @Override
  public Optional<Origin> ofCall(String id) {
    return id.equals(callId) ? Optional.of(new Origin(0, node)) : Optional.empty();
  }

  @Override
  public Optional<Origin> ofAddress(InetAddress address) {
    return isNode(address) ? Optional.of(new Origin(0, node)) : Optional.empty();
  }

  @Override
  public boolean isNode(InetAddress address) {
    return address.isLoopbackAddress();
  }

  @Override
  public boolean areOnLoopback() {
    return true;
  }

  @Override
  public void refresh() {
    // It stays as it is.
  }
}
