package io.rtpengine.sidecar.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Sends a ping to an engine and runs something when the reply is there, as directly as is known to
 * be possible: on the event loop that the gRPC call came in on, with a socket for each loop and
 * several datagrams a system call. It does no more than that: no retransmission, no time limit.
 */
final class PingForwarder implements Consumer<Runnable> {

  private static final int DATAGRAM = 65_536;
  private static final int BATCH = 8;
  private static final byte[] PING = " d7:command4:pinge".getBytes(US_ASCII);

  private final Lane[] lanes;

  PingForwarder(MultiThreadIoEventLoopGroup loops, InetSocketAddress engine)
      throws InterruptedException {
    lanes = new Lane[loops.executorCount()];
    int i = 0;
    for (EventExecutor loop : loops) {
      lanes[i++] = new Lane((EventLoop) loop, engine);
    }
  }

  @Override
  public void accept(Runnable whenAnswered) {
    for (Lane lane : lanes) {
      if (lane.loop.inEventLoop()) {
        lane.ping(whenAnswered);
      }
    }
  }

  /** A socket, and what waits for replies on it. Confined to an event loop. */
  private static final class Lane extends SimpleChannelInboundHandler<DatagramPacket> {

    private final EventLoop loop;
    private final InetSocketAddress engine;
    private final Channel channel;
    private final Map<Long, Runnable> waiting = new HashMap<>();
    private long cookie = ThreadLocalRandom.current().nextLong();

    Lane(EventLoop loop, InetSocketAddress engine) throws InterruptedException {
      this.loop = loop;
      this.engine = engine;
      ChannelFuture bound =
          new Bootstrap()
              .group(loop)
              .channel(EpollDatagramChannel.class)
              .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
              .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, DATAGRAM)
              .option(
                  ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(DATAGRAM * BATCH))
              .handler(this)
              .bind(new InetSocketAddress(engine.getAddress(), 0))
              .sync();
      channel = bound.channel();
    }

    void ping(Runnable whenAnswered) {
      waiting.put(++cookie, whenAnswered);
      byte[] digits = new byte[16];
      Template.putHex(digits, 0, cookie);
      ByteBuf datagram = channel.alloc().directBuffer(digits.length + PING.length);
      datagram.writeBytes(digits).writeBytes(PING);
      ChannelFuture unused =
          channel.writeAndFlush(new DatagramPacket(datagram, engine), channel.voidPromise());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      byte[] digits = new byte[16];
      packet.content().readBytes(digits);
      Runnable answered = waiting.remove(Template.getHex(digits, 0));
      if (answered != null) {
        answered.run();
      }
    }
  }
}
