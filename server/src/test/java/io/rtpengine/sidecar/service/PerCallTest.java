package io.rtpengine.sidecar.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.rtpengine.sidecar.testing.FakeEngine;
import io.rtpengine.sidecar.testing.FakeRequest;
import io.rtpengine.v1.AnswerRequest;
import io.rtpengine.v1.CallServiceGrpc;
import io.rtpengine.v1.CallServiceGrpc.CallServiceBlockingStub;
import io.rtpengine.v1.DtmfOptions;
import io.rtpengine.v1.ManageRequest;
import io.rtpengine.v1.NgValue;
import io.rtpengine.v1.OfferRequest;
import io.rtpengine.v1.SessionOptions;
import io.rtpengine.v1.SignalingOptions;
import io.rtpengine.v1.SipMessage;
import io.rtpengine.v1.SipServiceGrpc;
import io.rtpengine.v1.TransportOptions;
import io.rtpengine.v1.TransportProtocol;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Engines are told in each call where to report what happens to it. */
class PerCallTest {

  private static final String DTMF = "DTMF-log-dest";
  private static final String TIMEOUT = "xmlrpc-callback";

  private static final OfferRequest OFFER =
      OfferRequest.newBuilder()
          .setCallId("call")
          .setFromTag("from")
          .setSdp(ByteString.copyFromUtf8("v=0\r\n"))
          .build();

  private FakeEngine engine;

  @BeforeEach
  void start() throws Exception {
    engine = FakeEngine.start();
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @Test
  void offerTellsTheSidecarsOwnAddresses() throws Exception {
    try (RunningSidecar sidecar = sidecar(Map.of())) {
      calls(sidecar).offer(OFFER);

      int port = sidecar.sidecar().notificationAddress().orElseThrow().getPort();
      assertThat(sent(1))
          .containsEntry(DTMF, ("127.0.0.1:" + port).getBytes(UTF_8))
          .containsEntry(TIMEOUT, "127.0.0.1".getBytes(UTF_8));
    }
  }

  @Test
  void engineIsNotAskedToOpenWhatItOnlyHandsOn() throws Exception {
    OfferRequest sealed = offer("m=audio 4000 RTP/SAVP 0\r\na=crypto:1 A inline:B\r\n");
    try (RunningSidecar sidecar = sidecar(Map.of())) {
      calls(sidecar).offer(sealed);
      calls(sidecar).offer(to(sealed, TransportProtocol.TRANSPORT_PROTOCOL_RTP_SAVP));
      calls(sidecar).offer(to(sealed, TransportProtocol.TRANSPORT_PROTOCOL_RTP_AVP));
      calls(sidecar).offer(to(OFFER, TransportProtocol.TRANSPORT_PROTOCOL_RTP_SAVP));
      calls(sidecar).offer(offer("m=audio 4000 RTP/AVP 0\r\na=fingerprint:sha-1 00\r\n"));

      assertThat(sent(1)).doesNotContainKey(DTMF).containsKey(TIMEOUT);
      assertThat(sent(2)).doesNotContainKey(DTMF).containsKey(TIMEOUT);
      assertThat(sent(3)).containsKeys(DTMF, TIMEOUT);
      assertThat(sent(4)).containsKeys(DTMF, TIMEOUT);
      assertThat(sent(5)).doesNotContainKey(DTMF).containsKey(TIMEOUT);
    }
  }

  @Test
  void protocolThatDoesNotExistIsRefused() throws Exception {
    OfferRequest sealed = offer("m=audio 4000 RTP/SAVP 0\r\na=crypto:1 A inline:B\r\n");
    TransportOptions strange = TransportOptions.newBuilder().setProtocolValue(99).build();
    OfferRequest offer =
        sealed.toBuilder().setOptions(SessionOptions.newBuilder().setTransport(strange)).build();
    try (RunningSidecar sidecar = sidecar(Map.of())) {
      StatusRuntimeException refused =
          catchThrowableOfType(StatusRuntimeException.class, () -> calls(sidecar).offer(offer));

      assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(refused.getStatus().getDescription()).contains("options.transport.protocol");
    }
  }

  private static OfferRequest offer(String media) {
    return OFFER.toBuilder().setSdp(ByteString.copyFromUtf8("v=0\r\n" + media)).build();
  }

  private static OfferRequest to(OfferRequest offer, TransportProtocol protocol) {
    return offer.toBuilder()
        .setOptions(
            SessionOptions.newBuilder()
                .setTransport(TransportOptions.newBuilder().setProtocol(protocol)))
        .build();
  }

  @Test
  void offerThatManageMakesTellsThemToo() throws Exception {
    try (RunningSidecar sidecar = sidecar(Map.of())) {
      String invite =
          String.join(
              "\r\n",
              "INVITE sip:b@x SIP/2.0",
              "Via: SIP/2.0/UDP a;branch=z9hG4bK1",
              "From: <sip:a@x>;tag=ft",
              "To: <sip:b@x>",
              "Call-ID: ci",
              "CSeq: 1 INVITE",
              "Content-Type: application/sdp",
              "Content-Length: 3",
              "",
              "v=0");
      var unused =
          SipServiceGrpc.newBlockingStub(sidecar.channel())
              .manage(
                  ManageRequest.newBuilder()
                      .setSipMessage(
                          SipMessage.newBuilder().setRaw(ByteString.copyFromUtf8(invite)))
                      .build());

      assertThat(sent(1)).containsKeys(DTMF, TIMEOUT);
    }
  }

  @Test
  void whatTheCallerSaysGoesBefore() throws Exception {
    try (RunningSidecar sidecar = sidecar(Map.of())) {
      calls(sidecar)
          .offer(
              OFFER.toBuilder()
                  .setOptions(
                      SessionOptions.newBuilder()
                          .setDtmf(DtmfOptions.newBuilder().setLogDestination("10.0.0.1:1"))
                          .setSignaling(
                              SignalingOptions.newBuilder().setXmlrpcCallback("10.0.0.2")))
                  .build());
      calls(sidecar)
          .offer(
              OFFER.toBuilder()
                  .putExtra(
                      "dtmf_log_destination", NgValue.newBuilder().setText("10.0.0.3:1").build())
                  .build());

      assertThat(sent(1))
          .containsEntry(DTMF, "10.0.0.1:1".getBytes(UTF_8))
          .containsEntry(TIMEOUT, "10.0.0.2".getBytes(UTF_8));
      assertThat(sent(2)).containsKey("dtmf_log_destination").doesNotContainKey(DTMF);
    }
  }

  @Test
  void onlyCommandsThatOpenCallsTell() throws Exception {
    try (RunningSidecar sidecar = sidecar(Map.of())) {
      calls(sidecar).offer(OFFER);
      calls(sidecar)
          .answer(
              AnswerRequest.newBuilder()
                  .setCallId("call")
                  .setFromTag("from")
                  .setToTag("to")
                  .setSdp(OFFER.getSdp())
                  .build());

      assertThat(sent(2)).doesNotContainKeys(DTMF, TIMEOUT);
    }
  }

  @Test
  void nothingIsToldThatNobodyListensOnOrThatIsSwitchedOff() throws Exception {
    try (RunningSidecar sidecar =
        sidecar(Map.of("NOTIFICATION_SOCK", "none", "XMLRPC_LISTEN", "none"))) {
      calls(sidecar).offer(OFFER);
      assertThat(sent(1)).doesNotContainKeys(DTMF, TIMEOUT);
    }
    try (RunningSidecar sidecar = sidecar(Map.of("NOTIFICATION_PER_CALL", "false"))) {
      calls(sidecar).offer(OFFER);
      assertThat(sent(2)).doesNotContainKeys(DTMF, TIMEOUT);
    }
  }

  @Test
  void addressThatIsConfiguredIsTheOneThatIsTold() throws Exception {
    try (RunningSidecar sidecar = sidecar(Map.of("NOTIFICATION_ADVERTISE", "192.0.2.7"))) {
      calls(sidecar).offer(OFFER);

      assertThat(sent(1)).containsEntry(TIMEOUT, "192.0.2.7".getBytes(UTF_8));
    }
  }

  private RunningSidecar sidecar(Map<String, String> settings) throws Exception {
    Map<String, String> all = new HashMap<>(Map.of("NOTIFICATION_PER_CALL", "true"));
    all.putAll(settings);
    return RunningSidecar.inFrontOf(engine.address(), all);
  }

  /** Returns what the engine was sent, retransmissions not counted. */
  private Map<String, Object> sent(int number) throws Exception {
    Map<String, Map<String, Object>> byCookie = new LinkedHashMap<>();
    for (FakeRequest request : engine.awaitRequests(number)) {
      byCookie.putIfAbsent(request.cookie(), request.dictionary());
    }
    return List.copyOf(byCookie.values()).get(number - 1);
  }

  private static CallServiceBlockingStub calls(RunningSidecar sidecar) {
    return CallServiceGrpc.newBlockingStub(sidecar.channel())
        .withDeadlineAfter(30, TimeUnit.SECONDS);
  }
}
