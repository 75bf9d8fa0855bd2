package io.rtpengine.sidecar.it;

import static io.rtpengine.sidecar.it.Call.A_WHILE;
import static org.assertj.core.api.Assertions.assertThat;

import io.rtpengine.sidecar.testing.OnEveryRelease;
import io.rtpengine.sidecar.testing.Pcmu;
import io.rtpengine.sidecar.testing.RtpEndpoint;
import io.rtpengine.sidecar.testing.RtpengineContainer;
import io.rtpengine.sidecar.testing.RtpengineRelease;
import io.rtpengine.v1.AddressFamily;
import io.rtpengine.v1.AnswerCreatedRequest;
import io.rtpengine.v1.CodecTransform;
import io.rtpengine.v1.ConnectRequest;
import io.rtpengine.v1.CreateRequest;
import io.rtpengine.v1.CreateResponse;
import io.rtpengine.v1.CreatedMedia;
import io.rtpengine.v1.MeshRequest;
import io.rtpengine.v1.Participant;
import io.rtpengine.v1.PayloadFormat;
import io.rtpengine.v1.PublishRequest;
import io.rtpengine.v1.PublishResponse;
import io.rtpengine.v1.StartInjectionRequest;
import io.rtpengine.v1.StopInjectionRequest;
import io.rtpengine.v1.TransformDestination;
import io.rtpengine.v1.TransformPort;
import io.rtpengine.v1.TransformRequest;
import io.rtpengine.v1.TransformResponse;
import io.rtpengine.v1.TransformedMedia;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What takes no offer and answer: connecting, creating, injecting, transforming. */
@OnEveryRelease
final class ConnectionIT {

  private static final int PCMA = 8;

  private final RtpengineRelease release;
  @AutoClose private final Rig rig;

  ConnectionIT(RtpengineRelease release, RtpengineContainer engine) {
    this.release = release;
    rig = Rig.before(engine);
  }

  @Test
  void connectedPartiesOfTwoCallsHearEachOther() throws Throwable {
    try (Call first = rig.call();
        Call second = rig.call()) {
      boolean connected =
          Refusals.servedSince(
              RtpengineRelease.V26_0,
              release,
              () ->
                  rig.connections()
                      .connect(
                          ConnectRequest.newBuilder()
                              .setCallId(first.id())
                              .setParticipant(Participant.newBuilder().setFromTag(first.aliceTag()))
                              .setToCallId(second.id())
                              .setToTag(second.bobTag())
                              .build()));
      if (connected) {
        Call.assertHears(first.alice(), second.bob());
        Call.assertHears(second.bob(), first.alice());
        Call.assertHearsNothing(first.alice(), first.bob());
      }
    }
  }

  @Test
  void createdPartiesThatAreConnectedHearEachOther() throws Throwable {
    String id = Call.newId();
    CreateRequest request = creating(id, "x");
    if (!Refusals.servedSince(
        RtpengineRelease.V26_0, release, () -> rig.connections().create(request))) {
      Refusals.assertNotSupported(
          () ->
              rig.connections()
                  .answerCreated(
                      AnswerCreatedRequest.newBuilder()
                          .setCallId(id)
                          .setFromTag("x")
                          .setSdp(request.toByteString())
                          .build()));
      return;
    }
    try (RtpEndpoint x = RtpEndpoint.open();
        RtpEndpoint y = RtpEndpoint.open()) {
      create(id, "x", x);
      create(id, "y", y);
      rig.connections()
          .connect(
              ConnectRequest.newBuilder()
                  .setCallId(id)
                  .setParticipant(Participant.newBuilder().setFromTag("x"))
                  .setToTag("y")
                  .build());

      Call.assertHears(x, y);
      Call.assertHears(y, x);
    } finally {
      Call.delete(rig.calls(), id);
    }
  }

  private void create(String id, String tag, RtpEndpoint party) {
    CreateResponse offered = rig.connections().create(creating(id, tag));
    assertThat(offered.getCallId()).isEqualTo(id);
    assertThat(offered.getFromTag()).isEqualTo(tag);
    Call.connect(party, offered.getSdp());
    rig.connections()
        .answerCreated(
            AnswerCreatedRequest.newBuilder()
                .setCallId(id)
                .setFromTag(tag)
                .setSdp(Call.sdpOf(party))
                .build());
  }

  @Test
  void createdMediaOfWhichOnlyTheTypeIsSaidHaveTheUsualCodecs() throws Throwable {
    String id = Call.newId();
    CreateRequest request =
        CreateRequest.newBuilder()
            .setCallId(id)
            .addMedia(CreatedMedia.newBuilder().setType("audio"))
            .addMedia(CreatedMedia.newBuilder().setType("video"))
            .build();
    if (Refusals.servedSince(
        RtpengineRelease.V26_0,
        release,
        () ->
            assertThat(rig.connections().create(request).getSdp().toStringUtf8())
                .contains("m=audio ", "PCMU/8000", "PCMA/8000", "m=video "))) {
      Call.delete(rig.calls(), id);
    }
  }

  private static CreateRequest creating(String id, String tag) {
    return CreateRequest.newBuilder()
        .setCallId(id)
        .setFromTag(tag)
        .addMedia(CreatedMedia.newBuilder().setType("audio").addCodecs("PCMU"))
        .build();
  }

  /** Since 26.1, later than any release here. */
  @Test
  void meshIsNotSupported() {
    try (Call call = rig.call()) {
      Refusals.assertNotSupported(
          () ->
              rig.connections()
                  .mesh(
                      MeshRequest.newBuilder().setCallId(call.id()).addCallIds(call.id()).build()));
    }
  }

  @Test
  void injectedMediaAreHeardByTheOneParty() throws Throwable {
    try (Call call = rig.call();
        RtpEndpoint injector = RtpEndpoint.open()) {
      PublishResponse published =
          rig.subscriptions()
              .publish(
                  PublishRequest.newBuilder()
                      .setCallId(call.id())
                      .setFromTag("injector")
                      .setSdp(Call.sdpOf(injector, "sendonly"))
                      .build());
      Call.connect(injector, published.getSdp());
      Call.assertHearsNothing(injector, call.bob());

      boolean started =
          Refusals.servedSince(
              RtpengineRelease.V26_0,
              release,
              () ->
                  rig.connections()
                      .startInjection(
                          StartInjectionRequest.newBuilder()
                              .setCallId(call.id())
                              .setSourceTag("injector")
                              .setToTag(call.bobTag())
                              .build()));
      if (started) {
        Call.assertHears(injector, call.bob());
        Call.assertHearsNothing(injector, call.alice());
      }
      // 26.0.1.26 says that it stops, and goes on: what is heard afterwards proves nothing.
      Refusals.servedSince(
          RtpengineRelease.V26_0,
          release,
          () ->
              rig.connections()
                  .stopInjection(
                      StopInjectionRequest.newBuilder()
                          .setCallId(call.id())
                          .setSourceTag("injector")
                          .setToTag(call.bobTag())
                          .build()));
    }
  }

  @Test
  void transformedMediaArriveInTheOtherCodec() throws Throwable {
    String id = Call.newId();
    try (RtpEndpoint source = RtpEndpoint.open();
        RtpEndpoint destination = RtpEndpoint.open()) {
      TransformRequest request = fromPcmuToPcma(id, destination.address());
      if (!release.isAtLeast(RtpengineRelease.V26_0)) {
        Refusals.assertNotSupported(() -> rig.connections().transform(request));
        return;
      }
      TransformResponse transforming = rig.connections().transform(request);
      TransformPort port = transforming.getMedia(0);
      source.sendTo(new InetSocketAddress(port.getAddress(), port.getPort()));

      source.sender().sendTone(A_WHILE);

      destination.receiver().awaitPackets(PCMA, 10);
      assertThat(destination.receiver().countByPayloadType()).containsOnlyKeys(PCMA);
      assertThat(transforming.getCallId()).isEqualTo(id);
    } finally {
      Call.delete(rig.calls(), id);
    }
  }

  private static TransformRequest fromPcmuToPcma(String id, InetSocketAddress destination) {
    return TransformRequest.newBuilder()
        .setCallId(id)
        .addMedia(
            TransformedMedia.newBuilder()
                .setType("audio")
                .addCodecs(
                    CodecTransform.newBuilder()
                        .setInput(format("PCMU", Pcmu.PAYLOAD_TYPE))
                        .setOutput(format("PCMA", PCMA)))
                .setDestination(
                    TransformDestination.newBuilder()
                        .setFamily(AddressFamily.ADDRESS_FAMILY_IP4)
                        .setAddress(destination.getAddress().getHostAddress())
                        .setPort(destination.getPort())))
        .build();
  }

  private static PayloadFormat format(String codec, int payloadType) {
    return PayloadFormat.newBuilder()
        .setCodec(codec)
        .setPayloadType(payloadType)
        .setClockRateHz(Pcmu.CLOCK)
        .setChannels(1)
        .build();
  }
}
