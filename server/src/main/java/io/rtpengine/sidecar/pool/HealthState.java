package io.rtpengine.sidecar.pool;

/** What is observed of a node. */
public enum HealthState {
  /** Nothing has been heard of it yet. It is used as if it were up. */
  UNKNOWN,
  /** It answers. */
  UP,
  /**
   * It answers, and has just refused a call because it is full. Others are preferred for a while.
   */
  SATURATED,
  /** It does not answer. Calls go to it only if no other node is left. */
  DOWN
}
