package io.rtpengine.sidecar.simulation;

import io.netty.channel.EventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import io.netty.channel.ManualIoEventLoop;
import io.rtpengine.sidecar.pool.PoolLoop;
import java.util.concurrent.TimeUnit;

/**
 * A real event loop which, where others wait for sockets, moves the clock to whatever comes next.
 * It is also the loop of the pool. Confined to the thread that creates it.
 */
final class VirtualLoop implements PoolLoop {

  private static final long NO_TASK = -1;

  private final VirtualTime time;
  private final ManualIoEventLoop loop;

  VirtualLoop(VirtualTime time) {
    this.time = time;
    this.loop =
        new ManualIoEventLoop(null, Thread.currentThread(), executor -> new Sockets(), time);
  }

  VirtualTime time() {
    return time;
  }

  EventLoop eventLoop() {
    return loop;
  }

  /** Does one thing that somebody outside does, and all that the loop has to do because of it. */
  void step() {
    int unused = loop.run(0);
  }

  @Override
  public long nanoTime() {
    return time.absoluteNanos();
  }

  @Override
  public void execute(Runnable task) {
    loop.execute(task);
  }

  @Override
  public void schedule(Runnable task, long delayNanos) {
    var unused = loop.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
  }

  /** There are none: what arrives is a task of the clock. */
  private final class Sockets implements IoHandler {

    @Override
    public int run(IoHandlerContext context) {
      if (context.canBlock()) {
        long timer = context.deadlineNanos();
        long event = time.nextNanos();
        time.advanceTo(timer == NO_TASK ? event : Math.min(timer, event));
      }
      return time.doNext() ? 1 : 0;
    }

    @Override
    public IoRegistration register(IoHandle handle) {
      throw new UnsupportedOperationException("no real socket belongs here: " + handle);
    }

    @Override
    public void wakeup() {
      // Nobody waits.
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
      return false;
    }
  }
}
