package io.rtpengine.sidecar.ng;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;

/** The channels that fit the event loops. */
enum Transport {
  EPOLL {
    @Override
    DatagramChannel newDatagramChannel(SocketProtocolFamily family) {
      return new EpollDatagramChannel(family);
    }
  },

  NIO {
    @Override
    DatagramChannel newDatagramChannel(SocketProtocolFamily family) {
      return new NioDatagramChannel(family);
    }
  };

  abstract DatagramChannel newDatagramChannel(SocketProtocolFamily family);

  /** Returns the transport of a group of event loops. */
  static Transport of(EventLoopGroup group) {
    if (group instanceof IoEventLoopGroup io) {
      if (io.isIoType(EpollIoHandler.class)) {
        return EPOLL;
      }
      if (io.isIoType(NioIoHandler.class)) {
        return NIO;
      }
    }
    throw new IllegalArgumentException("group: " + group + " (expected: epoll or NIO)");
  }
}
