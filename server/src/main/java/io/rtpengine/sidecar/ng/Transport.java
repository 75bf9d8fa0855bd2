package io.rtpengine.sidecar.ng;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/** The channels that fit the event loops. */
enum Transport {
  /** Linux's own. Receives several datagrams by one system call. */
  EPOLL {
    @Override
    DatagramChannel newDatagramChannel(SocketProtocolFamily family) {
      return new EpollDatagramChannel(family);
    }

    @Override
    Channel newUnixChannel() {
      return new EpollDomainSocketChannel();
    }

    @Override
    SocketAddress unixAddress(String path) {
      return new DomainSocketAddress(path);
    }
  },

  /** The JDK's. */
  NIO {
    @Override
    DatagramChannel newDatagramChannel(SocketProtocolFamily family) {
      return new NioDatagramChannel(family);
    }

    @Override
    Channel newUnixChannel() {
      return new NioDomainSocketChannel();
    }

    @Override
    SocketAddress unixAddress(String path) {
      return UnixDomainSocketAddress.of(path);
    }
  };

  abstract DatagramChannel newDatagramChannel(SocketProtocolFamily family);

  abstract Channel newUnixChannel();

  abstract SocketAddress unixAddress(String path);

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
