package io.rtpengine.sidecar.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.rtpengine.sidecar.testing.OnEveryRelease;
import io.rtpengine.sidecar.testing.RtpEndpoint;
import io.rtpengine.sidecar.testing.RtpengineContainer;
import io.rtpengine.sidecar.testing.Sdp;
import io.rtpengine.v1.NgDictionary;
import io.rtpengine.v1.NgList;
import io.rtpengine.v1.NgValue;
import io.rtpengine.v1.OfferRequest;
import io.rtpengine.v1.OfferResponse;
import io.rtpengine.v1.SendCommandRequest;
import io.rtpengine.v1.SendCommandResponse;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What the contract has no field and no RPC for. */
@OnEveryRelease
final class BeyondContractIT {

  @AutoClose private final Rig rig;

  BeyondContractIT(RtpengineContainer engine) {
    rig = Rig.before(engine);
  }

  @Test
  void whatTheContractDoesNotKnowReachesTheEngine() {
    String id = Call.newId();
    NgValue stripped =
        NgValue.newBuilder()
            .setDictionary(
                NgDictionary.newBuilder()
                    .putEntries(
                        "strip",
                        NgValue.newBuilder()
                            .setList(
                                NgList.newBuilder()
                                    .addValues(NgValue.newBuilder().setText("telephone-event")))
                            .build()))
            .build();
    try (RtpEndpoint alice = RtpEndpoint.open()) {
      OfferResponse offered =
          rig.calls()
              .offer(
                  OfferRequest.newBuilder()
                      .setCallId(id)
                      .setFromTag("alice")
                      .setSdp(Call.sdpOf(alice))
                      .putExtra("codec", stripped)
                      .build());

      assertThat(Sdp.parse(offered.getSdp().toStringUtf8()).audio().formats()).containsExactly("0");
    } finally {
      Call.delete(rig.calls(), id);
    }
  }

  @Test
  void anyCommandCanBeSent() {
    SendCommandResponse answered =
        rig.admin()
            .sendCommand(
                SendCommandRequest.newBuilder()
                    .setCommand("list")
                    .putEntries("limit", NgValue.newBuilder().setInteger(1).build())
                    .build());

    assertThat(answered.getServed().getResult()).isEqualTo("ok");
    assertThat(answered.getEntriesOrThrow("calls").hasList()).isTrue();
  }
}
