package io.rtpengine.sidecar.benchmarks.load;

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
 * Sends a dictionary to an engine and hands on the one that comes back, as directly as is known to
 * be possible: on the event loop that the gRPC call came in on, with a socket for each loop and
 * several datagrams a system call. It does no more than that: no retransmission, no time limit, and
 * it looks at neither dictionary.
 */
final class NgForwarder {

  private static final int DATAGRAM = 65_536;
  private static final int BATCH = 8;
  private static final int COOKIE_LENGTH = 16;

  private final Lane[] lanes;

  NgForwarder(MultiThreadIoEventLoopGroup loops, InetSocketAddress engine)
      throws InterruptedException {
    lanes = new Lane[loops.executorCount()];
    int i = 0;
    for (EventExecutor loop : loops) {
      lanes[i++] = new Lane((EventLoop) loop, engine);
    }
  }

  /**
   * Forwards a dictionary.
   *
   * @param answered is given what comes back
   */
  void forward(byte[] dictionary, Consumer<byte[]> answered) {
    for (Lane lane : lanes) {
      if (lane.loop.inEventLoop()) {
        lane.forward(dictionary, answered);
      }
    }
  }

  /** A socket, and what waits for replies on it. Confined to an event loop. */
  private static final class Lane extends SimpleChannelInboundHandler<DatagramPacket> {

    private final EventLoop loop;
    private final InetSocketAddress engine;
    private final Channel channel;
    private final Map<Long, Consumer<byte[]>> waiting = new HashMap<>();
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

    void forward(byte[] dictionary, Consumer<byte[]> answered) {
      waiting.put(++cookie, answered);
      byte[] digits = new byte[COOKIE_LENGTH];
      Template.putHex(digits, 0, cookie);
      ByteBuf datagram = channel.alloc().directBuffer(COOKIE_LENGTH + 1 + dictionary.length);
      datagram.writeBytes(digits).writeByte(' ').writeBytes(dictionary);
      ChannelFuture unused =
          channel.writeAndFlush(new DatagramPacket(datagram, engine), channel.voidPromise());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      byte[] digits = new byte[COOKIE_LENGTH];
      packet.content().readBytes(digits).skipBytes(1);
      Consumer<byte[]> answered = waiting.remove(Template.getHex(digits, 0));
      if (answered != null) {
        byte[] dictionary = new byte[packet.content().readableBytes()];
        packet.content().readBytes(dictionary);
        answered.accept(dictionary);
      }
    }
  }
}
