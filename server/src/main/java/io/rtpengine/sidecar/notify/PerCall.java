package io.rtpengine.sidecar.notify;

import io.rtpengine.sidecar.service.Destinations;
import io.rtpengine.v1.NgRole;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Tells engines in each call to report to this sidecar. Thread-safe.
 *
 * <p>Only an address that engines can reach is told: one that is configured, or the one that is
 * listened on; loopback only if all nodes are there as well.
 */
final class PerCall implements Destinations {

  private final Optional<InetAddress> advertised;
  private volatile Map<NgRole, String> destinations = Map.of();
  private volatile BooleanSupplier reachable = () -> false;

  PerCall(Optional<InetAddress> advertised) {
    this.advertised = advertised;
  }

  @Override
  public Map<NgRole, String> now() {
    return reachable.getAsBoolean() ? destinations : Map.of();
  }

  /** Tells engines of these from now on: of neither, one or both. */
  void tell(
      Optional<InetSocketAddress> datagrams,
      Optional<InetSocketAddress> callbacks,
      Origins origins) {
    Map<NgRole, String> told = new EnumMap<>(NgRole.class);
    datagrams
        .flatMap(this::host)
        .ifPresent(
            host ->
                told.put(
                    NgRole.NG_ROLE_DTMF_DESTINATION,
                    written(host) + ":" + datagrams.get().getPort()));
    callbacks
        .flatMap(this::host)
        // How the engines of each release write an IPv6 address into a URL is their secret.
        .filter(host -> !(host instanceof Inet6Address))
        .ifPresent(host -> told.put(NgRole.NG_ROLE_TIMEOUT_DESTINATION, written(host)));
    boolean isLoopback =
        advertised.isEmpty()
            && datagrams
                .or(() -> callbacks)
                .map(address -> address.getAddress().isLoopbackAddress())
                .orElse(false);
    destinations = Map.copyOf(told);
    reachable = isLoopback ? origins::areOnLoopback : () -> true;
  }

  private Optional<InetAddress> host(InetSocketAddress listening) {
    return advertised.isPresent()
        ? advertised
        : Optional.of(listening.getAddress()).filter(host -> !host.isAnyLocalAddress());
  }

  private static String written(InetAddress host) {
    return host instanceof Inet6Address ? "[" + host.getHostAddress() + "]" : host.getHostAddress();
  }
}
