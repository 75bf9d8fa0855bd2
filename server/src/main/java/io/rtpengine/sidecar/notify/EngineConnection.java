package io.rtpengine.sidecar.notify;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.rtpengine.sidecar.bencode.BencodeException;
import io.rtpengine.sidecar.bencode.BencodeLimits;
import io.rtpengine.sidecar.bencode.BencodeReader;
import io.rtpengine.sidecar.bencode.BencodeScanner;
import io.rtpengine.sidecar.notify.NotifyObserver.DropReason;
import io.rtpengine.sidecar.notify.NotifyObserver.Source;
import io.rtpengine.sidecar.translate.DictionaryReader;
import io.rtpengine.v1.EngineMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a connection to an engine's TCP port, for what the engine sends there without having been
 * asked ({@code dtmf-log-ng-tcp}). When it is lost, it is made again, less and less often. Confined
 * to an event loop but for {@link #close}.
 *
 * <p>Nothing is sent: engines drop connections over which requests come in pieces.
 */
final class EngineConnection implements AutoCloseable {

  private static final BencodeLimits LIMITS = new BencodeLimits(65_536, 16, 4_096);
  private static final int MAX_COOKIE_LENGTH = 64;
  private static final int CONNECT_TIMEOUT_MILLIS = 3_000;
  private static final long SHORTEST_PAUSE_MILLIS = 500;
  private static final long LONGEST_PAUSE_MILLIS = 30_000;
  private static final int KEEPALIVE_SECONDS = 20;
  private static final int KEEPALIVE_TRIES = 3;

  private final InetSocketAddress engine;
  private final EventLoop loop;
  private final Sockets sockets;
  private final EngineEvents events;
  private final NotifyObserver observer;
  private final RandomGenerator random;
  private final DictionaryReader reader = new DictionaryReader(EngineMessage.getDescriptor());

  private long pauseMillis = SHORTEST_PAUSE_MILLIS;
  private volatile @Nullable Channel channel;
  private volatile boolean closed;

  /**
   * Creates a connection, which is not made yet.
   *
   * @param engine the address, which may be a name that has none yet
   */
  EngineConnection(
      InetSocketAddress engine,
      Sockets sockets,
      EngineEvents events,
      NotifyObserver observer,
      RandomGenerator random) {
    this.engine = engine;
    this.loop = sockets.group().next();
    this.sockets = sockets;
    this.events = events;
    this.observer = observer;
    this.random = random;
  }

  /** Connects, now and whenever the connection is lost. */
  void open() {
    if (closed) {
      return;
    }
    Bootstrap bootstrap =
        sockets
            .client(loop, engine)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel connection) {
                    connection.pipeline().addLast(new Receiver());
                  }
                });
    bootstrap.connect().addListener((ChannelFuture done) -> onConnected(done));
  }

  private void onConnected(ChannelFuture done) {
    if (!done.isSuccess()) {
      retry();
      return;
    }
    Channel connection = done.channel();
    channel = connection;
    if (closed) {
      var unused = connection.close();
      return;
    }
    if (connection instanceof EpollSocketChannel) {
      // An engine that vanishes without a word is noticed within a minute or so.
      connection.config().setOption(EpollChannelOption.TCP_KEEPIDLE, KEEPALIVE_SECONDS);
      connection.config().setOption(EpollChannelOption.TCP_KEEPINTVL, KEEPALIVE_SECONDS);
      connection.config().setOption(EpollChannelOption.TCP_KEEPCNT, KEEPALIVE_TRIES);
    }
    observer.connected(name(), true);
    connection
        .closeFuture()
        .addListener(
            lost -> {
              observer.connected(name(), false);
              retry();
            });
  }

  private void retry() {
    if (closed) {
      return;
    }
    long pause = pauseMillis / 2 + random.nextLong(pauseMillis);
    pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, pauseMillis * 2);
    var unused = loop.schedule(this::open, pause, TimeUnit.MILLISECONDS);
  }

  private String name() {
    return engine.getHostString() + ":" + engine.getPort();
  }

  private void onMessage(byte[] bytes, InetAddress sender) throws BencodeException, IOException {
    pauseMillis = SHORTEST_PAUSE_MILLIS;
    Optional<byte[]> read =
        reader.read(BencodeReader.readDictionary(bytes, 0, bytes.length, LIMITS));
    EngineMessage message =
        read.isPresent() ? EngineMessage.parseFrom(read.get()) : EngineMessage.getDefaultInstance();
    if (message.hasSubject() && message.hasNotification()) {
      events.accept(message.getNotification(), Source.TCP, sender);
    } else {
      observer.dropped(Source.TCP, DropReason.MALFORMED);
    }
  }

  @Override
  public void close() {
    closed = true;
    Channel connection = channel;
    if (connection != null) {
      connection.close().awaitUninterruptibly();
    }
  }

  /** Takes messages apart: each a cookie, a space and a dictionary. */
  private final class Receiver extends SimpleChannelInboundHandler<ByteBuf> {

    private final ByteArrayOutputStream dictionary = new ByteArrayOutputStream();
    private @Nullable BencodeScanner scanner;
    private int cookieLength;

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
      InetAddress sender = ((InetSocketAddress) context.channel().remoteAddress()).getAddress();
      try {
        while (bytes.isReadable()) {
          take(bytes.readByte(), sender);
        }
      } catch (BencodeException | IOException malformed) {
        observer.dropped(Source.TCP, DropReason.MALFORMED);
        var unused = context.close();
      } catch (RuntimeException fault) {
        observer.faulted(fault);
        var unused = context.close();
      }
    }

    private void take(byte next, InetAddress sender) throws BencodeException, IOException {
      BencodeScanner scan = scanner;
      if (scan == null) {
        if (next == ' ') {
          scanner = new BencodeScanner(LIMITS);
        } else if (++cookieLength > MAX_COOKIE_LENGTH) {
          throw new IOException("no cookie");
        }
        return;
      }
      dictionary.write(next);
      if (scan.isLast(next)) {
        byte[] whole = dictionary.toByteArray();
        dictionary.reset();
        scanner = null;
        cookieLength = 0;
        onMessage(whole, sender);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var unused = context.close();
    }
  }
}
