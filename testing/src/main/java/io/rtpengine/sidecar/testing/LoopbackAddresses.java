package io.rtpengine.sidecar.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.security.SecureRandom;

/**
 * Loopback addresses that nobody else uses. All of 127.0.0.0/8 is there on Linux, and a socket that
 * is bound to one of its addresses is in nobody's way on another: engines with an address each can
 * all have the same ports.
 */
final class LoopbackAddresses {

  private static final SecureRandom RANDOM = new SecureRandom();

  private LoopbackAddresses() {}

  /**
   * Returns an address of 127.64.0.0/10, chosen at random, so that test runs side by side do not
   * meet, and checked to have {@code udpPort} free.
   */
  static InetAddress next(int udpPort) {
    while (true) {
      byte[] address = new byte[4];
      RANDOM.nextBytes(address);
      address[0] = 127;
      address[1] = (byte) (64 | (address[1] & 63));
      // Neither .0 nor .255, which some software takes for a network's and a broadcast address.
      address[3] = (byte) (1 + RANDOM.nextInt(254));
      try {
        InetAddress candidate = InetAddress.getByAddress(address);
        if (isFree(new InetSocketAddress(candidate, udpPort))) {
          return candidate;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static boolean isFree(InetSocketAddress address) {
    try (DatagramSocket socket = new DatagramSocket(address)) {
      return socket.isBound();
    } catch (SocketException e) {
      return false;
    }
  }
}
