package io.rtpengine.sidecar.ng;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.socket.SocketProtocolFamily;
import java.net.SocketAddress;

/** The channels that fit the event loops. Thread-safe. */
interface Transport {

  /** Returns a channel that sends and receives datagrams, not opened yet. */
  Channel newDatagramChannel(SocketProtocolFamily family);

  /**
   * Has a datagram channel receive whole datagrams.
   *
   * @param size how many bytes the largest has
   * @param batch how many are received at a time
   */
  void receive(Bootstrap datagrams, int size, int batch);

  /** Returns a channel to a stream socket of this host, not opened yet. */
  Channel newUnixChannel();

  /** Returns the address of a stream socket of this host. */
  SocketAddress unixAddress(String path);
}
