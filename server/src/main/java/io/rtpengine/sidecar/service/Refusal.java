package io.rtpengine.sidecar.service;

import io.grpc.Status;
import io.rtpengine.sidecar.ng.RefusalKind;

/**
 * What the caller is told when an engine refuses. Immutable and thread-safe.
 *
 * @param reason the reason that the caller is given
 * @param code the status that goes with it
 */
record Refusal(Reason reason, Status.Code code) {

  static Refusal of(RefusalKind kind) {
    return switch (kind) {
      case UNKNOWN_CALL -> of(Reason.UNKNOWN_CALL);
      case NOT_SUPPORTED -> of(Reason.COMMAND_NOT_SUPPORTED);
      case CAPACITY -> of(Reason.CAPACITY);
      case NOT_UNDERSTOOD ->
          new Refusal(Reason.REJECTED_BY_RTPENGINE, Status.Code.INVALID_ARGUMENT);
      case OTHER -> of(Reason.REJECTED_BY_RTPENGINE);
    };
  }

  private static Refusal of(Reason reason) {
    return new Refusal(reason, reason.code());
  }
}
