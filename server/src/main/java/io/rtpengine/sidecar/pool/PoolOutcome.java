package io.rtpengine.sidecar.pool;

import io.rtpengine.sidecar.ng.NgOutcome;
import java.util.List;

/** What came of a request to the pool. Exactly one of these is reported for each request. */
public sealed interface PoolOutcome {

  /**
   * A node was tried, and this is how it ended.
   *
   * @param setId the set that the node is of
   * @param attempts what was tried, in order, at least once; the last one decided
   */
  record Tried(int setId, List<Attempt> attempts) implements PoolOutcome {

    /** Returns the attempt that decided. */
    public Attempt last() {
      return attempts.get(attempts.size() - 1);
    }
  }

  /** There is no such set. */
  record UnknownSet(int setId) implements PoolOutcome {}

  /** The set has no such node. */
  record UnknownNode(int setId, String node) implements PoolOutcome {}

  /** No node of the set can be reached, or not the one that was asked for. Nothing was sent. */
  record NoNode(int setId) implements PoolOutcome {}

  /**
   * One node's part.
   *
   * @param node its name
   * @param outcome what came of it
   */
  record Attempt(String node, NgOutcome outcome) {}
}
