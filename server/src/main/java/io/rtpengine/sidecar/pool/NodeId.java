package io.rtpengine.sidecar.pool;

/**
 * Which node: the same address in two sets is two nodes, each with a state of its own. Immutable
 * and thread-safe.
 *
 * @param setId the set
 * @param name the node's address as it was written
 */
public record NodeId(int setId, String name) {

  @Override
  public String toString() {
    return name + " of set " + setId;
  }
}
