package io.rtpengine.sidecar.notify;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.rtpengine.sidecar.notify.NotifyObserver.DropReason;
import io.rtpengine.sidecar.notify.NotifyObserver.Source;
import io.rtpengine.v1.EngineNotification;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Predicate;

/**
 * Takes what engines report by datagrams, JSON each. Thread-safe. Whatever comes, it goes on:
 * anybody can send a datagram.
 */
final class DatagramListener implements AutoCloseable {

  /** More than a call-id, its tags and labels amount to. */
  private static final int MAX_SIZE = 16_384;

  private static final int RECEIVE_BATCH = 32;

  /** What a burst may pile up in, as far as the kernel grants it. */
  private static final int SOCKET_BUFFER = 4 << 20;

  private final EngineJson json = new EngineJson(EngineNotification.getDescriptor());
  private final EngineEvents events;
  private final Predicate<InetAddress> senders;
  private final NotifyObserver observer;
  private final Channel channel;

  private DatagramListener(
      Sockets sockets,
      InetSocketAddress address,
      EngineEvents events,
      Predicate<InetAddress> senders,
      NotifyObserver observer)
      throws IOException {
    this.events = events;
    this.senders = senders;
    this.observer = observer;
    // One byte more than the largest, so that a larger one shows.
    this.channel =
        Sockets.bind(
            sockets
                .datagrams(address, MAX_SIZE + 1, RECEIVE_BATCH)
                .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER)
                .handler(new Receiver()),
            address,
            "datagrams");
  }

  /**
   * Starts listening.
   *
   * @param senders whose datagrams are taken
   * @throws IOException if the address can't be listened on
   */
  static DatagramListener start(
      Sockets sockets,
      InetSocketAddress address,
      EngineEvents events,
      Predicate<InetAddress> senders,
      NotifyObserver observer)
      throws IOException {
    return new DatagramListener(sockets, address, events, senders, observer);
  }

  /** Returns where it listens: with the port that was chosen, if any would do. */
  InetSocketAddress address() {
    return (InetSocketAddress) channel.localAddress();
  }

  private void receive(DatagramPacket packet) {
    InetAddress sender = packet.sender().getAddress();
    if (!senders.test(sender)) {
      observer.dropped(Source.UDP, DropReason.FOREIGN_SENDER);
    } else if (packet.content().readableBytes() > MAX_SIZE) {
      observer.dropped(Source.UDP, DropReason.TOO_LARGE);
    } else {
      try {
        events.accept(json.read(ByteBufUtil.getBytes(packet.content())), Source.UDP, sender);
      } catch (IOException malformed) {
        observer.dropped(Source.UDP, DropReason.MALFORMED);
      } catch (RuntimeException fault) {
        observer.faulted(fault);
      }
    }
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
  }

  /** Hands over what arrives. */
  private final class Receiver extends SimpleChannelInboundHandler<DatagramPacket> {

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      receive(packet);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      observer.dropped(Source.UDP, DropReason.MALFORMED);
    }
  }
}
