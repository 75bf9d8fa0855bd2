package io.rtpengine.sidecar.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.rtpengine.sidecar.testing.RtpengineRelease;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a request is refused with. */
final class Refusals {

  private Refusals() {}

  /** Fails unless a request is refused with a status and a reason; returns the details. */
  static ErrorInfo assertRefused(Status.Code code, String reason, ThrowingCallable request) {
    StatusRuntimeException refused = catchThrowableOfType(StatusRuntimeException.class, request);
    assertThat(refused).as("the refusal").isNotNull();
    ErrorInfo info = info(refused);
    assertThat(refused.getStatus().getCode()).as(refused.getMessage()).isEqualTo(code);
    assertThat(info.getReason()).isEqualTo(reason);
    assertThat(info.getDomain()).isNotEmpty();
    return info;
  }

  /**
   * Fails unless a request is served by the releases that have the command, and is told by the
   * others that they have not.
   *
   * @return whether it was served
   */
  static boolean servedSince(
      RtpengineRelease since, RtpengineRelease release, ThrowingCallable request) throws Throwable {
    if (release.isAtLeast(since)) {
      request.call();
      return true;
    }
    assertNotSupported(request);
    return false;
  }

  /** Fails unless a request is told that the engine does not have the command. */
  static void assertNotSupported(ThrowingCallable request) {
    assertRefused(Status.Code.UNIMPLEMENTED, "COMMAND_NOT_SUPPORTED", request);
  }

  private static ErrorInfo info(StatusRuntimeException refused) {
    for (Any detail : Objects.requireNonNull(StatusProto.fromThrowable(refused)).getDetailsList()) {
      if (detail.is(ErrorInfo.class)) {
        try {
          return detail.unpack(ErrorInfo.class);
        } catch (InvalidProtocolBufferException e) {
          throw new AssertionError(e);
        }
      }
    }
    throw new AssertionError("no ErrorInfo with " + refused.getMessage(), refused);
  }
}
