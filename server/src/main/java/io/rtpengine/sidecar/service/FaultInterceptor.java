package io.rtpengine.sidecar.service;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.util.function.Consumer;

/**
 * Sees to it that a caller whose request throws is told so by a reason, as of any other failure,
 * and the operator as well. Immutable and thread-safe.
 *
 * @param faults is told what was thrown
 */
public record FaultInterceptor(Consumer<RuntimeException> faults) implements ServerInterceptor {

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onHalfClose() {
        try {
          super.onHalfClose();
        } catch (RuntimeException fault) {
          faults.accept(fault);
          end(call, fault);
        }
      }
    };
  }

  private static void end(ServerCall<?, ?> call, RuntimeException fault) {
    StatusRuntimeException failure = Faults.of(fault).toException();
    Metadata trailers = failure.getTrailers();
    try {
      call.close(failure.getStatus(), trailers == null ? new Metadata() : trailers);
    } catch (IllegalStateException closed) {
      // The caller has been told something already.
    }
  }
}
