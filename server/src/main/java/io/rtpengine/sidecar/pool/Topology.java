package io.rtpengine.sidecar.pool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which sets there are, and which nodes in them, at one time. Immutable and thread-safe: a reload
 * makes another, of the same nodes as far as they are still there.
 */
final class Topology {

  /** Before anything is configured. */
  static final Topology EMPTY = new Topology(Map.of());

  private final Map<Integer, NodeSet> sets;

  private Topology(Map<Integer, NodeSet> sets) {
    this.sets = sets;
  }

  /** Returns the set of this number, if there is one. */
  @Nullable NodeSet set(int id) {
    return sets.get(id);
  }

  /** Returns whether there is no set at all: nodes have not been read yet. */
  boolean isEmpty() {
    return sets.isEmpty();
  }

  /** Returns why a set can't be used that is not there. */
  PoolOutcome problem(int id) {
    return isEmpty() ? new PoolOutcome.NoNode(id) : new PoolOutcome.UnknownSet(id);
  }

  /** Returns all sets, by their number. */
  Iterable<NodeSet> sets() {
    return sets.values();
  }

  /**
   * A topology, and how it differs from the one before.
   *
   * @param topology the new one
   * @param report what has changed
   */
  record Change(Topology topology, ReloadReport report) {}

  /**
   * Returns the topology that definitions make of this one.
   *
   * <p>A node is the same as before if it is in the same set by the same name; whatever else is
   * said of it has changed. One that is not there any more leaves.
   *
   * @param newNode makes a node that was not there before
   */
  Change reload(List<SetDefinition> definitions, BiFunction<NodeId, NodeDefinition, Node> newNode) {
    Map<NodeId, Node> known = nodes();
    Set<NodeId> leavingBefore = leaving();
    Map<Integer, List<NodeSet.Member>> members = new TreeMap<>();
    List<NodeId> added = new ArrayList<>();
    List<NodeId> changed = new ArrayList<>();
    List<NodeId> kept = new ArrayList<>();
    for (SetDefinition set : definitions) {
      List<NodeSet.Member> own = members.computeIfAbsent(set.id(), unused -> new ArrayList<>());
      for (NodeDefinition definition : set.nodes()) {
        NodeId id = new NodeId(set.id(), definition.name());
        Node node = known.remove(id);
        if (node == null) {
          node = newNode.apply(id, definition);
          added.add(id);
        } else {
          boolean same = node.definition().equals(definition);
          (leavingBefore.contains(id) ? added : same ? kept : changed).add(id);
          if (!same) {
            node.redefine(definition);
          }
        }
        own.add(new NodeSet.Member(node, definition.weight(), definition.priority()));
      }
    }
    List<NodeId> removed =
        known.keySet().stream().filter(id -> !leavingBefore.contains(id)).toList();
    return new Change(
        with(members, known.values()), new ReloadReport(added, removed, changed, kept));
  }

  /** Returns the nodes that leave and have nothing left that they stay for. */
  Set<Node> deserted() {
    Set<Node> deserted = new HashSet<>();
    for (NodeSet set : sets.values()) {
      for (Node node : set.leaving()) {
        // Of a node that is not to be asked anything, nothing is ever deleted.
        boolean ghosts = node.ghosts().count() > 0 && node.canBeAsked();
        if (node.calls() == 0 && node.isIdle() && !ghosts) {
          deserted.add(node);
        }
      }
    }
    return deserted;
  }

  /** Returns this topology without nodes that were leaving. */
  Topology without(Set<Node> gone) {
    Map<Integer, List<NodeSet.Member>> members = new TreeMap<>();
    List<Node> leaving = new ArrayList<>();
    for (NodeSet set : sets.values()) {
      if (set.isConfigured()) {
        members.put(set.id(), set.members());
      }
      set.leaving().stream().filter(node -> !gone.contains(node)).forEach(leaving::add);
    }
    return with(members, leaving);
  }

  private static Topology with(Map<Integer, List<NodeSet.Member>> members, Iterable<Node> leaving) {
    Map<Integer, List<Node>> leavingBySet = new HashMap<>();
    for (Node node : leaving) {
      leavingBySet.computeIfAbsent(node.id().setId(), unused -> new ArrayList<>()).add(node);
    }
    Set<Integer> ids = new HashSet<>(members.keySet());
    ids.addAll(leavingBySet.keySet());
    Map<Integer, NodeSet> sets = new TreeMap<>();
    for (int id : ids) {
      sets.put(
          id,
          new NodeSet(
              id,
              members.containsKey(id),
              members.getOrDefault(id, List.of()),
              leavingBySet.getOrDefault(id, List.of())));
    }
    return new Topology(sets);
  }

  private Map<NodeId, Node> nodes() {
    Map<NodeId, Node> nodes = new LinkedHashMap<>();
    for (NodeSet set : sets.values()) {
      set.nodes().forEach(node -> nodes.put(node.id(), node));
    }
    return nodes;
  }

  private Set<NodeId> leaving() {
    Set<NodeId> ids = new HashSet<>();
    for (NodeSet set : sets.values()) {
      set.leaving().forEach(node -> ids.add(node.id()));
    }
    return ids;
  }
}
