package io.rtpengine.sidecar.pool;

/** What an attempt comes to, as far as it decides what happens next. */
public enum Verdict {
  /** The node carried the command out. */
  SERVED,
  /** The node does not know the call. */
  UNKNOWN_CALL,
  /** The node is at a limit: another may take the call. */
  FULL,
  /** The node's release does not have the command. */
  NOT_SUPPORTED,
  /** The node refused for a reason that another would have as well. */
  REFUSED,
  /** The node did not answer. */
  SILENT,
  /** The node answered with something that is not NG. */
  MALFORMED,
  /** The request could not be sent, for a reason that is not the node's. */
  LOCAL,
  /** The caller gave up. */
  CANCELLED
}
