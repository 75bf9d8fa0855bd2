package io.rtpengine.sidecar.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.rtpengine.sidecar.testing.FakeEngine;
import io.rtpengine.sidecar.testing.FakeReply;
import io.rtpengine.v1.AdminServiceGrpc;
import io.rtpengine.v1.NgDictionary;
import io.rtpengine.v1.NgList;
import io.rtpengine.v1.NgValue;
import io.rtpengine.v1.SendCommandRequest;
import io.rtpengine.v1.SendCommandResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SendCommandTest {

  private static final SendCommandRequest TELEPORT =
      SendCommandRequest.newBuilder().setCommand("teleport").setCallId("call").build();

  private FakeEngine engine;

  @BeforeEach
  void start() {
    engine = FakeEngine.start();
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @Test
  void commandThatTheContractDoesNotKnowIsSentAsItIs() throws Exception {
    engine.always(
        "teleport",
        FakeReply.of(Map.of("result", "ok", "where", "there", "empty", Map.of(), "count", -7L)));
    try (RunningSidecar sidecar = allowing("true")) {
      SendCommandResponse response =
          stub(sidecar)
              .sendCommand(
                  TELEPORT.toBuilder()
                      .putEntries("Far_Away", NgValue.newBuilder().setInteger(1L << 40).build())
                      .putEntries(
                          "list", NgValue.newBuilder().setList(NgList.getDefaultInstance()).build())
                      .putEntries(
                          "bytes",
                          NgValue.newBuilder()
                              .setBinary(ByteString.copyFrom(new byte[] {0, -1}))
                              .build())
                      .build());

      assertThat(response.getServed().getResult()).isEqualTo("ok");
      assertThat(response.getEntriesMap())
          .containsOnly(
              Map.entry("where", NgValue.newBuilder().setText("there").build()),
              Map.entry("count", NgValue.newBuilder().setInteger(-7).build()),
              Map.entry(
                  "empty",
                  NgValue.newBuilder().setDictionary(NgDictionary.getDefaultInstance()).build()));
      assertThat(new String(engine.awaitRequests(1).get(0).bytes(), StandardCharsets.ISO_8859_1))
          .endsWith(
              " d7:command8:teleport7:call-id4:call"
                  + "8:Far_Awayi1099511627776e4:listle5:bytes2:\0\u00ffe");
    }
  }

  @Test
  void callIdAndCommandCannotBeSaidTwice() throws Exception {
    try (RunningSidecar sidecar = allowing("true")) {
      for (String key : new String[] {"command", "Call-ID"}) {
        StatusRuntimeException failure =
            catchThrowableOfType(
                StatusRuntimeException.class,
                () ->
                    stub(sidecar)
                        .sendCommand(
                            TELEPORT.toBuilder()
                                .putEntries(key, NgValue.newBuilder().setText("x").build())
                                .build()));

        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(failure).hasMessageContaining("entries[" + key + "]");
      }
    }
  }

  @Test
  void nothingIsSentUnlessTheOperatorAllowsIt() throws Exception {
    try (RunningSidecar sidecar = allowing("false")) {
      StatusRuntimeException failure =
          catchThrowableOfType(
              StatusRuntimeException.class, () -> stub(sidecar).sendCommand(TELEPORT));

      assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
      assertThat(engine.requests()).isEmpty();
    }
  }

  private RunningSidecar allowing(String allowed) throws Exception {
    return RunningSidecar.inFrontOf(engine.address(), Map.of("SEND_COMMAND", allowed));
  }

  private static AdminServiceGrpc.AdminServiceBlockingStub stub(RunningSidecar sidecar) {
    return AdminServiceGrpc.newBlockingStub(sidecar.channel());
  }
}
