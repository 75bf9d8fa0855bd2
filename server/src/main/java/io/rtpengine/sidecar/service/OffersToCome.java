package io.rtpengine.sidecar.service;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The calls whose INVITE had no SDP: the response to it brings the offer. Thread-safe.
 *
 * <p>Bounded: of too many, the oldest are forgotten, and their responses taken for answers.
 */
final class OffersToCome {

  private static final int MOST = 10_000;

  private final Map<String, Boolean> callIds =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MOST;
        }
      };

  /** Remembers of a call whether its INVITE had an SDP. */
  synchronized void remember(String callId, boolean hadSdp) {
    callIds.remove(callId);
    if (!hadSdp) {
      callIds.put(callId, true);
    }
  }

  /** Whether the INVITE of a call had no SDP, as far as is known. */
  synchronized boolean isExpected(String callId) {
    return callIds.containsKey(callId);
  }

  /** Forgets a call. */
  synchronized void forget(String callId) {
    callIds.remove(callId);
  }
}
