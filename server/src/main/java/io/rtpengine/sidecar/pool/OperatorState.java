package io.rtpengine.sidecar.pool;

/** What the operator says of a node. Nothing that is observed ever changes it. */
public enum OperatorState {
  /** It takes new calls. */
  ENABLED,
  /** It keeps the calls that it has, and takes no new one. */
  DRAINING,
  /** Nothing is sent to it. */
  DISABLED
}
