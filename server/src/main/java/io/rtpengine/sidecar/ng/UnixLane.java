package io.rtpengine.sidecar.ng;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import io.rtpengine.sidecar.bencode.BencodeException;
import io.rtpengine.sidecar.bencode.BencodeLimits;
import io.rtpengine.sidecar.bencode.BencodeScanner;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Requests that travel over a stream socket of this host, as those of the OpenSIPS module do: each
 * over a connection of its own, a dictionary there and a dictionary back, and no cookie.
 */
final class UnixLane extends Lane {

  private static final BencodeLimits LIMITS = new BencodeLimits(1 << 20, 32, 1 << 18);

  private final Transport transport;
  private final String path;
  private final LongObjectMap<Channel> connections = new LongObjectHashMap<>();

  UnixLane(
      EventLoop loop, Transport transport, String path, NgSettings settings, NgObserver observer) {
    super(loop, settings, observer);
    this.transport = transport;
    this.path = path;
  }

  @Override
  boolean isReady() {
    return true;
  }

  @Override
  int maxRequestSize() {
    return LIMITS.maxBytes();
  }

  @Override
  long retransmissionDelayNanos(int transmissions) {
    return NEVER;
  }

  @Override
  void transmit(Exchange exchange) {
    ChannelFuture connected =
        new Bootstrap()
            .group(loop())
            .channelFactory(transport::newUnixChannel)
            .handler(new ReplyHandler(exchange))
            .connect(transport.unixAddress(path));
    connections.put(exchange.serial(), connected.channel());
    connected.addListener(done -> onConnected(exchange, connected.channel(), done.cause()));
  }

  private void onConnected(Exchange exchange, Channel connection, @Nullable Throwable cause) {
    if (exchange.isFinished()) {
      ChannelFuture unused = connection.close();
    } else if (cause != null) {
      // Nobody is there: silence, only sooner.
      end(exchange, exchange.silence(nowNanos()));
    } else {
      connection
          .writeAndFlush(Unpooled.wrappedBuffer(exchange.request().dictionary()))
          .addListener(
              written -> {
                if (written.cause() != null) {
                  onClosed(exchange, 0);
                }
              });
    }
  }

  private void onReply(Exchange exchange, byte[] reply) {
    long elapsed = exchange.elapsedNanos(nowNanos());
    end(exchange, Replies.read(reply, 0, LIMITS, exchange.transmissions(), elapsed));
  }

  private void onMalformed(Exchange exchange, String problem) {
    end(exchange, exchange.malformed(problem, nowNanos()));
  }

  /** The engine has closed the connection after so much of a reply, or that was how it looked. */
  private void onClosed(Exchange exchange, int received) {
    if (received > 0) {
      onMalformed(exchange, "the connection was closed after " + received + " bytes");
    } else {
      end(exchange, exchange.silence(nowNanos()));
    }
  }

  @Override
  boolean abandon(Exchange exchange) {
    Channel connection = connections.remove(exchange.serial());
    if (connection != null) {
      ChannelFuture unused = connection.close();
    }
    return true;
  }

  @Override
  void closeSockets() {
    // Each connection went with its request.
  }

  /** Collects one reply. */
  private final class ReplyHandler extends SimpleChannelInboundHandler<ByteBuf> {

    private final Exchange exchange;
    private final BencodeScanner scanner = new BencodeScanner(LIMITS);
    private final ByteArrayOutputStream reply = new ByteArrayOutputStream();

    ReplyHandler(Exchange exchange) {
      this.exchange = exchange;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
      try {
        while (bytes.isReadable() && !exchange.isFinished()) {
          byte next = bytes.readByte();
          reply.write(next);
          if (scanner.isLast(next)) {
            onReply(exchange, reply.toByteArray());
          }
        }
      } catch (BencodeException e) {
        onMalformed(exchange, String.valueOf(e.getMessage()));
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      onClosed(exchange, reply.size());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      note(cause);
      ChannelFuture unused = context.close();
    }
  }
}
