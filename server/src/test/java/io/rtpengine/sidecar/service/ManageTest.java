package io.rtpengine.sidecar.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.rtpengine.sidecar.testing.FakeEngine;
import io.rtpengine.sidecar.testing.FakeReply;
import io.rtpengine.sidecar.testing.FakeRequest;
import io.rtpengine.v1.ManageAction;
import io.rtpengine.v1.ManageRequest;
import io.rtpengine.v1.ManageResponse;
import io.rtpengine.v1.SipMessage;
import io.rtpengine.v1.SipMessageFacts;
import io.rtpengine.v1.SipServiceGrpc;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The decisions of Manage, as those of the module of OpenSIPS. */
class ManageTest {

  private static final String SDP = "v=0\r\ns=new\r\n";

  private FakeEngine engine;
  private RunningSidecar sidecar;

  @BeforeEach
  void start() throws Exception {
    engine = FakeEngine.start();
    engine.always("offer", FakeReply.of(Map.of("result", "ok", "sdp", SDP)));
    engine.always("answer", FakeReply.of(Map.of("result", "ok", "sdp", SDP)));
    engine.always("delete", FakeReply.of(Map.of("result", "ok")));
    sidecar = RunningSidecar.inFrontOf(engine.address());
  }

  @AfterEach
  void stop() {
    sidecar.close();
    engine.close();
  }

  @ParameterizedTest
  @MethodSource("decisions")
  void messageDecides(String method, String kind, boolean sdp, String action) {
    assertDecision(manage(request(method, kind, sdp)), method, action);
  }

  @ParameterizedTest
  @MethodSource("decisions")
  void factsDecideAsTheMessageDoes(String method, String kind, boolean sdp, String action) {
    assertDecision(manage(stated(method, kind, sdp)), method, action);
  }

  private static Stream<Arguments> decisions() {
    return Stream.of(
            "INVITE, request, true, OFFER",
            "INVITE, request, false, NONE",
            "UPDATE, request, true, OFFER",
            "UPDATE, request, false, NONE",
            "ACK, request, true, ANSWER",
            "ACK, request, false, NONE",
            "PRACK, request, true, ANSWER",
            "PRACK, request, false, NONE",
            "BYE, request, false, DELETE",
            "CANCEL, request, false, DELETE",
            "BYE, 200, false, DELETE",
            "CANCEL, 487, false, DELETE",
            "INVITE, 100, false, NONE",
            "INVITE, 183, true, ANSWER",
            "INVITE, 200, true, ANSWER",
            "INVITE, 200, false, NONE",
            "INVITE, 300, false, DELETE",
            "INVITE, 486, true, DELETE",
            "UPDATE, 200, true, ANSWER",
            "UPDATE, 491, false, DELETE",
            "PRACK, 200, true, ANSWER",
            "PRACK, 481, false, DELETE",
            "OPTIONS, request, true, NONE",
            "OPTIONS, 500, true, NONE",
            "INFO, request, true, NONE",
            "REGISTER, 403, false, NONE")
        .map(row -> Arguments.of((Object[]) row.split(", ")));
  }

  private void assertDecision(ManageResponse response, String method, String action) {
    assertThat(response.getAction().name()).isEqualTo("MANAGE_ACTION_" + action);
    assertThat(response.getReason()).contains(method);
    assertThat(commands()).isEqualTo(action.equals("NONE") ? List.of() : List.of(command(action)));
    assertThat(response.hasServed()).isEqualTo(!action.equals("NONE"));
  }

  @ParameterizedTest
  @CsvSource({"true, DELETE", "false, NONE"})
  void inAFailureRouteAnInviteWithSdpIsDeleted(boolean sdp, String action) {
    assertThat(
            manage(request("INVITE", "request", sdp).toBuilder().setFailureRoute(true).build())
                .getAction()
                .name())
        .isEqualTo("MANAGE_ACTION_" + action);
  }

  @ParameterizedTest
  @CsvSource({"true, DELETE", "false, NONE"})
  void inAFailureRouteFactsNeedNotHaveTheSdp(boolean sdp, String action) {
    ManageRequest.Builder invite = stated("INVITE", "request", false).toBuilder();
    invite.getSipMessageBuilder().getFactsBuilder().setHasSdp(sdp);

    assertThat(manage(invite.setFailureRoute(true).build()).getAction().name())
        .isEqualTo("MANAGE_ACTION_" + action);
  }

  @ParameterizedTest
  @CsvSource({"INVITE, request", "INVITE, 200", "ACK, request", "PRACK, request", "BYE, request"})
  void factsAreSentAsTheMessageWouldBe(String method, String kind) {
    var unused = manage(request(method, kind, true));
    unused = manage(stated(method, kind, true));

    // By its cookie, each counts once, however often it was sent.
    Map<String, String> sent = new LinkedHashMap<>();
    engine.requests().stream()
        .filter(request -> commands().contains(request.command()))
        .forEach(request -> sent.put(request.cookie(), text(request)));
    assertThat(sent).hasSize(2);
    assertThat(Set.copyOf(sent.values())).hasSize(1);
  }

  @Test
  void factsOfAnInfoSayThatItIsAFragment() {
    ManageRequest.Builder info = stated("INFO", "request", true).toBuilder();
    info.getSipMessageBuilder().getFactsBuilder().setFragment(true);

    assertThat(manage(info.build()).getAction()).isEqualTo(ManageAction.MANAGE_ACTION_OFFER);
    assertThat(last("offer").dictionary()).containsKey("flags");
  }

  @Test
  void offerWithoutItsSdpIsRefused() {
    ManageRequest.Builder invite = stated("INVITE", "request", false).toBuilder();
    invite.getSipMessageBuilder().getFactsBuilder().setHasSdp(true);

    assertThat(failure(invite.build())).contains("sdp");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0, false, facts.method",
    "INVITE, 99, false, facts.status_code",
    "INVITE, 700, false, facts.status_code",
    "INVITE, 200, true, no message to rewrite"
  })
  void factsThatCanNotBeRightAreRefused(String method, int code, boolean rewrite, String problem) {
    ManageRequest.Builder wrong = stated("INVITE", "request", true).toBuilder();
    wrong.getSipMessageBuilder().setRewrite(rewrite).getFactsBuilder().setMethod(method);
    if (code > 0) {
      wrong.getSipMessageBuilder().getFactsBuilder().setStatusCode(code);
    }

    assertThat(failure(wrong.build())).contains("sip_message").contains(problem);
  }

  @Test
  void neitherMessageNorFactsIsAnError() {
    assertThat(failure(ManageRequest.getDefaultInstance())).contains("neither");
  }

  @Test
  void responseToAnInviteWithoutSdpIsAnOfferThatIsRemembered() {
    manage(request("INVITE", "request", false));

    assertThat(manage(request("INVITE", "200", true)).getAction())
        .isEqualTo(ManageAction.MANAGE_ACTION_OFFER);
  }

  @Test
  void callerMaySayWhetherTheInviteHadSdp() {
    ManageRequest response = request("INVITE", "200", true);

    assertThat(manage(response.toBuilder().setRequestHadSdp(false).build()).getAction())
        .isEqualTo(ManageAction.MANAGE_ACTION_OFFER);
    assertThat(manage(response.toBuilder().setRequestHadSdp(true).build()).getAction())
        .isEqualTo(ManageAction.MANAGE_ACTION_ANSWER);
  }

  @Test
  void branchIsToldToTheEngine() {
    for (ManageRequest request :
        List.of(
            request("INVITE", "request", true),
            request("INVITE", "183", true),
            request("INVITE", "486", false))) {
      manage(request.toBuilder().setViaBranch("z9hG4bKours").build());
    }

    assertThat(last("offer").text("via-branch")).contains("z9hG4bKours");
    assertThat(last("answer").text("via-branch")).contains("z9hG4bKours");
    assertThat(last("delete").text("via-branch")).contains("z9hG4bKours");
    // Without a tag, engines would end the whole call.
    assertThat(last("delete").text("from-tag")).contains("ft");
  }

  @Test
  void withoutABranchTheWholeCallIsDeleted() {
    manage(request("INVITE", "486", false));

    assertThat(last("delete").dictionary()).doesNotContainKeys("via-branch", "from-tag", "to-tag");
  }

  @Test
  void failureOfOneBranchKeepsTheOthersOfferToCome() {
    manage(request("INVITE", "request", false));
    manage(request("INVITE", "486", false).toBuilder().setViaBranch("z9hG4bKours").build());

    assertThat(
            manage(request("INVITE", "200", true).toBuilder().setViaBranch("z9hG4bKother").build())
                .getAction())
        .isEqualTo(ManageAction.MANAGE_ACTION_OFFER);
  }

  @Test
  void sdpBesideTheMessageCountsAsItsOwn() {
    ManageResponse response =
        manage(
            request("INVITE", "request", false).toBuilder()
                .setSdp(ByteString.copyFromUtf8("v=0\r\nbeside"))
                .build());

    assertThat(response.getAction()).isEqualTo(ManageAction.MANAGE_ACTION_OFFER);
    assertThat(last("offer").text("sdp")).contains("v=0\r\nbeside");
  }

  @Test
  void messageComesBackWithItsNewSdp() {
    ManageRequest request = request("INVITE", "request", true);
    String before = request.getSipMessage().getRaw().toStringUtf8();

    assertThat(manage(request).getSipMessage().toStringUtf8())
        .isEqualTo(
            before
                .replace("Content-Length: 3", "Content-Length: " + SDP.length())
                .replace("v=0", SDP));
  }

  @Test
  void messageThatNothingIsDoneAboutComesBackAsItWas() {
    ManageRequest request = request("OPTIONS", "request", true);

    assertThat(manage(request).getSipMessage()).isEqualTo(request.getSipMessage().getRaw());
  }

  @Test
  void iceCandidatesInAnInfoAreAnOfferOfAFragment() {
    ManageRequest request = request("INFO", "request", true);
    String info =
        request
            .getSipMessage()
            .getRaw()
            .toStringUtf8()
            .replace("application/sdp", "application/trickle-ice-sdpfrag");

    ManageResponse response =
        manage(
            request.toBuilder()
                .setSipMessage(SipMessage.newBuilder().setRaw(ByteString.copyFromUtf8(info)))
                .build());

    assertThat(response.getAction()).isEqualTo(ManageAction.MANAGE_ACTION_OFFER);
    assertThat(last("offer").dictionary()).containsKey("flags");
  }

  /** What was asked of the engine, beside what the sidecar asks by itself. */
  private List<String> commands() {
    return engine.requests().stream()
        .map(FakeRequest::command)
        .filter(List.of("offer", "answer", "delete")::contains)
        .distinct()
        .toList();
  }

  private static String command(String action) {
    return action.toLowerCase(Locale.ROOT);
  }

  private FakeRequest last(String command) {
    return engine.requests().stream()
        .filter(request -> request.command().equals(command))
        .findFirst()
        .orElseThrow();
  }

  private ManageResponse manage(ManageRequest request) {
    return SipServiceGrpc.newBlockingStub(sidecar.channel()).manage(request);
  }

  private String failure(ManageRequest request) {
    StatusRuntimeException failure =
        catchThrowableOfType(StatusRuntimeException.class, () -> manage(request));
    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(commands()).isEmpty();
    return String.valueOf(failure.getMessage());
  }

  /** Returns all that was sent but the cookie. */
  private static String text(FakeRequest request) {
    return new String(request.bytes(), StandardCharsets.UTF_8).substring(request.cookie().length());
  }

  /** Returns what {@link #request} has, stated. */
  private static ManageRequest stated(String method, String kind, boolean sdp) {
    SipMessageFacts.Builder facts =
        SipMessageFacts.newBuilder()
            .setMethod(method)
            .setCallId("ci")
            .setFromTag("ft")
            .setToTag("tt")
            .addViaBranches("z9hG4bK1")
            .setSdp(ByteString.copyFromUtf8(sdp ? "v=0" : ""));
    if (!kind.equals("request")) {
      facts.setStatusCode(Integer.parseInt(kind));
    }
    return ManageRequest.newBuilder()
        .setSipMessage(SipMessage.newBuilder().setFacts(facts))
        .build();
  }

  private static ManageRequest request(String method, String kind, boolean sdp) {
    String message =
        String.join(
            "\r\n",
            kind.equals("request") ? method + " sip:b@x SIP/2.0" : "SIP/2.0 " + kind + " Reason",
            "Via: SIP/2.0/UDP a;branch=z9hG4bK1",
            "From: <sip:a@x>;tag=ft",
            "To: <sip:b@x>;tag=tt",
            "Call-ID: ci",
            "CSeq: 1 " + method,
            sdp ? "Content-Type: application/sdp" : "X-Empty: yes",
            sdp ? "Content-Length: 3" : "Content-Length: 0",
            "",
            sdp ? "v=0" : "");
    return ManageRequest.newBuilder()
        .setSipMessage(
            SipMessage.newBuilder().setRaw(ByteString.copyFromUtf8(message)).setRewrite(true))
        .build();
  }
}
