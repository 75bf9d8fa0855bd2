package io.rtpengine.sidecar.ng;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/**
 * Makes endpoints, which share the event loops of the gRPC server: a request that arrives on one of
 * them goes out, and its reply comes in, on the same. Thread-safe.
 */
public final class NgEndpoints {

  private final Transport transport;
  private final List<EventLoop> loops;
  private final NgSettings settings;
  private final RandomGenerator random;

  /**
   * Creates a factory.
   *
   * @param group event loops on epoll or NIO, which must outlive the endpoints
   */
  public NgEndpoints(EventLoopGroup group, NgSettings settings) {
    this(SystemTransport.of(group), loopsOf(group), settings, new SecureRandom());
  }

  /**
   * Creates a factory.
   *
   * @param transport what fits the loops
   * @param random for cookies, which nobody must be able to guess; thread-safe
   */
  NgEndpoints(
      Transport transport, List<EventLoop> loops, NgSettings settings, RandomGenerator random) {
    this.transport = transport;
    this.loops = List.copyOf(loops);
    this.settings = settings;
    this.random = random;
  }

  private static List<EventLoop> loopsOf(EventLoopGroup group) {
    List<EventLoop> loops = new ArrayList<>();
    for (EventExecutor loop : group) {
      loops.add((EventLoop) loop);
    }
    return loops;
  }

  /**
   * Makes an endpoint. Resolves the name of a UDP host, once, and may block while it does.
   *
   * @param observer is told what happens at this endpoint
   * @throws UnknownHostException if the UDP host has no IP address of the family that is asked for
   */
  public NgEndpoint open(NgAddress address, NgObserver observer) throws UnknownHostException {
    if (address instanceof NgAddress.Udp udp) {
      return datagrams(resolve(udp), observer);
    } else if (address instanceof NgAddress.Unix unix) {
      return unix(unix.path(), observer);
    } else if (address instanceof NgAddress.Http http) {
      return http(http.uri(), observer);
    }
    throw new AssertionError(address);
  }

  /**
   * Makes an endpoint that sends by HTTP what does not fit a datagram; otherwise as {@link
   * #open(NgAddress, NgObserver)}.
   *
   * @param companion the HTTP side of the same engine
   */
  public NgEndpoint open(NgAddress.Udp address, NgAddress.Http companion, NgObserver observer)
      throws UnknownHostException {
    return new BySizeEndpoint(open(address, observer), open(companion, observer));
  }

  private NgEndpoint datagrams(InetSocketAddress engine, NgObserver observer) {
    return lanes(
        settings.maxInFlight(),
        (loop, share) ->
            new DatagramLane(
                loop, transport, engine, share, observer, new Cookies(random), schedule()));
  }

  private NgEndpoint unix(String path, NgObserver observer) {
    return lanes(
        settings.maxInFlight(),
        (loop, share) -> new UnixLane(loop, transport, path, share, observer));
  }

  private NgEndpoint http(URI uri, NgObserver observer) {
    NgSettings few =
        settings.withCapacity(
            Math.min(HttpLane.MAX_CONNECTIONS, settings.maxInFlight()), settings.maxWaiting());
    EventLoop loop = loops.get(0);
    Lane lane = new HttpLane(loop, uri, few, observer, new Cookies(random), HttpLane::newClient);
    return new LaneEndpoint(loops, List.of(lane));
  }

  /** Splits the capacity over the event loops, or over as many of them as get a share at all. */
  private NgEndpoint lanes(int maxInFlight, BiFunction<EventLoop, NgSettings, Lane> newLane) {
    int count = Math.min(loops.size(), maxInFlight);
    List<Lane> lanes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int inFlight = share(maxInFlight, i, count);
      int waiting = share(settings.maxWaiting(), i, count);
      lanes.add(newLane.apply(loops.get(i), settings.withCapacity(inFlight, waiting)));
    }
    return new LaneEndpoint(loops, lanes);
  }

  private RetransmissionSchedule schedule() {
    return new RetransmissionSchedule(settings, new SplittableRandom(random.nextLong()));
  }

  /** Returns the part of {@code total} that falls to one of {@code count}. */
  private static int share(int total, int index, int count) {
    return total / count + (index < total % count ? 1 : 0);
  }

  private static InetSocketAddress resolve(NgAddress.Udp address) throws UnknownHostException {
    List<InetAddress> found = Arrays.asList(InetAddress.getAllByName(address.host()));
    for (Class<? extends InetAddress> wanted : families(address.family())) {
      for (InetAddress candidate : found) {
        if (wanted.isInstance(candidate)) {
          return new InetSocketAddress(candidate, address.port());
        }
      }
    }
    throw new UnknownHostException(address.host() + " has no IPv6 address");
  }

  private static List<Class<? extends InetAddress>> families(NgAddress.Family family) {
    return switch (family) {
      case ANY -> List.of(Inet4Address.class, Inet6Address.class);
      case IPV6 -> List.of(Inet6Address.class);
    };
  }
}
