package io.rtpengine.sidecar.ng;

import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The addresses of a name, as they are looked up. Thread-safe. */
final class NamedAddresses implements HostNames.Addresses {

  private static final Comparator<InetAddress> BY_NUMBER =
      Comparator.comparing(InetAddress::getAddress, Arrays::compareUnsigned);

  private final NgAddress.Family family;
  private final EventLoop loop;
  private final Runnable onChange;
  private final NameWatch watch;

  private volatile List<InetAddress> known = List.of();

  /** Creates a list that is empty until {@link #lookUp}. */
  NamedAddresses(
      String host,
      NgAddress.Family family,
      HostResolver resolver,
      EventLoop loop,
      Runnable onChange) {
    this.family = family;
    this.loop = loop;
    this.onChange = onChange;
    this.watch = new NameWatch(host, resolver, loop, this::take);
  }

  private boolean take(List<InetAddress> addresses) {
    List<InetAddress> found =
        family.wantedOf(addresses).stream().distinct().sorted(BY_NUMBER).toList();
    if (!found.isEmpty() && !found.equals(known)) {
      known = found;
      onChange.run();
    }
    return !found.isEmpty();
  }

  @Override
  public List<InetAddress> known() {
    return known;
  }

  @Override
  public CompletableFuture<Void> lookUp() {
    return watch.lookUp();
  }

  @Override
  public void close() {
    loop.execute(watch::close);
  }
}
