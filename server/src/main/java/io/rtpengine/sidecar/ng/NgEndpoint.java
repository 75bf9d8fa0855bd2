package io.rtpengine.sidecar.ng;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * One rtpengine, as reached by one address. Thread-safe.
 *
 * <p>Called from one of the event loops that the endpoint was created with, {@link #send} keeps the
 * request on that loop from sending to outcome; called from elsewhere, it picks one.
 */
public interface NgEndpoint extends AutoCloseable {

  /**
   * Sends a request, as often as needed, until there is an outcome.
   *
   * @param request what to send
   * @param deadlineNanos when the caller stops waiting, on the clock of {@link System#nanoTime};
   *     {@link Long#MAX_VALUE} if never. The endpoint's own limit applies as well.
   * @param listener is told the outcome, exactly once, possibly before this method returns
   * @return a means to give up
   */
  NgExchange send(NgRequest request, long deadlineNanos, NgListener listener);

  /**
   * Returns whether there is somewhere to send to: false while the host name of the engine has no
   * address, and what is sent gets {@link NgOutcome.LocalFault}.
   */
  default boolean isReachable() {
    return true;
  }

  /**
   * Returns where datagrams are sent to at the moment; nothing if that is not known, or none are.
   */
  default Optional<InetSocketAddress> address() {
    return Optional.empty();
  }

  /** Closes the sockets. Requests that still wait get {@link NgOutcome.LocalFault}. */
  @Override
  void close();
}
