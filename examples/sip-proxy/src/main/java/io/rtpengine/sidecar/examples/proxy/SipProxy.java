package io.rtpengine.sidecar.examples.proxy;

import io.grpc.Channel;
import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * A SIP proxy on a UDP port, from {@link #start} to {@link #close}. Thread-safe.
 *
 * <p>Messages of one call have to stay in order, and each waits for the sidecar. So there are
 * lanes, with a thread each, and a call stays in its lane.
 */
public final class SipProxy implements AutoCloseable {

  private static final int LANES = 8;
  private static final int MAX_DATAGRAM = 65_535;

  private final DatagramSocket socket;
  private final PrintStream log;
  private final List<Lane> lanes;

  /** A thread, and what it knows of its calls. */
  private record Lane(ExecutorService thread, Router router) {}

  private SipProxy(
      DatagramSocket socket,
      Channel sidecar,
      Map<String, List<InetSocketAddress>> phones,
      PrintStream log) {
    this.socket = socket;
    this.log = log;
    Media media = new Media(sidecar, log);
    Wire wire = new Wire(socket);
    this.lanes =
        Stream.generate(
                () ->
                    new Lane(Executors.newSingleThreadExecutor(), new Router(media, wire, phones)))
            .limit(LANES)
            .toList();
  }

  /**
   * Starts a proxy.
   *
   * @param address where it listens: an address that phones reach it at, not a wildcard
   * @param sidecar the sidecar, whose channel remains the caller's
   * @param phones of everybody who can be called, by name
   * @param log for a line about each message
   * @throws SocketException if it can't listen there
   */
  public static SipProxy start(
      InetSocketAddress address,
      Channel sidecar,
      Map<String, List<InetSocketAddress>> phones,
      PrintStream log)
      throws SocketException {
    SipProxy proxy = new SipProxy(new DatagramSocket(address), sidecar, phones, log);
    new Thread(proxy::receive, "sip-proxy").start();
    return proxy;
  }

  /** Returns where it listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  private void receive() {
    byte[] buffer = new byte[MAX_DATAGRAM];
    while (!socket.isClosed()) {
      DatagramPacket datagram = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(datagram);
      } catch (IOException e) {
        continue; // Closed; or a phone that was sent something is gone, and others are not.
      }
      byte[] bytes = Arrays.copyOf(buffer, datagram.getLength());
      InetSocketAddress source = (InetSocketAddress) datagram.getSocketAddress();
      Message.parse(bytes).ifPresent(message -> enqueue(message, source));
    }
    lanes.forEach(lane -> lane.thread.shutdownNow());
  }

  private void enqueue(Message message, InetSocketAddress source) {
    Lane lane = lanes.get(Math.floorMod(message.callId().hashCode(), LANES));
    lane.thread.execute(
        () -> {
          try {
            lane.router.route(message, source);
          } catch (RuntimeException unreadable) {
            log.printf("from %s: dropped: %s%n", source, unreadable);
          }
        });
  }

  /** Stops it. Calls go on; their next messages find nobody. */
  @Override
  public void close() {
    socket.close();
  }
}
