package io.rtpengine.sidecar.pool;

/** How a call-id selects a node. */
public enum HashKind {
  /** Weighted rendezvous hashing: a node that comes or goes moves its own calls only. */
  RENDEZVOUS,
  /** As the {@code rtpengine} module of OpenSIPS does, for sharing engines with it. */
  OPENSIPS
}
