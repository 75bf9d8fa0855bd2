package io.rtpengine.sidecar.ng;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes endpoints, which share the event loops of the gRPC server: a request that arrives on one of
 * them goes out, and its reply comes in, on the same. Thread-safe.
 */
public final class NgEndpoints implements HostNames {

  private final Transport transport;
  private final List<EventLoop> loops;
  private final NgSettings settings;
  private final RandomGenerator random;
  private final Set<NamedEndpoint> named = ConcurrentHashMap.newKeySet();

  private @Nullable HostResolver resolver;

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
    this(transport, loops, settings, random, null);
  }

  /**
   * Creates a factory.
   *
   * @param resolver looks names up; null for the DNS
   */
  NgEndpoints(
      Transport transport,
      List<EventLoop> loops,
      NgSettings settings,
      RandomGenerator random,
      @Nullable HostResolver resolver) {
    this.resolver = resolver;
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
   * Makes an endpoint. A UDP host that is a name is looked up in the background, now and again:
   * until it is found, the endpoint is not reachable.
   *
   * @param observer is told what happens at this endpoint
   */
  public NgEndpoint open(NgAddress address, NgObserver observer) {
    if (address instanceof NgAddress.Udp udp) {
      return known(udp)
          .map(ip -> datagrams(new InetSocketAddress(ip, udp.port()), observer))
          .orElseGet(() -> named(udp, observer));
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
  public NgEndpoint open(NgAddress.Udp address, NgAddress.Http companion, NgObserver observer) {
    return new BySizeEndpoint(open(address, observer), open(companion, observer));
  }

  @Override
  public Addresses follow(String host, NgAddress.Family family, Runnable onChange) {
    return new NamedAddresses(host, family, resolver(), loops.get(0), onChange);
  }

  @Override
  public void lookUp() {
    named.forEach(NamedEndpoint::lookUp);
  }

  /**
   * Waits until all host names have been looked up for the first time, found or not.
   *
   * @param limit how long to wait at most
   */
  public void awaitNames(Duration limit) {
    CompletableFuture<?>[] answers =
        named.stream().map(NamedEndpoint::firstAnswer).toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(answers).get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException late) {
      // They are looked up again anyway.
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private NgEndpoint named(NgAddress.Udp udp, NgObserver observer) {
    NamedEndpoint endpoint =
        new NamedEndpoint(
            udp,
            resolver(),
            address -> datagrams(address, observer),
            loops.get(0),
            settings.timeLimit(),
            observer,
            named::remove);
    named.add(endpoint);
    return endpoint;
  }

  /** Returns the resolver, which is made for the first name: most nodes have none. */
  private synchronized HostResolver resolver() {
    if (resolver == null) {
      resolver =
          new DnsResolver(
              loops.get(0),
              transport,
              DnsServerAddressStreamProviders.platformDefault(),
              DnsResolver.QUERY_TIMEOUT);
    }
    return resolver;
  }

  /** Returns the address of a host, if that is what it is, or the name that all hosts have. */
  private static Optional<InetAddress> known(NgAddress.Udp udp) {
    String host = udp.host();
    if (host.equalsIgnoreCase("localhost")) {
      return Optional.of(
          udp.family() == NgAddress.Family.IPV6 ? NetUtil.LOCALHOST6 : NetUtil.LOCALHOST4);
    }
    try {
      return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)
          ? Optional.of(InetAddress.getByName(host))
          : Optional.empty();
    } catch (UnknownHostException noSuchScope) {
      // The interface that it names may come yet.
      return Optional.empty();
    }
  }

  private NgEndpoint datagrams(InetSocketAddress engine, NgObserver observer) {
    return lanes(
        settings.maxInFlight(),
        Optional.of(engine),
        (loop, share) ->
            new DatagramLane(
                loop, transport, engine, share, observer, new Cookies(random), schedule()));
  }

  private NgEndpoint unix(String path, NgObserver observer) {
    return lanes(
        settings.maxInFlight(),
        Optional.empty(),
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
  private NgEndpoint lanes(
      int maxInFlight,
      Optional<InetSocketAddress> address,
      BiFunction<EventLoop, NgSettings, Lane> newLane) {
    int count = Math.min(loops.size(), maxInFlight);
    List<Lane> lanes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int inFlight = share(maxInFlight, i, count);
      int waiting = share(settings.maxWaiting(), i, count);
      lanes.add(newLane.apply(loops.get(i), settings.withCapacity(inFlight, waiting)));
    }
    return new LaneEndpoint(loops, lanes, address);
  }

  private RetransmissionSchedule schedule() {
    return new RetransmissionSchedule(settings, new SplittableRandom(random.nextLong()));
  }

  /** Returns the part of {@code total} that falls to one of {@code count}. */
  private static int share(int total, int index, int count) {
    return total / count + (index < total % count ? 1 : 0);
  }
}
