package io.rtpengine.sidecar.simulation;

import io.rtpengine.sidecar.service.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What a caller is told.
 *
 * @param reason why not, if the request was not served
 * @param engine which engine served it, if one did
 * @param handle where the call is, in the sidecar's words
 */
record Answer(@Nullable Reason reason, @Nullable Engine engine, @Nullable String handle) {

  boolean isServed() {
    return reason == null;
  }

  boolean isUnknownCall() {
    return reason == Reason.UNKNOWN_CALL;
  }

  /** Returns what statistics count it as. */
  String label() {
    return reason == null ? "served" : reason.name();
  }
}
