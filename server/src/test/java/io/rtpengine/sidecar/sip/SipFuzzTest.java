package io.rtpengine.sidecar.sip;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Whatever message comes is read or refused, and one that is given another SDP says the same as
 * before otherwise.
 *
 * <p>The build tries the inputs in the resource directory {@code SipFuzzTestInputs}: the torture
 * messages of RFC 4475, byte for byte, and such as SIPp sends. To search for more, guided by
 * coverage:
 *
 * <pre>
 * JAZZER_FUZZ=1 mvn -pl server -am test -Dtest=SipFuzzTest -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 */
class SipFuzzTest {

  private static final byte[] SDP =
      "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\n".getBytes(StandardCharsets.UTF_8);

  private static final SipReader READER = new SipReader();

  @FuzzTest(maxDuration = "2m")
  void anotherSdpChangesNothingElse(byte[] message) throws Exception {
    SipFacts facts;
    try {
      facts = READER.read(message);
    } catch (InvalidSipMessageException refused) {
      return;
    }
    if (facts.sdp().isEmpty() || message.length + SDP.length > SipReader.MAX_BYTES - 16) {
      return;
    }
    SipBody place = facts.sdp().get();
    assertThat(place.start()).isBetween(0, place.end());
    assertThat(place.end()).isLessThanOrEqualTo(message.length);

    byte[] rewritten = SipRewriter.rewrite(message, place, SDP);

    SipFacts after = READER.read(rewritten);
    SipBody found = after.sdp().orElseThrow();
    assertThat(Arrays.copyOfRange(rewritten, found.start(), found.end())).isEqualTo(SDP);
    assertThat(without(after)).isEqualTo(without(facts));
  }

  private static SipFacts without(SipFacts facts) {
    return new SipFacts(
        facts.request(),
        facts.method(),
        facts.statusCode(),
        facts.callId(),
        facts.fromTag(),
        facts.toTag(),
        facts.branches(),
        Optional.empty());
  }
}
