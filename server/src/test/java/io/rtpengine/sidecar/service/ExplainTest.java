package io.rtpengine.sidecar.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Duration;
import io.grpc.StatusRuntimeException;
import io.rtpengine.sidecar.testing.FakeEngine;
import io.rtpengine.sidecar.testing.FakeReply;
import io.rtpengine.sidecar.testing.FakeRequest;
import io.rtpengine.v1.AnswerRequest;
import io.rtpengine.v1.CallServiceGrpc;
import io.rtpengine.v1.CallServiceGrpc.CallServiceBlockingStub;
import io.rtpengine.v1.CallServiceOuterClass;
import io.rtpengine.v1.ConnectionServiceOuterClass;
import io.rtpengine.v1.DeleteRequest;
import io.rtpengine.v1.ExplainRequest;
import io.rtpengine.v1.ExplainResponse;
import io.rtpengine.v1.ExplainServiceGrpc;
import io.rtpengine.v1.ExplainedNode;
import io.rtpengine.v1.ManageAction;
import io.rtpengine.v1.ManageRequest;
import io.rtpengine.v1.MediaServiceGrpc;
import io.rtpengine.v1.MediaServiceOuterClass;
import io.rtpengine.v1.NgDictionary;
import io.rtpengine.v1.NgValue;
import io.rtpengine.v1.NodeReason;
import io.rtpengine.v1.NodeServiceOuterClass;
import io.rtpengine.v1.OfferRequest;
import io.rtpengine.v1.Options;
import io.rtpengine.v1.PingRequest;
import io.rtpengine.v1.PlayDtmfRequest;
import io.rtpengine.v1.QueryRequest;
import io.rtpengine.v1.RecordingServiceOuterClass;
import io.rtpengine.v1.Routing;
import io.rtpengine.v1.SipMessage;
import io.rtpengine.v1.SipMessageFacts;
import io.rtpengine.v1.SipServiceGrpc;
import io.rtpengine.v1.SubscriptionServiceOuterClass;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Explain tells: nothing is done, and then it is done just so. */
class ExplainTest {

  private static final OfferRequest OFFER =
      OfferRequest.newBuilder()
          .setCallId("ci")
          .setFromTag("ft")
          .setSdp(ByteString.copyFrom(new byte[] {'v', '=', (byte) 0xe9}))
          .setFlagsString("replace-origin symmetric novelty=[a=b]")
          .addProfiles("webrtc-to-sip")
          .putExtra("large", NgValue.newBuilder().setInteger(-(1L << 40)).build())
          .build();

  private FakeEngine engine;
  private RunningSidecar sidecar;

  @BeforeEach
  void start() throws Exception {
    engine = FakeEngine.start();
    for (String command : List.of("offer", "answer")) {
      engine.always(command, FakeReply.of(Map.of("result", "ok", "sdp", "v=0\r\n")));
    }
    for (String command : List.of("delete", "query", "play DTMF")) {
      engine.always(command, FakeReply.of(Map.of("result", "ok")));
    }
    sidecar = RunningSidecar.inFrontOf(engine.address(), Map.of("NOTIFICATION_PER_CALL", "true"));
  }

  @AfterEach
  void stop() {
    sidecar.close();
    engine.close();
  }

  @Test
  void everyCommandCanBeExplained() {
    Stream<MethodDescriptor> commands =
        Stream.of(
                CallServiceOuterClass.getDescriptor(),
                ConnectionServiceOuterClass.getDescriptor(),
                MediaServiceOuterClass.getDescriptor(),
                NodeServiceOuterClass.getDescriptor(),
                RecordingServiceOuterClass.getDescriptor(),
                SubscriptionServiceOuterClass.getDescriptor())
            .flatMap(file -> file.getServices().stream())
            .flatMap(service -> service.getMethods().stream())
            .filter(method -> method.getOptions().hasExtension(Options.ngCommand));

    assertThat(
            ExplainRequest.getDescriptor().getFields().stream()
                .filter(field -> field.getNumber() != ExplainRequest.MANAGE_FIELD_NUMBER)
                .map(FieldDescriptor::getMessageType))
        .containsExactlyElementsOf(commands.map(MethodDescriptor::getInputType).toList());
  }

  @Test
  void nothingIsSentAndNoCallIsPlaced() {
    var unused = explain(ExplainRequest.newBuilder().setOffer(OFFER).build());

    assertThat(engine.requests()).isEmpty();
    assertThat(sidecar.sidecar().pool().locate("ci")).isEmpty();
  }

  @Test
  void offerIsSentAsItWasExplained() {
    ExplainResponse explained = explain(ExplainRequest.newBuilder().setOffer(OFFER).build());
    var unused = calls().offer(OFFER);

    assertThat(explained.getRpc()).isEqualTo("rtpengine.v1.CallService/Offer");
    assertThat(explained.getWarningsList()).singleElement().asString().contains("symmetric");
    assertThat(canonical(explained.getDictionary())).isEqualTo(canonical(lastRequest()));
    assertThat(explained.getDictionary().getEntriesMap())
        .containsKeys("ICE", "replace", "novelty", "large", "DTMF-log-dest", "supports", "command");
    assertThat(explained.getJson())
        .contains("\"ICE\":\"remove\"")
        .contains("\"large\":-1099511627776")
        .contains("\"sdp\":{\"$base64\":\"dj3p\"}");
  }

  @Test
  void commandsOfAllKindsAreSentAsTheyWereExplained() {
    AnswerRequest answer =
        AnswerRequest.newBuilder()
            .setCallId("ci")
            .setFromTag("ft")
            .setToTag("tt")
            .setSdp(ByteString.copyFromUtf8("v=0"))
            .addProfiles("webrtc-to-sip")
            .build();
    DeleteRequest delete =
        DeleteRequest.newBuilder()
            .setCallId("ci")
            .setDeleteDelay(Duration.getDefaultInstance())
            .build();
    PlayDtmfRequest play = PlayDtmfRequest.newBuilder().setCallId("ci").setDigit("5").build();

    assertExplained(
        ExplainRequest.newBuilder().setAnswer(answer).build(), () -> calls().answer(answer));
    assertExplained(
        ExplainRequest.newBuilder().setPlayDtmf(play).build(),
        () -> MediaServiceGrpc.newBlockingStub(sidecar.channel()).playDtmf(play));
    assertExplained(
        ExplainRequest.newBuilder().setDelete(delete).build(), () -> calls().delete(delete));
  }

  @Test
  void offerThatIsForcedToBeAnAnswerIsExplainedAsOne() {
    OfferRequest forced = OFFER.toBuilder().setToTag("tt").setFlagsString("force-answer").build();

    ExplainResponse explained = explain(ExplainRequest.newBuilder().setOffer(forced).build());

    assertThat(explained.getRpc()).isEqualTo("rtpengine.v1.CallService/Answer");
    assertThat(explained.getDictionary().getEntriesOrThrow("command").getText())
        .isEqualTo("answer");
  }

  @Test
  void reasonOfTheNodeIsTold() {
    ExplainRequest offer = ExplainRequest.newBuilder().setOffer(OFFER).build();
    assertThat(reasons(explain(offer))).containsExactly(NodeReason.NODE_REASON_CALL_ID);

    String handle = calls().offer(OFFER).getServed().getHandle();

    ExplainResponse placed = explain(offer);
    assertThat(reasons(placed)).containsExactly(NodeReason.NODE_REASON_HAS_CALL);
    assertThat(placed.getNodes(0).getNode()).isEqualTo(engine.address());
    assertThat(reasons(explain(query(Routing.newBuilder().setHandle(handle)))))
        .containsExactly(NodeReason.NODE_REASON_HANDLE);
    assertThat(reasons(explain(query(Routing.newBuilder().setNode(engine.address())))))
        .containsExactly(NodeReason.NODE_REASON_NAMED);
    assertThat(
            reasons(
                explain(
                    ExplainRequest.newBuilder().setPing(PingRequest.getDefaultInstance()).build())))
        .containsExactly(NodeReason.NODE_REASON_ANY);
  }

  @Test
  void manageIsExplainedWithItsDecisionAndSentSo() {
    ManageRequest invite = manage("INVITE", 0, true);

    ExplainResponse explained = explain(ExplainRequest.newBuilder().setManage(invite).build());
    var unused = SipServiceGrpc.newBlockingStub(sidecar.channel()).manage(invite);

    assertThat(explained.getAction()).isEqualTo(ManageAction.MANAGE_ACTION_OFFER);
    assertThat(explained.getReason()).isEqualTo("INVITE with SDP");
    assertThat(explained.getRpc()).isEqualTo("rtpengine.v1.CallService/Offer");
    assertThat(canonical(explained.getDictionary())).isEqualTo(canonical(lastRequest()));
  }

  @Test
  void nothingToBeDoneIsExplainedToo() {
    ExplainResponse explained =
        explain(ExplainRequest.newBuilder().setManage(manage("OPTIONS", 0, false)).build());

    assertThat(explained.getAction()).isEqualTo(ManageAction.MANAGE_ACTION_NONE);
    assertThat(explained.getRpc()).isEmpty();
    assertThat(explained.hasDictionary()).isFalse();
  }

  @Test
  void inviteThatIsOnlyExplainedIsNotRemembered() {
    var unused = explain(ExplainRequest.newBuilder().setManage(manage("INVITE", 0, false)).build());

    assertThat(
            SipServiceGrpc.newBlockingStub(sidecar.channel())
                .manage(manage("INVITE", 200, true))
                .getAction())
        .isEqualTo(ManageAction.MANAGE_ACTION_ANSWER);
  }

  @Test
  void whatWouldBeRefusedIsRefusedAlike() {
    for (OfferRequest wrong :
        List.of(
            OFFER.toBuilder().clearCallId().build(),
            OFFER.toBuilder().setFlagsString("via-branch").build(),
            OFFER.toBuilder().addProfiles("no-such").build(),
            OFFER.toBuilder().setRouting(Routing.newBuilder().setSetId(7)).build(),
            OFFER.toBuilder().setRouting(Routing.newBuilder().setHandle("?")).build())) {
      assertThat(failure(() -> explain(ExplainRequest.newBuilder().setOffer(wrong).build())))
          .isEqualTo(failure(() -> calls().offer(wrong)));
    }
    QueryRequest reanchoring =
        QueryRequest.newBuilder()
            .setCallId("ci")
            .setRouting(Routing.newBuilder().setReanchor(true))
            .build();
    assertThat(failure(() -> explain(ExplainRequest.newBuilder().setQuery(reanchoring).build())))
        .isEqualTo(failure(() -> calls().query(reanchoring)))
        .contains("routing.reanchor");
    ManageRequest nothing = ManageRequest.getDefaultInstance();
    assertThat(failure(() -> explain(ExplainRequest.newBuilder().setManage(nothing).build())))
        .contains("sip_message");
    assertThat(failure(() -> explain(ExplainRequest.getDefaultInstance()))).contains("request");
  }

  private static String failure(Runnable call) {
    StatusRuntimeException failure = catchThrowableOfType(StatusRuntimeException.class, call::run);
    return String.valueOf(failure.getMessage());
  }

  private void assertExplained(ExplainRequest request, Runnable call) {
    ExplainResponse explained = explain(request);
    call.run();
    assertThat(canonical(explained.getDictionary())).isEqualTo(canonical(lastRequest()));
  }

  private static ExplainRequest query(Routing.Builder routing) {
    return ExplainRequest.newBuilder()
        .setQuery(QueryRequest.newBuilder().setCallId("other").setRouting(routing))
        .build();
  }

  private static ManageRequest manage(String method, int statusCode, boolean sdp) {
    SipMessageFacts.Builder facts =
        SipMessageFacts.newBuilder()
            .setMethod(method)
            .setCallId("ci")
            .setFromTag("ft")
            .setToTag(statusCode == 0 ? "" : "tt")
            .setSdp(ByteString.copyFromUtf8(sdp ? "v=0" : ""));
    if (statusCode > 0) {
      facts.setStatusCode(statusCode);
    }
    return ManageRequest.newBuilder()
        .setSipMessage(SipMessage.newBuilder().setFacts(facts))
        .setFlagsString("ICE=remove")
        .build();
  }

  private static List<NodeReason> reasons(ExplainResponse response) {
    return response.getNodesList().stream().map(ExplainedNode::getReason).toList();
  }

  private Map<String, Object> lastRequest() {
    List<FakeRequest> requests = engine.requests();
    return requests.get(requests.size() - 1).dictionary();
  }

  private ExplainResponse explain(ExplainRequest request) {
    return ExplainServiceGrpc.newBlockingStub(sidecar.channel()).explain(request);
  }

  private CallServiceBlockingStub calls() {
    return CallServiceGrpc.newBlockingStub(sidecar.channel());
  }

  /** Returns a dictionary in a form in which two are equal if they say the same, byte for byte. */
  private static String canonical(NgDictionary dictionary) {
    assertThat(dictionary.getBinaryEntriesCount()).isZero();
    Map<String, String> entries = new TreeMap<>();
    dictionary.getEntriesMap().forEach((key, value) -> entries.put(key, canonical(value)));
    return entries.toString();
  }

  private static String canonical(NgValue value) {
    return switch (value.getKindCase()) {
      case TEXT -> canonical((Object) value.getText().getBytes(StandardCharsets.UTF_8));
      case BINARY -> canonical((Object) value.getBinary().toByteArray());
      case INTEGER -> canonical((Object) value.getInteger());
      case LIST ->
          value.getList().getValuesList().stream()
              .map(ExplainTest::canonical)
              .collect(Collectors.joining(", ", "[", "]"));
      case DICTIONARY -> canonical(value.getDictionary());
      case KIND_NOT_SET -> throw new AssertionError("an empty value");
    };
  }

  private static String canonical(Object value) {
    if (value instanceof Map<?, ?> dictionary) {
      Map<String, String> entries = new TreeMap<>();
      dictionary.forEach((key, entry) -> entries.put((String) key, canonical(entry)));
      return entries.toString();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(ExplainTest::canonical).collect(Collectors.joining(", ", "[", "]"));
    }
    return value instanceof byte[] string
        ? "'" + new String(string, StandardCharsets.ISO_8859_1) + "'"
        : String.valueOf(value);
  }
}
