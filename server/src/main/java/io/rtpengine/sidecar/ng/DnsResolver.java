package io.rtpengine.sidecar.ng;

import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsCache;
import io.netty.resolver.dns.DnsCacheEntry;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.NoopAuthoritativeDnsServerCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.netty.util.concurrent.Future;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks names up in the hosts file and in the DNS, and tells how long what the DNS says is valid.
 * Keeps nothing itself. Thread-safe.
 */
final class DnsResolver implements HostResolver, AutoCloseable {

  /** How long an address from the hosts file is taken for granted. */
  private static final Duration OUTSIDE_DNS = Duration.ofMinutes(1);

  /** How long a name server has to answer a query. */
  static final Duration QUERY_TIMEOUT = Duration.ofSeconds(2);

  private final Lives lives = new Lives();
  private final DnsNameResolver resolver;

  /**
   * Creates a resolver.
   *
   * @param servers whom to ask
   * @param timeout how long each of them has to answer a query
   */
  DnsResolver(
      EventLoop loop,
      Transport transport,
      DnsServerAddressStreamProvider servers,
      Duration timeout) {
    boolean ipv6 = servers.nameServerAddressStream("").next().getAddress() instanceof Inet6Address;
    this.resolver =
        new DnsNameResolverBuilder(loop)
            .datagramChannelFactory(
                () ->
                    (DatagramChannel)
                        transport.newDatagramChannel(
                            ipv6 ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET))
            .nameServerProvider(servers)
            .resolvedAddressTypes(ResolvedAddressTypes.IPV4_PREFERRED)
            .queryTimeoutMillis(timeout.toMillis())
            .resolveCache(lives)
            .cnameCache(NoopDnsCnameCache.INSTANCE)
            .authoritativeDnsServerCache(NoopAuthoritativeDnsServerCache.INSTANCE)
            .build();
  }

  @Override
  public void resolve(String host, Consumer<Answer> listener) {
    resolver
        .resolveAll(host)
        .addListener(
            (Future<List<InetAddress>> found) ->
                listener.accept(
                    found.isSuccess()
                        ? new Answer(found.getNow(), lives.shortest(found.getNow()))
                        : Answer.NONE));
  }

  @Override
  public void close() {
    resolver.close();
  }

  /** A cache that forgets everything but for how long addresses are valid. */
  private static final class Lives implements DnsCache {

    private final Map<InetAddress, Duration> lives = new ConcurrentHashMap<>();

    Duration shortest(List<InetAddress> addresses) {
      Duration shortest = OUTSIDE_DNS;
      boolean any = false;
      for (InetAddress address : addresses) {
        Duration life = lives.remove(address);
        if (life != null && (!any || life.compareTo(shortest) < 0)) {
          shortest = life;
          any = true;
        }
      }
      return shortest;
    }

    @Override
    public DnsCacheEntry cache(
        String host,
        DnsRecord @Nullable [] additionals,
        InetAddress address,
        long ttlSeconds,
        EventLoop loop) {
      lives.put(address, Duration.ofSeconds(ttlSeconds));
      return new Uncached(address, null);
    }

    @Override
    public DnsCacheEntry cache(
        String host, DnsRecord @Nullable [] additionals, Throwable cause, EventLoop loop) {
      return new Uncached(null, cause);
    }

    @Override
    public @Nullable List<? extends DnsCacheEntry> get(
        String host, DnsRecord @Nullable [] additionals) {
      return null;
    }

    @Override
    public void clear() {}

    @Override
    public boolean clear(String host) {
      return false;
    }
  }

  private record Uncached(@Nullable InetAddress address, @Nullable Throwable cause)
      implements DnsCacheEntry {}
}
