package io.rtpengine.sidecar.sip;

import java.util.List;
import java.util.Optional;

/**
 * What of a SIP message concerns media. Immutable and thread-safe.
 *
 * @param request whether it is a request
 * @param method the method of a request; of a response, that of the request it answers
 * @param statusCode the status code of a response; 0 for a request
 * @param callId the Call-ID
 * @param fromTag the tag of From
 * @param toTag the tag of To
 * @param branches the branches of the Via entries, first to last; "" for one that has none
 * @param sdp where the SDP stands, or a fragment of one; nothing if there is none
 */
public record SipFacts(
    boolean request,
    String method,
    int statusCode,
    Optional<String> callId,
    Optional<String> fromTag,
    Optional<String> toTag,
    List<String> branches,
    Optional<SipBody> sdp) {

  /** Creates facts. */
  public SipFacts {
    branches = List.copyOf(branches);
  }
}
