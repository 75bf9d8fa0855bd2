package io.rtpengine.sidecar.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.rtpengine.v1.NgValue;
import io.rtpengine.v1.OfferRequest;
import io.rtpengine.v1.TransformRequest;
import java.util.List;

/**
 * Whatever the bytes, a {@link WireMessage} understands them as protobuf itself does. Of what
 * protobuf refuses it may take what is not looked at: a message that something else of the same
 * oneof replaces.
 *
 * <p>The first byte of an input selects the type of message. The build tries the inputs in the
 * resource directory {@code WireMessageFuzzTestInputs}. To search for more, guided by coverage:
 *
 * <pre>
 * JAZZER_FUZZ=1 mvn -pl server -am test -Dtest=WireMessageFuzzTest -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 */
class WireMessageFuzzTest {

  private static final List<Descriptor> TYPES =
      List.of(
          OfferRequest.getDescriptor(), TransformRequest.getDescriptor(), NgValue.getDescriptor());

  @FuzzTest(maxDuration = "2m")
  void messageIsWhatProtobufTakesItFor(byte[] input) throws Exception {
    if (input.length == 0) {
      return;
    }
    byte[] bytes = java.util.Arrays.copyOfRange(input, 1, input.length);
    check(TYPES.get((input[0] & 0xff) % TYPES.size()), bytes);
  }

  static void check(Descriptor type, byte[] bytes) throws Exception {
    Message ours;
    try {
      ours = Rebuilt.message(type, bytes);
    } catch (MalformedMessageException refused) {
      assertThatExceptionOfType(InvalidProtocolBufferException.class)
          .as("protobuf takes what is refused: %s", refused.getMessage())
          .isThrownBy(() -> Rebuilt.byProtobuf(type, bytes));
      return;
    }
    Message theirs;
    try {
      theirs = Rebuilt.byProtobuf(type, bytes);
    } catch (InvalidProtocolBufferException notLookedAt) {
      return;
    }
    assertThat(ours).isEqualTo(theirs);
  }
}
