package io.rtpengine.sidecar.ng;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.epoll.EpollChannelOption;
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

/** The sockets of this host. */
enum SystemTransport implements Transport {
  /** Linux's own. Receives several datagrams by one system call. */
  EPOLL {
    @Override
    public DatagramChannel newDatagramChannel(SocketProtocolFamily family) {
      return new EpollDatagramChannel(family);
    }

    @Override
    public void receive(Bootstrap datagrams, int size, int batch) {
      // One system call a wake-up: if there is still more, there will be another wake-up.
      datagrams
          .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, size)
          .option(ChannelOption.RECVBUF_ALLOCATOR, allocator(size * batch, 1));
    }

    @Override
    public Channel newUnixChannel() {
      return new EpollDomainSocketChannel();
    }

    @Override
    public SocketAddress unixAddress(String path) {
      return new DomainSocketAddress(path);
    }
  },

  /** The JDK's. */
  NIO {
    @Override
    public DatagramChannel newDatagramChannel(SocketProtocolFamily family) {
      return new NioDatagramChannel(family);
    }

    @Override
    public void receive(Bootstrap datagrams, int size, int batch) {
      datagrams.option(ChannelOption.RECVBUF_ALLOCATOR, allocator(size, batch));
    }

    @Override
    public Channel newUnixChannel() {
      return new NioDomainSocketChannel();
    }

    @Override
    public SocketAddress unixAddress(String path) {
      return UnixDomainSocketAddress.of(path);
    }
  };

  /** Returns the transport of a group of event loops. */
  static SystemTransport of(EventLoopGroup group) {
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

  private static RecvByteBufAllocator allocator(int bytes, int reads) {
    return new FixedRecvByteBufAllocator(bytes).maxMessagesPerRead(reads);
  }
}
