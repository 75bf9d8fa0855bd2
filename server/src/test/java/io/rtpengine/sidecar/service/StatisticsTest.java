package io.rtpengine.sidecar.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeReader;
import io.rtpengine.sidecar.statistics.ReplyJson;
import io.rtpengine.sidecar.testing.FakeEngine;
import io.rtpengine.sidecar.testing.FakeReply;
import io.rtpengine.v1.AttemptOutcome;
import io.rtpengine.v1.CallServiceGrpc;
import io.rtpengine.v1.CallServiceGrpc.CallServiceBlockingStub;
import io.rtpengine.v1.DeleteRequest;
import io.rtpengine.v1.GetCallStatisticsRequest;
import io.rtpengine.v1.GetCallStatisticsResponse;
import io.rtpengine.v1.GetSetStatisticsRequest;
import io.rtpengine.v1.GetSetStatisticsResponse;
import io.rtpengine.v1.NodeStatistics;
import io.rtpengine.v1.OfferRequest;
import io.rtpengine.v1.Routing;
import io.rtpengine.v1.StatisticsServiceGrpc;
import io.rtpengine.v1.StatisticsServiceGrpc.StatisticsServiceBlockingStub;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statistics as a caller gets them, of engines that answer as real ones did. */
class StatisticsTest {

  private static final GetCallStatisticsRequest OF_CALL =
      GetCallStatisticsRequest.newBuilder().setCallId("call").build();

  private FakeEngine engine;
  private RunningSidecar sidecar;

  @BeforeEach
  void start() throws Exception {
    engine = FakeEngine.start();
    sidecar = RunningSidecar.inFrontOf(engine.address());
  }

  @AfterEach
  void stop() {
    sidecar.close();
    engine.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.5", "12.5", "26.0"})
  void callThatGoesOnIsQueried(String release) throws Exception {
    engine.always("query", recorded(release + "/query-with-media"));

    GetCallStatisticsResponse response = statistics().getCallStatistics(OF_CALL);

    assertThat(response.hasDeleteTime()).isFalse();
    assertThat(response.getCall().getOpensips().getPacketlossAveragePercent()).isEqualTo(6);
    assertThat(response.getParticipantsMap()).containsOnlyKeys("alice", "bob");
    assertThat(response.getSsrcsMap()).hasSize(2);
    assertThat(response.getServed().getNode()).isEqualTo(engine.address());
    assertThat(response.getServed().getAttemptsList()).hasSize(1);
    assertThat(response.hasReport()).isFalse();
    assertThat(response.hasJson()).isFalse();
    assertThat(engine.requests().get(0).text("call-id")).contains("call");
  }

  @Test
  void reportAndJsonAreThereIfAskedFor() throws Exception {
    engine.always("query", recorded("26.0/query-with-media"));

    GetCallStatisticsResponse response =
        statistics()
            .getCallStatistics(
                OF_CALL.toBuilder().setIncludeReport(true).setIncludeJson(true).build());

    assertThat(response.getReport().getTagsOrThrow("alice").getMediasList()).hasSize(1);
    assertThat(response.getJson()).startsWith("{\"created\":").contains("\"SSRC\":{\"");
  }

  @Test
  void deletedCallStaysAvailable() throws Exception {
    deleteWithAReport("call");

    GetCallStatisticsResponse response =
        statistics()
            .getCallStatistics(
                OF_CALL.toBuilder().setIncludeReport(true).setIncludeJson(true).build());

    assertThat(response.hasDeleteTime()).isTrue();
    assertThat(response.getCall().getOpensips().getMosAverageTenths()).isEqualTo(31);
    assertThat(response.getReport().getTagsMap()).containsOnlyKeys("alice", "bob");
    assertThat(json(response.getJson()))
        .isEqualTo(json(ReplyJson.of(reply("26.0/delete-with-media"))));
    assertThat(response.getServed().getNode()).isEqualTo(engine.address());
    assertThat(response.getServed().getResult()).isEqualTo("ok");
    assertThat(response.getServed().getAttemptsList()).isEmpty();
    assertThat(engine.requests()).noneMatch(request -> request.command().equals("query"));
  }

  @Test
  void deletedCallThatIsTakenUpAgainIsQueried() throws Exception {
    engine.always("query", recorded("26.0/query-before-media"));
    engine.always("delete", recorded("26.0/delete-with-media"));
    open("call");
    delete("call");
    open("call");

    GetCallStatisticsResponse response = statistics().getCallStatistics(OF_CALL);

    assertThat(response.hasDeleteTime()).isFalse();
    assertThat(response.getCall().getOpensips().hasMosAverageTenths()).isFalse();
  }

  @Test
  void whatIsKeptServesWhenTheEngineNoLongerKnowsTheCall() throws Exception {
    deleteWithAReport("call");
    open("call");

    assertThat(statistics().getCallStatistics(OF_CALL).hasDeleteTime()).isTrue();
  }

  @Test
  void whatIsKeptIsNotReplacedByADeletionOfWhatIsGone() throws Exception {
    deleteWithAReport("call");
    engine.always("delete", recorded("26.0/delete-unknown-call"));
    delete("call");

    assertThat(statistics().getCallStatistics(OF_CALL).hasDeleteTime()).isTrue();
  }

  @Test
  void nothingIsKeptOfADeletionWithoutAReport() throws Exception {
    engine.always("query", FakeReply.error("Unknown call-id"));
    engine.always("delete", FakeReply.of(Map.of("result", "ok")));
    open("call");
    delete("call");

    assertFailure(OF_CALL, Status.Code.NOT_FOUND, Reason.UNKNOWN_CALL);
  }

  @Test
  void nothingIsKeptIfSoSet() throws Exception {
    engine.always("query", FakeReply.error("Unknown call-id"));
    engine.always("delete", recorded("26.0/delete-with-media"));
    try (RunningSidecar forgetful =
        RunningSidecar.inFrontOf(engine.address(), Map.of("CALL_STATISTICS_TTL", "0"))) {
      CallServiceGrpc.newBlockingStub(forgetful.channel())
          .delete(DeleteRequest.newBuilder().setCallId("call").build());

      StatusRuntimeException failure =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () ->
                  StatisticsServiceGrpc.newBlockingStub(forgetful.channel())
                      .getCallStatistics(OF_CALL));

      assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    }
  }

  @Test
  void requestWithoutACallIdIsRefused() throws Exception {
    assertFailure(
        GetCallStatisticsRequest.getDefaultInstance(),
        Status.Code.INVALID_ARGUMENT,
        Reason.MISSING_CALL_ID);
    assertThat(engine.requests()).isEmpty();
  }

  @Test
  void nodeAndSetOfTheRequestAreObeyed() throws Exception {
    assertFailure(
        OF_CALL.toBuilder().setRouting(Routing.newBuilder().setSetId(9)).build(),
        Status.Code.INVALID_ARGUMENT,
        Reason.UNKNOWN_SET);
  }

  @Test
  void statisticsOfASetAreThoseOfEachNodeAndTheirSum() throws Exception {
    try (FakeEngine other = FakeEngine.start();
        FakeEngine silent = FakeEngine.start();
        RunningSidecar three =
            RunningSidecar.inFrontOf(
                engine.address() + " " + other.address() + " " + silent.unixAddress())) {
      engine.always("statistics", recorded("10.5/statistics-after-calls"));
      other.always("statistics", recorded("26.0/statistics-after-calls"));
      // Its connections are closed without an answer, so that nobody has to wait for it.
      silent.always("statistics", FakeReply.usual().truncatedTo(0));

      GetSetStatisticsResponse response =
          StatisticsServiceGrpc.newBlockingStub(three.channel())
              .getSetStatistics(GetSetStatisticsRequest.getDefaultInstance());

      assertThat(response.getNodesList())
          .extracting(NodeStatistics::getNode)
          .containsExactly(engine.address(), other.address(), silent.unixAddress());
      assertThat(response.getAnswered()).isEqualTo(2);
      assertThat(response.getSum().getTotal().getManagedSessions()).isEqualTo(10);
      assertThat(response.getNodes(0).getStatistics().getTotal().getManagedSessions()).isEqualTo(5);
      assertThat(response.getNodes(2).hasStatistics()).isFalse();
      assertThat(response.getNodes(2).getAttempt().getOutcome())
          .isEqualTo(AttemptOutcome.ATTEMPT_OUTCOME_SILENT);
    }
  }

  @Test
  void setThatAnswersNothingHasNoSum() {
    engine.always("statistics", FakeReply.error("Internal error"));

    GetSetStatisticsResponse response =
        statistics().getSetStatistics(GetSetStatisticsRequest.getDefaultInstance());

    assertThat(response.hasSum()).isFalse();
    assertThat(response.getAnswered()).isZero();
    assertThat(response.getNodes(0).getAttempt().getErrorReason()).isEqualTo("Internal error");
  }

  @Test
  void setThatIsNotConfiguredIsAnError() throws Exception {
    StatusRuntimeException failure =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                statistics()
                    .getSetStatistics(GetSetStatisticsRequest.newBuilder().setSetId(4).build()));

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(reason(failure)).isEqualTo(Reason.UNKNOWN_SET.name());
  }

  private void assertFailure(GetCallStatisticsRequest request, Status.Code code, Reason reason)
      throws Exception {
    StatusRuntimeException failure =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> statistics().getCallStatistics(request));

    assertThat(failure.getStatus().getCode()).isEqualTo(code);
    assertThat(reason(failure)).isEqualTo(reason.name());
  }

  private static String reason(StatusRuntimeException failure) throws Exception {
    return StatusProto.fromThrowable(failure).getDetails(0).unpack(ErrorInfo.class).getReason();
  }

  private void open(String callId) {
    calls()
        .offer(
            OfferRequest.newBuilder()
                .setCallId(callId)
                .setFromTag("alice")
                .setSdp(ByteString.copyFromUtf8("v=0\r\n"))
                .build());
  }

  /** Has a call, which the engine does not know from then on. */
  private void deleteWithAReport(String callId) throws IOException {
    engine.always("query", FakeReply.error("Unknown call-id"));
    engine.always("delete", recorded("26.0/delete-with-media"));
    open(callId);
    delete(callId);
  }

  private void delete(String callId) {
    calls().delete(DeleteRequest.newBuilder().setCallId(callId).build());
  }

  private CallServiceBlockingStub calls() {
    return CallServiceGrpc.newBlockingStub(sidecar.channel());
  }

  private StatisticsServiceBlockingStub statistics() {
    return StatisticsServiceGrpc.newBlockingStub(sidecar.channel());
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  private static BencodeDictionary reply(String name) throws Exception {
    return (BencodeDictionary) BencodeReader.read(bytes(name));
  }

  private static byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(Path.of("src/test/resources/replies").resolve(name + ".bencode"));
  }

  /** Answers as a real engine once did. */
  private static FakeReply recorded(String name) throws IOException {
    byte[] reply = bytes(name);
    return FakeReply.usual()
        .changed(
            datagram -> {
              String text = new String(datagram, StandardCharsets.ISO_8859_1);
              int head = text.indexOf(' ') + 1;
              byte[] changed = Arrays.copyOf(datagram, head + reply.length);
              System.arraycopy(reply, 0, changed, head, reply.length);
              return changed;
            });
  }
}
