package io.rtpengine.sidecar.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.rpc.BadRequest;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.rtpengine.sidecar.testing.FakeEngine;
import io.rtpengine.sidecar.testing.FakeReply;
import io.rtpengine.v1.CallServiceGrpc;
import io.rtpengine.v1.CallServiceGrpc.CallServiceBlockingStub;
import io.rtpengine.v1.IceMode;
import io.rtpengine.v1.IceNegotiation;
import io.rtpengine.v1.IceOptions;
import io.rtpengine.v1.OfferRequest;
import io.rtpengine.v1.OfferResponse;
import io.rtpengine.v1.SdpOptions;
import io.rtpengine.v1.SdpReplace;
import io.rtpengine.v1.SessionOptions;
import io.rtpengine.v1.SipMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Flag strings and SIP messages, as a caller sees them. */
class FlagStringsTest {

  private static final String INVITE =
      """
      INVITE sip:b@x SIP/2.0
      Via: SIP/2.0/UDP a;branch=z9hG4bK1
      From: <sip:a@x>;tag=ft
      To: <sip:b@x>
      Call-ID: ci
      CSeq: 1 INVITE
      Content-Type: application/sdp
      Content-Length: 3

      v=0"""
          .replace("\n", "\r\n");

  private FakeEngine engine;
  private RunningSidecar sidecar;

  @BeforeEach
  void start() throws Exception {
    engine = FakeEngine.start();
    engine.always("offer", FakeReply.of(Map.of("result", "ok", "sdp", "v=0\r\ns=new\r\n")));
    engine.always("answer", FakeReply.of(Map.of("result", "ok", "sdp", "v=0\r\n")));
    sidecar = RunningSidecar.inFrontOf(engine.address());
  }

  @AfterEach
  void stop() {
    sidecar.close();
    engine.close();
  }

  @Test
  void sipMessageAndFlagStringAreAllThatAnOfferNeeds() throws Exception {
    OfferResponse response =
        calls()
            .offer(
                OfferRequest.newBuilder()
                    .setFlagsString("ICE=remove replace-origin via-branch=1")
                    .setSipMessage(sip().setSourceAddress("192.0.2.1").setRewrite(true))
                    .build());

    Map<String, Object> sent = engine.awaitRequests(1).get(0).dictionary();
    assertThat(sent.keySet())
        .containsExactlyInAnyOrder(
            "command",
            "call-id",
            "from-tag",
            "sdp",
            "via-branch",
            "received from",
            "ICE",
            "replace",
            "supports");
    assertThat(text(sent.get("call-id"))).isEqualTo("ci");
    assertThat(text(sent.get("sdp"))).isEqualTo("v=0");
    assertThat(response.getSdp().toStringUtf8()).isEqualTo("v=0\r\ns=new\r\n");
    assertThat(response.getSipMessage().toStringUtf8())
        .isEqualTo(
            INVITE
                .replace("Content-Length: 3", "Content-Length: 12")
                .replace("v=0", "v=0\r\ns=new\r\n"));
  }

  @Test
  void messageIsNotReturnedUnlessAskedFor() {
    assertThat(
            calls().offer(OfferRequest.newBuilder().setSipMessage(sip()).build()).getSipMessage())
        .isEmpty();
  }

  @Test
  void flagStringAndFieldsAddUp() throws Exception {
    calls()
        .offer(
            OfferRequest.newBuilder()
                .setFlagsString("replace-username asymmetric")
                .setSipMessage(sip())
                .addFlags("mine")
                .setOptions(
                    SessionOptions.newBuilder()
                        .setSdp(
                            SdpOptions.newBuilder()
                                .setReplace(SdpReplace.newBuilder().setOrigin(true))))
                .build());

    Map<String, Object> sent = engine.awaitRequests(1).get(0).dictionary();
    assertThat(texts(sent.get("replace"))).containsExactlyInAnyOrder("origin", "username");
    assertThat(texts(sent.get("flags"))).containsExactlyInAnyOrder("asymmetric", "mine");
  }

  @Test
  void fieldsGoBeforeTheMessage() throws Exception {
    calls()
        .offer(
            OfferRequest.newBuilder()
                .setCallId("other")
                .setSdp(ByteString.copyFromUtf8("v=0\r\nother"))
                .setSipMessage(sip())
                .build());

    Map<String, Object> sent = engine.awaitRequests(1).get(0).dictionary();
    assertThat(text(sent.get("call-id"))).isEqualTo("other");
    assertThat(text(sent.get("sdp"))).isEqualTo("v=0\r\nother");
    assertThat(text(sent.get("from-tag"))).isEqualTo("ft");
  }

  @Test
  void flagStringAndFieldThatDifferAreAConflict() throws Exception {
    StatusRuntimeException failure =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                calls()
                    .offer(
                        OfferRequest.newBuilder()
                            .setFlagsString("RTP/AVP ICE=remove")
                            .setSipMessage(sip())
                            .setOptions(
                                SessionOptions.newBuilder()
                                    .setIce(
                                        IceOptions.newBuilder()
                                            .setNegotiation(
                                                IceNegotiation.newBuilder()
                                                    .setMode(IceMode.ICE_MODE_FORCE))))
                            .build()));

    BadRequest bad = StatusProto.fromThrowable(failure).getDetails(1).unpack(BadRequest.class);
    assertThat(bad.getFieldViolations(0).getField()).isEqualTo("options.ice.negotiation.mode");
    assertThat(bad.getFieldViolations(0).getReason()).isEqualTo("CONFLICTING_FIELDS");
    assertThat(bad.getFieldViolations(0).getDescription()).contains("'ICE' at character 9");
    assertThat(engine.requests()).isEmpty();
  }

  @Test
  void warningsAreInTheResponse() {
    assertThat(
            calls()
                .offer(
                    OfferRequest.newBuilder().setFlagsString("force").setSipMessage(sip()).build())
                .getServed()
                .getWarningsList())
        .singleElement()
        .asString()
        .contains("'force'");
  }

  @Test
  void offerThatIsForcedToBeAnAnswerReturnsItsSdp() throws Exception {
    String inDialogue = INVITE.replace("<sip:b@x>\r\nCall", "<sip:b@x>;tag=tt\r\nCall");

    OfferResponse response =
        calls()
            .offer(
                OfferRequest.newBuilder()
                    .setFlagsString("force-answer")
                    .setSipMessage(
                        SipMessage.newBuilder().setRaw(ByteString.copyFromUtf8(inDialogue)))
                    .build());

    assertThat(engine.awaitRequests(1).get(0).command()).isEqualTo("answer");
    assertThat(response.getSdp().toStringUtf8()).isEqualTo("v=0\r\n");
    assertThat(response.getServed().getNode()).isEqualTo(engine.address());
  }

  private static SipMessage.Builder sip() {
    return SipMessage.newBuilder().setRaw(ByteString.copyFromUtf8(INVITE));
  }

  private CallServiceBlockingStub calls() {
    return CallServiceGrpc.newBlockingStub(sidecar.channel());
  }

  private static String text(@Nullable Object value) {
    return new String((byte[]) Objects.requireNonNull(value), StandardCharsets.UTF_8);
  }

  private static List<String> texts(@Nullable Object list) {
    return ((List<?>) Objects.requireNonNull(list)).stream().map(FlagStringsTest::text).toList();
  }
}
