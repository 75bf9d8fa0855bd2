package io.rtpengine.sidecar.service;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.rtpengine.sidecar.pool.PoolOutcome;

/** What callers are told when something goes wrong, for the simulation. */
public final class ToldReason {

  private ToldReason() {}

  /**
   * Returns the reason that the caller is given.
   *
   * @throws IllegalStateException if there is none, or one that is not in the catalogue
   */
  public static Reason of(String command, PoolOutcome failure) {
    StatusRuntimeException told = Failures.of(command, failure).toException();
    try {
      for (Any detail : StatusProto.fromThrowable(told).getDetailsList()) {
        if (detail.is(ErrorInfo.class)) {
          return Reason.valueOf(detail.unpack(ErrorInfo.class).getReason());
        }
      }
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new IllegalStateException("not in the catalogue: " + told, e);
    }
    throw new IllegalStateException("no reason: " + told);
  }
}
