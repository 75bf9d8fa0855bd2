package io.rtpengine.sidecar.simulation;

import io.rtpengine.sidecar.pool.NodeId;
import io.rtpengine.sidecar.pool.OperatorState;
import io.rtpengine.sidecar.pool.RtpengineSock;
import io.rtpengine.sidecar.pool.SetDefinition;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The engines, and how the operator has configured the nodes that they are. */
final class Fleet {

  /** The weight of a node that has none of its own. */
  static final int USUAL_WEIGHT = 1;

  /** A node as the operator has it at present. */
  static final class Entry {
    private final int setId;
    private final Engine engine;
    private final int priority;
    private int weight = USUAL_WEIGHT;
    private boolean listed = true;
    private long listingNanos;
    private OperatorState state = OperatorState.ENABLED;
    private long closedNanos;

    private Entry(int setId, Engine engine, int priority) {
      this.setId = setId;
      this.engine = engine;
      this.priority = priority;
    }

    NodeId id() {
      return new NodeId(setId, engine.node());
    }

    Engine engine() {
      return engine;
    }

    /** Gives the node another weight. */
    void weigh(int other, long nowNanos) {
      closing(nowNanos);
      weight = other;
    }

    /** Removes the node, or adds it again. */
    void list(boolean whether, long nowNanos) {
      closing(nowNanos);
      listed = whether;
      listingNanos = nowNanos;
    }

    /** Sets what the operator says of the node. */
    void become(OperatorState other, long nowNanos) {
      closing(nowNanos);
      state = other;
    }

    /** Returns whether the node has been there all the time since then. */
    boolean wasListedSince(long nanos) {
      return listed && listingNanos <= nanos;
    }

    OperatorState state() {
      return state;
    }

    private boolean takesCalls() {
      return listed && weight > 0 && state == OperatorState.ENABLED;
    }

    private void closing(long nowNanos) {
      if (takesCalls()) {
        closedNanos = nowNanos;
      }
    }

    /** Returns whether the node has taken calls at any time since then. */
    boolean hasTakenCallsSince(long nanos) {
      return takesCalls() || closedNanos >= nanos;
    }

    private String written() {
      return engine.node() + "=" + weight + (priority == 0 ? "" : ",priority=" + priority);
    }
  }

  private final Map<String, Engine> byName = new LinkedHashMap<>();
  private final Map<InetSocketAddress, Engine> byAddress = new LinkedHashMap<>();
  private final Map<NodeId, Entry> entries = new LinkedHashMap<>();

  /** Adds an engine, as a node of a set. */
  void add(Engine engine, int setId, int priority) {
    byName.put(engine.node(), engine);
    byAddress.put(engine.address(), engine);
    Entry entry = new Entry(setId, engine, priority);
    entries.put(entry.id(), entry);
  }

  /** Has an engine go to another address. What is still sent to the old one is meant for it. */
  void move(Engine engine, InetSocketAddress to) {
    engine.move(to);
    byAddress.put(to, engine);
  }

  /** Returns where the host of an engine is: its node is named after it. */
  InetAddress addressOf(String host) {
    return byName.values().stream()
        .filter(engine -> engine.node().contains(host))
        .findFirst()
        .orElseThrow()
        .address()
        .getAddress();
  }

  List<Engine> engines() {
    return List.copyOf(byName.values());
  }

  List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  Engine named(String node) {
    return Objects.requireNonNull(byName.get(node), node);
  }

  Engine at(InetSocketAddress address) {
    return Objects.requireNonNull(byAddress.get(address), address::toString);
  }

  Entry entry(int setId, Engine engine) {
    return entryOf(new NodeId(setId, engine.node()));
  }

  OperatorState stateOf(NodeId id) {
    return entryOf(id).state;
  }

  private Entry entryOf(NodeId id) {
    return Objects.requireNonNull(entries.get(id), id::toString);
  }

  /** Returns the configuration, in the words of {@code rtpengine_sock}. */
  List<SetDefinition> definitions() {
    List<String> lines = new ArrayList<>();
    entries.values().stream()
        .filter(entry -> entry.listed)
        .collect(
            Collectors.groupingBy(
                entry -> entry.setId,
                LinkedHashMap::new,
                Collectors.mapping(Entry::written, Collectors.joining(" "))))
        .forEach((set, nodes) -> lines.add(set + " == " + nodes));
    return RtpengineSock.parse(lines);
  }
}
