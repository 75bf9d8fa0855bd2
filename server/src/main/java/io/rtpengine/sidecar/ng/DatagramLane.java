package io.rtpengine.sidecar.ng;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.rtpengine.sidecar.bencode.BencodeLimits;
import io.rtpengine.sidecar.ng.NgObserver.DropReason;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import org.jspecify.annotations.Nullable;

/**
 * Requests that travel as datagrams, each {@code cookie SP dictionary}, and so do their replies.
 *
 * <p>The socket is not connected: a connected one would let the kernel drop what comes from
 * elsewhere, and nobody would know that somebody tries. If it breaks it is opened anew.
 */
final class DatagramLane extends Lane {

  /** The most that a datagram holds over IPv4. */
  private static final int MAX_DATAGRAM = 65_507;

  /** The size of the largest request that fits a datagram, whatever its cookie. */
  static final int MAX_REQUEST_SIZE = MAX_DATAGRAM - Cookies.MAX_LENGTH - 1;

  /**
   * Room for any datagram, IPv6 included: one that does not fit is cut off, and neither Netty nor
   * the kernel says so.
   */
  private static final int RECEIVE_SIZE = 65_536;

  /** How many datagrams are received at a time, by one system call where the transport can. */
  private static final int RECEIVE_BATCH = 8;

  /** What replies may pile up in, as far as the kernel grants it: an engine answers in bursts. */
  private static final int SOCKET_BUFFER = 4 << 20;

  private final Transport transport;
  private final InetSocketAddress engine;
  private final Cookies cookies;
  private final RetransmissionSchedule schedule;
  private final Runnable flush = this::flush;

  private @Nullable Channel channel;
  private boolean opening;
  private boolean flushing;

  DatagramLane(
      EventLoop loop,
      Transport transport,
      InetSocketAddress engine,
      NgSettings settings,
      NgObserver observer,
      Cookies cookies,
      RetransmissionSchedule schedule) {
    super(loop, settings, observer);
    this.transport = transport;
    this.engine = engine;
    this.cookies = cookies;
    this.schedule = schedule;
  }

  @Override
  boolean isReady() {
    if (channel == null && !opening) {
      open();
    }
    return channel != null;
  }

  @Override
  int maxRequestSize() {
    return MAX_REQUEST_SIZE;
  }

  @Override
  long retransmissionDelayNanos(int transmissions) {
    return schedule.delayNanos(transmissions);
  }

  @Override
  void transmit(Exchange exchange) {
    Channel socket = channel;
    if (socket == null) {
      return;
    }
    byte[] dictionary = exchange.request().dictionary();
    ByteBuf datagram = socket.alloc().directBuffer(Cookies.MAX_LENGTH + 1 + dictionary.length);
    cookies.write(exchange.serial(), datagram);
    datagram.writeByte(' ').writeBytes(dictionary);
    socket
        .write(new DatagramPacket(datagram, engine))
        .addListener(sent -> onSent(exchange, sent.cause()));
    // Requests that arrive together leave together.
    if (!flushing) {
      flushing = true;
      loop().execute(flush);
    }
  }

  private void flush() {
    flushing = false;
    if (channel != null) {
      channel.flush();
    }
  }

  private void onSent(Exchange exchange, @Nullable Throwable cause) {
    // Nobody listens on the engine's port: silence, as if the datagram had got lost.
    if (cause != null && !(cause instanceof PortUnreachableException)) {
      String problem = "cannot send to " + engine + ": " + cause.getMessage();
      end(exchange, exchange.fault(problem, nowNanos()));
    }
  }

  @Override
  boolean abandon(Exchange exchange) {
    return true;
  }

  @Override
  void closeSockets() {
    if (channel != null) {
      ChannelFuture unused = channel.close();
    }
  }

  private void open() {
    opening = true;
    InetAddress address = engine.getAddress();
    SocketProtocolFamily family =
        address instanceof Inet6Address ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET;
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop())
            .channelFactory(() -> transport.newDatagramChannel(family))
            .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER)
            .handler(new ReplyHandler());
    transport.receive(bootstrap, RECEIVE_SIZE, RECEIVE_BATCH);
    bootstrap
        .bind(localAddress(address))
        .addListener((ChannelFuture bound) -> onOpened(bound.channel(), bound.cause()));
  }

  /** An engine on this host is spoken to from an address that no other host can reach. */
  private static InetSocketAddress localAddress(InetAddress engine) {
    return engine.isLoopbackAddress() ? new InetSocketAddress(engine, 0) : new InetSocketAddress(0);
  }

  private void onOpened(Channel opened, @Nullable Throwable cause) {
    opening = false;
    if (cause != null) {
      failAll("cannot open a socket: " + cause.getMessage());
      return;
    }
    if (isClosed()) {
      ChannelFuture unused = opened.close();
      return;
    }
    channel = opened;
    startWaiting();
  }

  private void onDatagram(DatagramPacket packet) {
    if (!engine.equals(packet.sender())) {
      drop(DropReason.FOREIGN_SENDER, packet);
      return;
    }
    ByteBuf content = packet.content();
    int cookieLength = content.bytesBefore((byte) ' ');
    if (cookieLength <= 0) {
      drop(DropReason.MALFORMED, packet);
      return;
    }
    long serial = cookies.serial(content, content.readerIndex(), cookieLength);
    Exchange exchange = inFlight(serial);
    if (exchange == null) {
      drop(isGivenOut(serial) ? DropReason.LATE : DropReason.UNKNOWN_COOKIE, packet);
      return;
    }
    byte[] reply = ByteBufUtil.getBytes(content.skipBytes(cookieLength + 1));
    long elapsed = exchange.elapsedNanos(nowNanos());
    answer(
        exchange,
        Replies.read(reply, 0, BencodeLimits.DATAGRAM, exchange.transmissions(), elapsed));
  }

  private void drop(DropReason reason, DatagramPacket packet) {
    observer().dropped(reason, packet.sender(), packet.content().readableBytes());
  }

  private void onClosed(Channel closed) {
    if (channel == closed) {
      channel = null;
      failAll("the socket was closed");
    }
  }

  /** Hands over what arrives. */
  private final class ReplyHandler extends SimpleChannelInboundHandler<DatagramPacket> {

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      onDatagram(packet);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      onClosed(context.channel());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      note(cause);
    }
  }
}
