package io.rtpengine.sidecar.store;

import io.rtpengine.sidecar.ng.HostNames;
import io.rtpengine.sidecar.ng.NgAddress;
import io.rtpengine.sidecar.pool.NodeDefinition;
import io.rtpengine.sidecar.pool.NodeId;
import io.rtpengine.sidecar.pool.SetDefinition;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes a node of each address of the names that stand for several. Used by one thread, which may
 * be blocked.
 */
final class AddressNodes implements AutoCloseable {

  private record Name(String host, NgAddress.Family family) {}

  private final HostNames names;
  private final Runnable onChange;
  private final Map<Name, HostNames.Addresses> followed = new HashMap<>();

  /**
   * Creates what has no names yet.
   *
   * @param onChange is run when a name has other addresses than before, on any thread
   */
  AddressNodes(HostNames names, Runnable onChange) {
    this.names = names;
    this.onChange = onChange;
  }

  /** Looks up the names that are listed, and waits for the answers. Follows them from now on. */
  void lookUp(List<SetDefinition> listed, Duration limit) {
    List<CompletableFuture<Void>> answers = new ArrayList<>();
    for (Name name : names(listed)) {
      HostNames.Addresses addresses =
          followed.computeIfAbsent(
              name, unused -> names.follow(name.host(), name.family(), onChange));
      answers.add(addresses.lookUp());
    }
    await(answers, limit);
  }

  /** Follows no other names any more than those that are listed. */
  void followOnly(List<SetDefinition> listed) {
    Set<Name> wanted = names(listed);
    for (Name name : List.copyOf(followed.keySet())) {
      if (!wanted.contains(name)) {
        Objects.requireNonNull(followed.remove(name)).close();
      }
    }
  }

  private static Set<Name> names(List<SetDefinition> listed) {
    Set<Name> names = new LinkedHashSet<>();
    for (SetDefinition set : listed) {
      set.nodes().stream()
          .filter(NodeDefinition::eachAddress)
          .map(AddressNodes::name)
          .forEach(names::add);
    }
    return names;
  }

  private static void await(List<CompletableFuture<Void>> answers, Duration limit) {
    try {
      CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
          .get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException late) {
      // What was known before is as good, and a later answer is told.
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns the sets with a node for each address. */
  List<SetDefinition> expand(List<SetDefinition> listed) {
    return listed.stream().map(this::expand).toList();
  }

  private SetDefinition expand(SetDefinition set) {
    Map<String, NodeDefinition> nodes = new LinkedHashMap<>();
    for (NodeDefinition listed : set.nodes()) {
      for (NodeDefinition node : expand(listed)) {
        // What is listed by itself goes before what a name leads to.
        if (!listed.eachAddress()) {
          nodes.put(node.name(), node);
        } else {
          nodes.putIfAbsent(node.name(), node);
        }
      }
    }
    return new SetDefinition(set.id(), List.copyOf(nodes.values()));
  }

  /** Returns, instead of nodes that are listed, those that are made of them. */
  Set<NodeId> expand(Collection<NodeId> ids, List<SetDefinition> listed) {
    Set<NodeId> expanded = new HashSet<>(ids);
    for (SetDefinition set : listed) {
      for (NodeDefinition node : set.nodes()) {
        if (node.eachAddress() && expanded.remove(new NodeId(set.id(), node.name()))) {
          expand(node).forEach(made -> expanded.add(new NodeId(set.id(), made.name())));
        }
      }
    }
    return expanded;
  }

  private List<NodeDefinition> expand(NodeDefinition listed) {
    if (!listed.eachAddress()) {
      return List.of(listed);
    }
    HostNames.Addresses addresses = followed.get(name(listed));
    List<InetAddress> known = addresses == null ? List.of() : addresses.known();
    return known.stream().map(listed::at).toList();
  }

  private static Name name(NodeDefinition node) {
    NgAddress.Udp address = (NgAddress.Udp) node.address();
    return new Name(address.host(), address.family());
  }

  @Override
  public void close() {
    followed.values().forEach(HostNames.Addresses::close);
    followed.clear();
  }
}
