package io.rtpengine.sidecar.simulation;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Carries datagrams between the sidecar and the engines, in virtual time, as well or as badly as
 * the {@link Link} of the engine has it. Confined to one thread.
 */
final class VirtualNetwork {

  private static final long BASE_NANOS = 100_000;
  private static final long SPREAD_NANOS = 100_000;
  private static final int FIRST_PORT = 30_000;

  /** Takes what arrives at an address. */
  @FunctionalInterface
  interface Receiver {
    void receive(InetSocketAddress sender, byte[] bytes);
  }

  /** Is told of every datagram that the sidecar sends, whatever becomes of it. */
  @FunctionalInterface
  interface Tap {
    void sent(InetSocketAddress recipient, byte[] bytes);
  }

  private final VirtualTime time;
  private final RandomGenerator random;
  private final FaultCounts counts;
  private final Tap tap;
  private final Map<InetSocketAddress, Receiver> receivers = new HashMap<>();
  private final Map<InetSocketAddress, Link> links = new HashMap<>();
  private int nextPort = FIRST_PORT;

  VirtualNetwork(VirtualTime time, RandomGenerator random, FaultCounts counts, Tap tap) {
    this.time = time;
    this.random = random;
    this.counts = counts;
    this.tap = tap;
  }

  /** Opens a socket of the sidecar's. */
  InetSocketAddress bind(InetAddress address, Receiver receiver) {
    InetSocketAddress local = new InetSocketAddress(address, nextPort++);
    receivers.put(local, receiver);
    return local;
  }

  /** Closes a socket. */
  void unbind(InetSocketAddress address) {
    receivers.remove(address);
    links.remove(address);
  }

  /** Opens the socket of an engine. */
  void attach(InetSocketAddress address, Link link, Receiver receiver) {
    receivers.put(address, receiver);
    links.put(address, link);
  }

  /**
   * Sends a datagram of the sidecar's.
   *
   * @throws IOException if this host can't
   */
  void send(InetSocketAddress from, InetSocketAddress to, byte[] bytes) throws IOException {
    Link link = links.get(to);
    if (link != null && link.unsendable) {
      counts.add(Fault.SOCKET_FAULT);
      throw new IOException("no buffer space available");
    }
    tap.sent(to, bytes);
    if (link != null) {
      carry(link, from, to, bytes, 0);
    }
  }

  /** Sends an answer of an engine's. */
  void answer(InetSocketAddress from, InetSocketAddress to, byte[] bytes) {
    Link link = links.get(from);
    if (link == null) {
      return;
    }
    if (chance(link.forgery)) {
      counts.add(Fault.FORGERY);
      InetSocketAddress elsewhere = new InetSocketAddress(from.getAddress(), from.getPort() + 1);
      deliver(link, BASE_NANOS / 2, elsewhere, to, NgDatagram.forgedAnswer(bytes));
    }
    if (link.latenessNanos > 0) {
      counts.add(Fault.LATE_ANSWERS);
    }
    carry(link, from, to, bytes, link.latenessNanos);
  }

  private void carry(
      Link link, InetSocketAddress from, InetSocketAddress to, byte[] bytes, long lateness) {
    if (chance(link.loss)) {
      counts.add(Fault.LOSS);
      return;
    }
    long usual = BASE_NANOS + random.nextLong(SPREAD_NANOS) + lateness;
    deliver(link, usual + extra(link), from, to, bytes);
    if (chance(link.duplication)) {
      counts.add(Fault.DUPLICATION);
      deliver(link, usual + extra(link), from, to, bytes);
    }
  }

  private long extra(Link link) {
    if (link.delayNanos > 0) {
      counts.add(Fault.DELAY);
    }
    return link.delayNanos + (link.jitterNanos > 0 ? random.nextLong(link.jitterNanos) : 0);
  }

  private void deliver(
      Link link, long delay, InetSocketAddress from, InetSocketAddress to, byte[] bytes) {
    if (link.overtakes(to, time.nanoTime() + delay)) {
      counts.add(Fault.REORDERING);
    }
    time.after(
        delay,
        () -> {
          Receiver receiver = receivers.get(to);
          if (receiver != null) {
            receiver.receive(from, bytes);
          }
        });
  }

  private boolean chance(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }
}
