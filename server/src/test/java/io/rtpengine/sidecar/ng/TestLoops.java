package io.rtpengine.sidecar.ng;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.TimeUnit;

/** Two event loops. */
final class TestLoops implements AutoCloseable {

  private final EventLoopGroup group;

  TestLoops(SystemTransport transport) {
    IoHandlerFactory handlers =
        transport == SystemTransport.EPOLL
            ? EpollIoHandler.newFactory()
            : NioIoHandler.newFactory();
    group = new MultiThreadIoEventLoopGroup(2, handlers);
  }

  EventLoopGroup group() {
    return group;
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
