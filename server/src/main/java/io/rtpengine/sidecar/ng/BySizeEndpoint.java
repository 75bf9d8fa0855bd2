package io.rtpengine.sidecar.ng;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * One engine that is reached in two ways: by datagrams, and by something else if a request fits no
 * datagram. Thread-safe.
 */
final class BySizeEndpoint implements NgEndpoint {

  private final NgEndpoint datagrams;
  private final NgEndpoint companion;

  BySizeEndpoint(NgEndpoint datagrams, NgEndpoint companion) {
    this.datagrams = datagrams;
    this.companion = companion;
  }

  @Override
  public NgExchange send(NgRequest request, long deadlineNanos, NgListener listener) {
    boolean fits = request.size() <= DatagramLane.MAX_REQUEST_SIZE;
    return (fits ? datagrams : companion).send(request, deadlineNanos, listener);
  }

  @Override
  public boolean isReachable() {
    return datagrams.isReachable();
  }

  @Override
  public Optional<InetSocketAddress> address() {
    return datagrams.address();
  }

  @Override
  public void close() {
    datagrams.close();
    companion.close();
  }
}
