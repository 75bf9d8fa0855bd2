package io.rtpengine.sidecar.service;

import io.rtpengine.sidecar.sip.SipFacts;
import io.rtpengine.v1.ManageAction;

/**
 * What is to be done about a SIP message, as {@code rtpengine_manage} of OpenSIPS decides it.
 * Immutable and thread-safe.
 *
 * @param action what
 * @param reason why, for people
 */
record ManageDecision(ManageAction action, String reason) {

  private static final int FIRST_FAILURE = 300;

  /**
   * Decides.
   *
   * @param facts the message
   * @param hasSdp whether it has an SDP, or one that goes in its place
   * @param failureRoute whether the branch that it belongs to has failed
   * @param requestHadSdp of a response: whether the request had an SDP
   */
  static ManageDecision of(
      SipFacts facts, boolean hasSdp, boolean failureRoute, boolean requestHadSdp) {
    String method = facts.method();
    if (method.equals("BYE") || method.equals("CANCEL")) {
      return delete(method + " ends the call");
    }
    return facts.request()
        ? ofRequest(facts, hasSdp, failureRoute)
        : ofResponse(facts, hasSdp, requestHadSdp);
  }

  private static ManageDecision ofRequest(SipFacts facts, boolean hasSdp, boolean failureRoute) {
    String method = facts.method();
    if (!hasSdp) {
      return none(method + " without SDP");
    }
    return switch (method) {
      case "INVITE" ->
          failureRoute ? delete("the INVITE with SDP has failed") : offer("INVITE with SDP");
      case "UPDATE" -> offer("UPDATE with SDP");
      case "ACK", "PRACK" -> answer(method + " with SDP");
      case "INFO" ->
          facts.sdp().filter(sdp -> sdp.fragment()).isPresent()
              ? offer("INFO with ICE candidates")
              : none("INFO, with something else than ICE candidates");
      default -> none(method + " does not concern media");
    };
  }

  private static ManageDecision ofResponse(SipFacts facts, boolean hasSdp, boolean requestHadSdp) {
    String method = facts.method();
    String response = facts.statusCode() + " to " + method;
    if (!method.equals("INVITE") && !method.equals("UPDATE") && !method.equals("PRACK")) {
      return none(response + " does not concern media");
    }
    if (facts.statusCode() >= FIRST_FAILURE) {
      return delete(response);
    }
    if (!hasSdp) {
      return none(response + " without SDP");
    }
    return method.equals("INVITE") && !requestHadSdp
        ? offer(response + " with SDP, and the INVITE had none")
        : answer(response + " with SDP");
  }

  private static ManageDecision offer(String reason) {
    return new ManageDecision(ManageAction.MANAGE_ACTION_OFFER, reason);
  }

  private static ManageDecision answer(String reason) {
    return new ManageDecision(ManageAction.MANAGE_ACTION_ANSWER, reason);
  }

  private static ManageDecision delete(String reason) {
    return new ManageDecision(ManageAction.MANAGE_ACTION_DELETE, reason);
  }

  private static ManageDecision none(String reason) {
    return new ManageDecision(ManageAction.MANAGE_ACTION_NONE, reason);
  }
}
