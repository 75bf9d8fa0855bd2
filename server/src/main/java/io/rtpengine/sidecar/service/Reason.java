package io.rtpengine.sidecar.service;

import io.grpc.Status;

/**
 * Every reason that a request can fail for: the catalogue of errors.
 *
 * <p>A reason goes out in {@code google.rpc.ErrorInfo} and is what a program switches on. Once
 * released, it keeps its name and its status for ever.
 */
public enum Reason {
  /** The request, or a message within it, is no protobuf of its type. */
  MALFORMED_REQUEST(Status.Code.INVALID_ARGUMENT),
  /** The request names no call. */
  MISSING_CALL_ID(Status.Code.INVALID_ARGUMENT),
  /** A required field is not set. */
  MISSING_FIELD(Status.Code.INVALID_ARGUMENT),
  /** The value of a field can't be right. */
  INVALID_FIELD(Status.Code.INVALID_ARGUMENT),
  /** Two fields say the same thing. */
  CONFLICTING_FIELDS(Status.Code.INVALID_ARGUMENT),
  /** The flag string of the request is wrong. */
  INVALID_FLAGS(Status.Code.INVALID_ARGUMENT),
  /** The SIP message of the request can't be read, or lacks what is needed of it. */
  INVALID_SIP_MESSAGE(Status.Code.INVALID_ARGUMENT),
  /** The request names a profile that is not configured. */
  UNKNOWN_PROFILE(Status.Code.INVALID_ARGUMENT),
  /** The request names a set that is not configured. */
  UNKNOWN_SET(Status.Code.INVALID_ARGUMENT),
  /** The request names a node that its set does not have, or not any more. */
  UNKNOWN_NODE(Status.Code.INVALID_ARGUMENT),
  /** The request has a handle that no sidecar has given out. */
  INVALID_HANDLE(Status.Code.INVALID_ARGUMENT),
  /** The request does not fit a datagram, and the node can't be reached otherwise. */
  REQUEST_TOO_LARGE(Status.Code.INVALID_ARGUMENT),
  /** The engine does not know the call. */
  UNKNOWN_CALL(Status.Code.NOT_FOUND),
  /**
   * The engine refused: with INVALID_ARGUMENT if it could not understand the SDP or the request,
   * with FAILED_PRECONDITION for any other reason.
   */
  REJECTED_BY_RTPENGINE(Status.Code.FAILED_PRECONDITION),
  /** The engine's release does not have the command. */
  COMMAND_NOT_SUPPORTED(Status.Code.UNIMPLEMENTED),
  /** Every engine that was asked is at a limit of its own. */
  CAPACITY(Status.Code.RESOURCE_EXHAUSTED),
  /** Too much is under way already between the sidecar and the engine. */
  OVERLOAD(Status.Code.RESOURCE_EXHAUSTED),
  /** No node of the set can be used. */
  NO_NODE(Status.Code.UNAVAILABLE),
  /** The operator has disabled the node that has the call, or that the request names. */
  NODE_DISABLED(Status.Code.UNAVAILABLE),
  /** The engine did not answer: with DEADLINE_EXCEEDED if the caller's deadline came first. */
  NODE_TIMEOUT(Status.Code.UNAVAILABLE),
  /** The engine answered with something that is not NG. */
  MALFORMED_REPLY(Status.Code.INTERNAL),
  /** The list of nodes can't be read. */
  NODES_UNREADABLE(Status.Code.UNAVAILABLE),
  /** The list of nodes has none that is in order. */
  NO_NODES_LISTED(Status.Code.FAILED_PRECONDITION),
  /** The operator's profiles can't be read, or something in them can't be right. */
  INVALID_PROFILES(Status.Code.FAILED_PRECONDITION),
  /** The node that was to run empty has been enabled again. */
  NODE_IN_USE(Status.Code.ABORTED),
  /**
   * The sidecar, or the host it runs on, could not send the request; or the sidecar failed on its
   * way back, by a fault of its own, and the engine may have carried it out.
   */
  LOCAL_FAULT(Status.Code.INTERNAL);

  private final Status.Code code;

  Reason(Status.Code code) {
    this.code = code;
  }

  /** Returns the status that goes with this reason, unless its description says otherwise. */
  public Status.Code code() {
    return code;
  }
}
