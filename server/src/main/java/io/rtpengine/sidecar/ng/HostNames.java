package io.rtpengine.sidecar.ng;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Follows host names wherever they lead. Thread-safe. */
public interface HostNames {

  /** Looks up anew all names that an endpoint has, without waiting for the answers. */
  void lookUp();

  /**
   * Follows a name of several hosts.
   *
   * @param family which of its addresses are wanted; with {@link NgAddress.Family#ANY}, the IPv6
   *     ones only if there are no others
   * @param onChange is run when they are others than before, on any thread
   */
  Addresses follow(String host, NgAddress.Family family, Runnable onChange);

  /** The addresses of a name, which is looked up again and again until this is closed. */
  interface Addresses extends AutoCloseable {

    /**
     * Returns the last that were found, in an order that does not depend on that in which they were
     * found. A name that is not found, or has none, changes nothing.
     */
    List<InetAddress> known();

    /**
     * Looks the name up now.
     *
     * @return completes when there is an answer, of whatever kind, and {@link #known} has it
     */
    CompletableFuture<Void> lookUp();

    @Override
    void close();
  }
}
