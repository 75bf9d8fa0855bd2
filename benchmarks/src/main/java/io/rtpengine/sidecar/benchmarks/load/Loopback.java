package io.rtpengine.sidecar.benchmarks.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Where all of this takes place. */
final class Loopback {

  private Loopback() {}

  /** Returns the address of a port, as it was written on the command line. */
  static InetSocketAddress port(String port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
  }
}
