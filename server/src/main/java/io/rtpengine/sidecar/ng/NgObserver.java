package io.rtpengine.sidecar.ng;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;

/**
 * Is told what happens between an endpoint and its engine, for metrics and logs. Called on event
 * loops: implementations are thread-safe, quick, and throw nothing.
 *
 * <p>The legal order for one request: {@link #sent}, then any number of {@link #retransmitted},
 * then {@link #finished}; or {@link #finished} alone, if it never got as far as being sent.
 */
public interface NgObserver {

  /** Does nothing. */
  NgObserver NONE = new NgObserver() {};

  /** A request was sent for the first time. */
  default void sent(NgRequest request) {}

  /** A request was sent again, as the {@code transmission}th time. */
  default void retransmitted(NgRequest request, int transmission) {}

  /** A request has its outcome. */
  default void finished(NgRequest request, NgOutcome outcome) {}

  /** A datagram was dropped. */
  default void dropped(DropReason reason, SocketAddress sender, int bytes) {}

  /**
   * Something was thrown while a request's outcome was dealt with, or while something that the
   * engine sent was: a fault of this process.
   */
  default void faulted(RuntimeException fault) {}

  /**
   * The host name of the engine leads elsewhere than before.
   *
   * @param engine the name
   * @param address where it leads; nothing if it has no address, in the beginning
   */
  default void located(NgAddress.Udp engine, Optional<InetSocketAddress> address) {}

  /** Why a datagram that arrived was dropped. */
  enum DropReason {
    /** It answers a request whose outcome is known already: it was late, or a repetition. */
    LATE,
    /** Its cookie was never given out by this endpoint. */
    UNKNOWN_COOKIE,
    /** It came from another address than the engine's. */
    FOREIGN_SENDER,
    /** It has no cookie. */
    MALFORMED
  }
}
