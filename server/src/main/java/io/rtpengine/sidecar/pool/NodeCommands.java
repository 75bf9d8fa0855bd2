package io.rtpengine.sidecar.pool;

import io.rtpengine.sidecar.ng.NgRequest;

/** What a pool sends on its own behalf. Thread-safe. */
public interface NodeCommands {

  /** Asks a node whether it is there. */
  NgRequest ping();

  /** Asks a node whether it knows a call. */
  NgRequest query(String callId);

  /** Ends a call, all of it and at once. */
  NgRequest delete(String callId);
}
