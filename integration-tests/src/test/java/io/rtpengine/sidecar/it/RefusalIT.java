package io.rtpengine.sidecar.it;

import static io.rtpengine.sidecar.it.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.rtpengine.sidecar.testing.OnEveryRelease;
import io.rtpengine.sidecar.testing.RtpEndpoint;
import io.rtpengine.sidecar.testing.RtpengineContainer;
import io.rtpengine.v1.AnswerRequest;
import io.rtpengine.v1.OfferRequest;
import io.rtpengine.v1.QueryRequest;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What engines refuse. */
@OnEveryRelease
final class RefusalIT {

  @AutoClose private final Rig rig;

  RefusalIT(RtpengineContainer engine) {
    rig = Rig.before(engine);
  }

  @Test
  void callThatTheEngineDoesNotKnow() {
    ErrorInfo info =
        assertRefused(
            Status.Code.NOT_FOUND,
            "UNKNOWN_CALL",
            () -> rig.calls().query(QueryRequest.newBuilder().setCallId(Call.newId()).build()));

    assertThat(info.getMetadataMap())
        .containsEntry("node", rig.node())
        .containsEntry("command", "query")
        .containsEntry("error_reason", "Unknown call-id");
  }

  @Test
  void answerToNoOffer() {
    try (RtpEndpoint bob = RtpEndpoint.open()) {
      assertRefused(
          Status.Code.NOT_FOUND,
          "UNKNOWN_CALL",
          () ->
              rig.calls()
                  .answer(
                      AnswerRequest.newBuilder()
                          .setCallId(Call.newId())
                          .setFromTag("alice")
                          .setToTag("bob")
                          .setSdp(Call.sdpOf(bob))
                          .build()));
    }
  }

  @Test
  void sdpThatIsNone() {
    String id = Call.newId();

    assertRefused(
        Status.Code.INVALID_ARGUMENT,
        "REJECTED_BY_RTPENGINE",
        () ->
            rig.calls()
                .offer(offer(id).setSdp(ByteString.copyFromUtf8("no session at all")).build()));

    // 26.0 keeps the call that it has refused.
    Call.delete(rig.calls(), id);
  }

  private static OfferRequest.Builder offer(String id) {
    return OfferRequest.newBuilder().setCallId(id).setFromTag("alice");
  }
}
