package io.rtpengine.sidecar.expand;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.rtpengine.sidecar.flags.FlagItem;
import io.rtpengine.sidecar.flags.FlagString;
import io.rtpengine.sidecar.flags.FlagStringException;
import io.rtpengine.sidecar.translate.InvalidMessageException;
import io.rtpengine.v1.SipMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Whatever a flag string says, it becomes a dictionary that can be sent, or is refused with the
 * place where it is wrong.
 *
 * <p>The first byte of an input selects the RPC, the second the SIP message, the others are the
 * flag string. The build tries the inputs in the resource directory {@code
 * FlagStringFuzzTestInputs}. To search for more, guided by coverage:
 *
 * <pre>
 * JAZZER_FUZZ=1 mvn -pl server -am test -Dtest=FlagStringFuzzTest -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 */
class FlagStringFuzzTest {

  private static final Expanding EXPANDING = new Expanding();
  private static final List<String> RPCS = List.copyOf(EXPANDING.rpcs());

  private static final List<SipMessage> MESSAGES =
      List.of(
          Expanding.request("INVITE", ""),
          Expanding.request("INVITE", "tt"),
          Expanding.response(200, "INVITE", ""),
          Expanding.response(200, "INVITE", "tt"));

  @FuzzTest(maxDuration = "2m")
  void whatIsUnderstoodCanBeSent(byte[] input) throws Exception {
    if (input.length < 2) {
      return;
    }
    String flags = new String(input, 2, input.length - 2, StandardCharsets.UTF_8);
    itemsStandWhereTheySay(flags);
    try {
      String wire =
          Expanding.wire(
              EXPANDING.expand(
                  RPCS.get((input[0] & 0xff) % RPCS.size()),
                  flags,
                  MESSAGES.get((input[1] & 0xff) % MESSAGES.size())));
      assertThat(wire).contains("call-id=").contains("received from=[IP");
    } catch (ExpansionException | InvalidMessageException refused) {
      assertThat(refused.getMessage()).isNotEmpty();
    }
  }

  private static void itemsStandWhereTheySay(String flags) {
    try {
      int end = 0;
      for (FlagItem item : FlagString.parse(flags)) {
        int start = item.position() - 1;
        assertThat(start).isGreaterThanOrEqualTo(end);
        String written = item.name() + (item.value() == null ? "" : "=" + item.value());
        assertThat(flags.startsWith(written, start)).as(written).isTrue();
        end = start + written.length();
      }
    } catch (FlagStringException refused) {
      assertThat(refused.position()).isBetween(1, flags.length() + 1);
    }
  }
}
