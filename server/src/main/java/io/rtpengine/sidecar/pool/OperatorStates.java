package io.rtpengine.sidecar.pool;

/** Remembers what the operator says of nodes, for longer than nodes live. Thread-safe. */
@FunctionalInterface
public interface OperatorStates {

  /** Remembers nothing: every node starts enabled. */
  OperatorStates NONE = node -> OperatorState.ENABLED;

  /** Returns the state that a node starts with when it joins. Must not block for long. */
  OperatorState of(NodeId node);
}
