package io.rtpengine.sidecar.notify;

import io.netty.bootstrap.AbstractBootstrap;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
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
import java.io.IOException;
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
   * Returns a socket for datagrams, of the family of this address.
   *
   * @param size how many bytes the largest datagram has
   * @param batch how many are received at a time
   */
  Bootstrap datagrams(InetSocketAddress address, int size, int batch) {
    SocketProtocolFamily family =
        address.getAddress() instanceof Inet6Address
            ? SocketProtocolFamily.INET6
            : SocketProtocolFamily.INET;
    Bootstrap bootstrap = new Bootstrap().group(group);
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
  ServerBootstrap server() {
    ServerBootstrap bootstrap = new ServerBootstrap().group(group);
    return epoll
        ? bootstrap.channel(EpollServerSocketChannel.class)
        : bootstrap.channel(NioServerSocketChannel.class);
  }

  /**
   * Starts listening, and waits until that has come about.
   *
   * @param what is listened for, in the plural
   * @throws IOException if the address can't be listened on
   */
  static Channel bind(
      AbstractBootstrap<?, ? extends Channel> socket, InetSocketAddress address, String what)
      throws IOException {
    ChannelFuture bound = socket.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "cannot listen for %s on %s:%d: %s"
              .formatted(
                  what, address.getHostString(), address.getPort(), bound.cause().getMessage()),
          bound.cause());
    }
    return bound.channel();
  }

  /** Returns a socket that connects. */
  Bootstrap client(EventLoop loop, InetSocketAddress address) {
    Bootstrap bootstrap = new Bootstrap().group(loop).remoteAddress(address);
    return epoll
        ? bootstrap.channel(EpollSocketChannel.class)
        : bootstrap.channel(NioSocketChannel.class);
  }
}
