package io.rtpengine.sidecar.notify;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.Inet6Address;
import java.net.InetSocketAddress;

/**
 * The sockets that fit the event loops. Immutable and thread-safe.
 *
 * @param group event loops on epoll or NIO
 * @param epoll whether they are on epoll
 */
record Sockets(EventLoopGroup group, boolean epoll) {

  static Sockets of(EventLoopGroup group) {
    boolean epoll = group instanceof IoEventLoopGroup io && io.isIoType(EpollIoHandler.class);
    return new Sockets(group, epoll);
  }

  /**
   * Returns a socket for datagrams.
   *
   * @param size how many bytes the largest datagram has
   * @param batch how many are received at a time
   */
  Bootstrap datagrams(InetSocketAddress address, int size, int batch) {
    SocketProtocolFamily family =
        address.getAddress() instanceof Inet6Address
            ? SocketProtocolFamily.INET6
            : SocketProtocolFamily.INET;
    Bootstrap bootstrap = new Bootstrap().group(group).localAddress(address);
    if (epoll) {
      return bootstrap
          .channelFactory(() -> new EpollDatagramChannel(family))
          .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, size)
          .option(
              ChannelOption.RECVBUF_ALLOCATOR,
              new FixedRecvByteBufAllocator(size * batch).maxMessagesPerRead(1));
    }
    return bootstrap
        .channelFactory(() -> new NioDatagramChannel(family))
        .option(
            ChannelOption.RECVBUF_ALLOCATOR,
            new FixedRecvByteBufAllocator(size).maxMessagesPerRead(batch));
  }

  /** Returns a socket that listens for connections. */
  ServerBootstrap server(InetSocketAddress address) {
    ServerBootstrap bootstrap = new ServerBootstrap().group(group).localAddress(address);
    return epoll
        ? bootstrap.channel(EpollServerSocketChannel.class)
        : bootstrap.channel(NioServerSocketChannel.class);
  }

  /** Returns a socket that connects. */
  Bootstrap client(EventLoop loop, InetSocketAddress address) {
    Bootstrap bootstrap = new Bootstrap().group(loop).remoteAddress(address);
    return epoll
        ? bootstrap.channel(EpollSocketChannel.class)
        : bootstrap.channel(NioSocketChannel.class);
  }
}
