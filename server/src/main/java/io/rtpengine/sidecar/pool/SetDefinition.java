package io.rtpengine.sidecar.pool;

import java.util.List;

/**
 * A set of nodes as it is configured. Immutable and thread-safe.
 *
 * @param id its number
 * @param nodes its nodes, in the order in which they were written; none while no name has an
 *     address
 */
public record SetDefinition(int id, List<NodeDefinition> nodes) {

  /** The set of requests that name none, and of lines that name none. */
  public static final int DEFAULT_ID = 0;

  /** Creates a definition. */
  public SetDefinition {
    nodes = List.copyOf(nodes);
    if (id < 0) {
      throw new IllegalArgumentException("set id: " + id + " (expected: >= 0)");
    }
  }
}
