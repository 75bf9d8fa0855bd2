package io.rtpengine.sidecar.pool;

import java.util.Iterator;
import java.util.List;

/**
 * Is told what happens in a pool, for metrics, logs and notifications. Called on event loops and on
 * threads that reload: implementations are thread-safe, quick, and throw nothing.
 */
public interface PoolObserver {

  /** Does nothing. */
  PoolObserver NONE = new PoolObserver() {};

  /** Another state of health is observed. */
  default void nodeHealthChanged(NodeId node, HealthState from, HealthState to) {}

  /** The operator has changed a node's state. */
  default void operatorStateChanged(NodeId node, OperatorState from, OperatorState to) {}

  /** The sets of nodes are others now. */
  default void reloaded(ReloadReport report) {}

  /** A node that had been removed has lost its last call and is gone. */
  default void nodeGone(NodeId node) {}

  /**
   * A node has gone down with calls on it.
   *
   * @param callIds its calls; looked up while they are iterated, by one thread, which should not do
   *     it all at once: there may be a million
   */
  default void callsStranded(NodeId node, Iterator<String> callIds) {}

  /** A call is on this node now. */
  default void callBound(NodeId node, String callId) {}

  /** A call has left this node. */
  default void callUnbound(NodeId node, String callId, Unbound why) {}

  /** A node did not take a new call, and another is tried. */
  default void failedOver(NodeId from, NodeId to, Verdict why) {}

  /** No node of a set is up, and one is tried nevertheless. */
  default void allDown(int setId) {}

  /** The nodes of a set have been asked for a call. */
  default void searched(int setId, String callId, List<String> asked, boolean found) {}

  /** A call may have been left behind on a node: it is to be deleted there. */
  default void ghostOwed(NodeId node, String callId) {}

  /** A call that may have been left behind is not there any more. */
  default void ghostDeleted(NodeId node, String callId) {}

  /**
   * A call that may have been left behind will not be deleted: there are too many, or no way to.
   */
  default void ghostDropped(NodeId node, String callId) {}

  /** A node was asked whether it has a call that is bound to it. */
  default void callChecked(NodeId node, String callId, Checked result) {}

  /**
   * A node does not know calls that it has had: it was started anew, it seems. It is asked for all
   * of them.
   */
  default void callsDoubted(NodeId node) {}

  /** What a node says of a call. */
  enum Checked {
    /** It has the call. */
    KNOWN,
    /** It does not. */
    UNKNOWN,
    /** Nothing: the call stays where it is. */
    UNANSWERED
  }

  /** Why a call has left a node. */
  enum Unbound {
    /** It was deleted. */
    ENDED,
    /** The node does not know it any more. */
    LOST,
    /** It has been taken to another node. */
    MOVED,
    /** It has not been used for longer than calls are remembered. */
    IDLE,
    /** There are more calls than can be remembered, and it was used least recently. */
    EVICTED
  }
}
