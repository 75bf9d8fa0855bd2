package io.rtpengine.sidecar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.rtpengine.sidecar.testing.OnEveryRelease;
import io.rtpengine.sidecar.testing.RtpEndpoint;
import io.rtpengine.sidecar.testing.RtpengineContainer;
import io.rtpengine.v1.OfferRequest;
import io.rtpengine.v1.OfferResponse;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Requests and replies that fit no datagram. */
@OnEveryRelease
final class LargeRequestIT {

  private static final int MORE_THAN_A_DATAGRAM = 70_000;
  private static final String LAST_LINE = "a=x-last\r\n";

  private final RtpengineContainer engine;
  @AutoClose private final RtpEndpoint alice = RtpEndpoint.open();

  LargeRequestIT(RtpengineContainer engine) {
    this.engine = engine;
  }

  @Test
  void largeOfferGoesOverHttpIfTheNodeHasIt() {
    String id = Call.newId();
    try (Rig rig = Rig.before(Rig.url(engine) + "," + engine.httpNg())) {
      OfferResponse offered = rig.calls().offer(largeOffer(id));

      assertThat(offered.getSdp().size()).isGreaterThan(MORE_THAN_A_DATAGRAM);
      assertThat(offered.getSdp().toStringUtf8())
          .contains(engine.address().getHostAddress())
          .contains(LAST_LINE);
      Call.delete(rig.calls(), id);
    }
  }

  @Test
  void largeOfferIsRefusedIfTheNodeHasNoHttp() {
    try (Rig rig = Rig.before(engine)) {
      Refusals.assertRefused(
          Status.Code.INVALID_ARGUMENT,
          "REQUEST_TOO_LARGE",
          () -> rig.calls().offer(largeOffer(Call.newId())));
    }
  }

  private OfferRequest largeOffer(String id) {
    String padding = ("a=x-padding:" + "x".repeat(86) + "\r\n").repeat(MORE_THAN_A_DATAGRAM / 100);
    ByteString sdp = Call.sdpOf(alice).concat(ByteString.copyFromUtf8(padding + LAST_LINE));
    return OfferRequest.newBuilder().setCallId(id).setFromTag("alice").setSdp(sdp).build();
  }
}
