package io.rtpengine.sidecar.pool;

import io.rtpengine.sidecar.ng.NgOutcome;
import java.util.List;

/** What came of a request to the pool. Exactly one of these is reported for each request. */
public sealed interface PoolOutcome {

  /**
   * Nodes were tried, and this is how it ended.
   *
   * @param setId the set that the last of them is of
   * @param handle what finds the last of them again, in this sidecar or another
   * @param attempts what was tried, in order, at least once; the last one decided
   * @param searched the names of the nodes that were asked for the call, because none was known to
   *     have it
   */
  record Tried(int setId, String handle, List<Attempt> attempts, List<String> searched)
      implements PoolOutcome {

    /** Returns the attempt that decided. */
    public Attempt last() {
      return attempts.get(attempts.size() - 1);
    }
  }

  /** There is no such set. */
  record UnknownSet(int setId) implements PoolOutcome {}

  /** The set has no node of this name. */
  record UnknownNode(int setId, String node) implements PoolOutcome {}

  /** The handle's node is not there any more. */
  record NodeGone(int setId, String node) implements PoolOutcome {}

  /** The handle was never given out. */
  record InvalidHandle(String handle) implements PoolOutcome {}

  /** The operator has disabled the node of the call, or the one that was asked for. */
  record NodeDisabled(int setId, String node) implements PoolOutcome {}

  /** No node of the set can be reached, or not the one that was asked for. Nothing was sent. */
  record NoNode(int setId) implements PoolOutcome {}

  /**
   * Time was up, or the caller gave up, while another request still placed the call, or the call
   * was looked for. The request was not sent.
   *
   * @param deadlineWasCallers whether the caller's deadline came first
   */
  record NotSent(int setId, String callId, boolean deadlineWasCallers) implements PoolOutcome {}

  /**
   * Nobody can say where the call is, or that it is nowhere: the nodes that answered do not have
   * it, and others did not answer or could not be asked.
   *
   * @param attempts what was tried, in order
   * @param searched the names of the nodes that were asked for the call
   * @param missing the names of those that may have it
   */
  record Unlocated(int setId, List<Attempt> attempts, List<String> searched, List<String> missing)
      implements PoolOutcome {}

  /**
   * One node's part.
   *
   * @param node its name
   * @param outcome what came of it
   * @param verdict what that meant
   * @param thoughDown whether it was tried although it was down, because it has the call, or
   *     because all were
   */
  record Attempt(String node, NgOutcome outcome, Verdict verdict, boolean thoughDown) {}
}
