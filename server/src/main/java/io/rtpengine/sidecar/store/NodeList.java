package io.rtpengine.sidecar.store;

import io.rtpengine.sidecar.pool.NodeDefinition;
import io.rtpengine.sidecar.pool.NodeId;
import io.rtpengine.sidecar.pool.SetDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was read from a source. Immutable and thread-safe.
 *
 * @param sets the sets of nodes; none if the source has none
 * @param disabled those of them that the source says not to use
 * @param rejected what was read and can't be right
 */
public record NodeList(List<SetDefinition> sets, Set<NodeId> disabled, List<Rejection> rejected) {

  /** Creates a list. */
  public NodeList {
    sets = List.copyOf(sets);
    disabled = Set.copyOf(disabled);
    rejected = List.copyOf(rejected);
  }

  /** Returns a list of nodes that are all in order. */
  public static NodeList of(List<SetDefinition> sets) {
    return new NodeList(sets, Set.of(), List.of());
  }

  /**
   * Returns the nodes that are listed here, and those of before that are missing here.
   *
   * @param missing is added the latter
   */
  List<SetDefinition> with(List<SetDefinition> before, List<NodeId> missing) {
    Map<Integer, Map<String, NodeDefinition>> union = new LinkedHashMap<>();
    for (SetDefinition set : sets) {
      Map<String, NodeDefinition> nodes = new LinkedHashMap<>();
      set.nodes().forEach(node -> nodes.put(node.name(), node));
      union.put(set.id(), nodes);
    }
    for (SetDefinition set : before) {
      Map<String, NodeDefinition> nodes =
          union.computeIfAbsent(set.id(), unused -> new LinkedHashMap<>());
      for (NodeDefinition node : set.nodes()) {
        if (nodes.putIfAbsent(node.name(), node) == null) {
          missing.add(new NodeId(set.id(), node.name()));
        }
      }
    }
    List<SetDefinition> definitions = new ArrayList<>();
    union.forEach(
        (id, nodes) -> definitions.add(new SetDefinition(id, List.copyOf(nodes.values()))));
    return definitions;
  }

  /**
   * What can't be right.
   *
   * @param what where it was read: a row of a table, for instance
   * @param why what is wrong with it
   */
  public record Rejection(String what, String why) {

    @Override
    public String toString() {
      return what + ": " + why;
    }
  }
}
