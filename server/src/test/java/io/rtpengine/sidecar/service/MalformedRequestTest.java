package io.rtpengine.sidecar.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.BadRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.rtpengine.sidecar.testing.FakeEngine;
import io.rtpengine.v1.CallServiceGrpc;
import io.rtpengine.v1.OfferResponse;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that are no protobuf, or such as only a strange client would send. */
class MalformedRequestTest {

  private static final String CALL_FROM_TAG = "0a0163" + "120166";

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
  @CsvSource({
    "0a, ''",
    "0a05, ''",
    "0affffffff07, ''",
    "0affffffffffffffffff01, ''",
    "07, ''",
    "0c, ''",
    "00, ''",
    "0a01ff, ''",
    "0a0163120166 3a020a05, options",
    "0a0163120166 3a040a020a05, options.sdp",
    "0a0163120166 7a070a0178120218ff, extra[x]",
    "0a0163120166 72020a05, routing",
  })
  void requestThatIsNoProtobufIsRefusedByTheFieldThatIsNone(String hex, String field) {
    StatusRuntimeException refused =
        catchThrowableOfType(StatusRuntimeException.class, () -> offer(hex.replace(" ", "")));

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refused.getStatus().getDescription()).contains("is no protobuf");
    assertThat(violation(refused).getField()).isEqualTo(field);
    assertThat(violation(refused).getReason()).isEqualTo(Reason.MALFORMED_REQUEST.name());
    assertThat(engine.requests()).isEmpty();
  }

  @Test
  void fieldsInAnyOrderAndRepeatedAndUnknownAreTakenAsProtobufTakesThem() throws Exception {
    String sdp = "2203763d30";
    String another = "2203763d31";
    String unknown = "f07f01";

    OfferResponse response =
        OfferResponse.parseFrom(offer(another + unknown + sdp + CALL_FROM_TAG));

    assertThat(response.getServed().getResult()).isEqualTo("ok");
    assertThat(engine.awaitRequests(1).get(0).dictionary())
        .containsEntry("sdp", "v=0".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }

  private byte[] offer(String hex) {
    return RawCalls.call(
        sidecar.channel(), CallServiceGrpc.getOfferMethod(), HexFormat.of().parseHex(hex));
  }

  private static BadRequest.FieldViolation violation(StatusRuntimeException refused) {
    return Objects.requireNonNull(StatusProto.fromThrowable(refused)).getDetailsList().stream()
        .filter(detail -> detail.is(BadRequest.class))
        .map(
            detail -> {
              try {
                return detail.unpack(BadRequest.class);
              } catch (java.io.IOException impossible) {
                throw new IllegalStateException(impossible);
              }
            })
        .findFirst()
        .orElseThrow()
        .getFieldViolations(0);
  }
}
