package io.rtpengine.sidecar.store;

import io.rtpengine.sidecar.ng.HostNames;
import io.rtpengine.sidecar.ng.NgAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Host names that lead where the test says. Thread-safe. */
final class FakeNames implements HostNames {

  private final Map<String, List<InetAddress>> found = new ConcurrentHashMap<>();
  private final Map<String, Runnable> followed = new ConcurrentHashMap<>();

  /** Has a name lead to these addresses from now on, and says so. */
  void lead(String host, String... addresses) {
    List<InetAddress> list = new ArrayList<>();
    for (String address : addresses) {
      try {
        list.add(InetAddress.getByName(address));
      } catch (UnknownHostException impossible) {
        throw new IllegalArgumentException(impossible);
      }
    }
    found.put(host, list);
    followed.getOrDefault(host, () -> {}).run();
  }

  Set<String> followed() {
    return followed.keySet();
  }

  @Override
  public void lookUp() {}

  @Override
  public Addresses follow(String host, NgAddress.Family family, Runnable onChange) {
    followed.put(host, onChange);
    return new Addresses() {
      @Override
      public List<InetAddress> known() {
        return found.getOrDefault(host, List.of());
      }

      @Override
      public CompletableFuture<Void> lookUp() {
        return CompletableFuture.completedFuture(null);
      }

      @Override
      public void close() {
        followed.remove(host);
      }
    };
  }
}
