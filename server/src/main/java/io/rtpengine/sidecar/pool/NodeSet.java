package io.rtpengine.sidecar.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A set of nodes that calls are spread over. Immutable and thread-safe; its nodes change. */
final class NodeSet {

  /**
   * A node's place in a set.
   *
   * @param node the node
   * @param weight its share of the calls
   * @param priority its tier
   */
  record Member(Node node, int weight, int priority) {}

  private final int id;
  private final boolean configured;
  private final List<Member> members;
  private final List<Node> leaving;

  /**
   * Creates a set.
   *
   * @param configured whether it is there for more than the nodes that leave it
   * @param members in the order in which they were written
   * @param leaving nodes that have been removed, and stay as long as they have calls
   */
  NodeSet(int id, boolean configured, List<Member> members, List<Node> leaving) {
    this.id = id;
    this.configured = configured;
    this.members = List.copyOf(members);
    this.leaving = List.copyOf(leaving);
  }

  int id() {
    return id;
  }

  boolean isConfigured() {
    return configured;
  }

  List<Member> members() {
    return members;
  }

  List<Node> leaving() {
    return leaving;
  }

  /** Returns all nodes, those that leave included. */
  List<Node> nodes() {
    List<Node> nodes = new ArrayList<>(members.stream().map(Member::node).toList());
    nodes.addAll(leaving);
    return nodes;
  }

  /** Returns the node of this name, usable or not, leaving or not. */
  Optional<Node> named(String name) {
    for (Member member : members) {
      if (member.node().name().equals(name)) {
        return Optional.of(member.node());
      }
    }
    return leaving.stream().filter(node -> node.name().equals(name)).findFirst();
  }
}
