package io.rtpengine.sidecar.notify;

import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out which node an event is from. Thread-safe. */
final class EventOrigins {

  private final Origins origins;
  private final Hub hub;

  EventOrigins(Origins origins, Hub hub) {
    this.origins = origins;
    this.hub = hub;
  }

  /**
   * Returns the node that the call is on; else that which has the sender's address; else that which
   * the call was on last, since an engine may tell of a call that is known to be gone already.
   *
   * @return null if nothing is known
   */
  @Nullable Origin of(Optional<String> callId, InetAddress sender) {
    return callId
        .flatMap(origins::ofCall)
        .or(() -> origins.ofAddress(sender))
        .or(() -> callId.flatMap(hub::lastNode))
        .orElse(null);
  }
}
