package io.rtpengine.sidecar;

import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.ScheduledFuture;
import io.rtpengine.sidecar.pool.PoolLoop;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The event loops, which gRPC and NG share: a request stays on the one that its connection belongs
 * to. Thread-safe.
 *
 * @param group the loops, one a processor
 * @param serverChannel the kind of channel that listens on them
 */
record EventLoops(MultiThreadIoEventLoopGroup group, Class<? extends ServerChannel> serverChannel)
    implements AutoCloseable {

  /** Starts event loops: on epoll where the system has it, else on what the JDK offers. */
  static EventLoops start() {
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory handlers = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    return new EventLoops(
        new MultiThreadIoEventLoopGroup(Runtime.getRuntime().availableProcessors(), handlers),
        epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class);
  }

  /** Returns one of the loops, for what the pool does of its own accord. */
  PoolLoop poolLoop() {
    EventLoop loop = group.next();
    return new PoolLoop() {
      @Override
      public long nanoTime() {
        return System.nanoTime();
      }

      @Override
      public void execute(Runnable task) {
        try {
          loop.execute(task);
        } catch (RejectedExecutionException shutDown) {
          // The loop has ended, and with it whatever there was to do.
        }
      }

      @Override
      public void schedule(Runnable task, long delayNanos) {
        try {
          ScheduledFuture<?> unused = loop.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException shutDown) {
          // As above.
        }
      }
    };
  }

  /** Stops the loops and waits until they have stopped. */
  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
