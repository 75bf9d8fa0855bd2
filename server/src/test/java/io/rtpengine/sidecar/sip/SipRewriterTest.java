package io.rtpengine.sidecar.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SipRewriterTest {

  private static final String SDP = "v=0\r\ns=new\r\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: %d\r\n",
        "l:%d\r\n",
        "CONTENT-LENGTH \t:  %d \r\n",
        "Content-Length:\r\n  %d\r\n",
        "Content-Length: %d\n",
        "",
      })
  void sdpAndLengthAreReplacedAndNothingElse(String length) throws Exception {
    String rest =
        String.join(
            "\r\n",
            "INVITE sip:b@x SIP/2.0",
            "f:   <sip:a@x>;tag=a",
            "X-Odd:\u00e9  \t ",
            " folded",
            "CSeq: 1 INVITE",
            "c: application/sdp",
            "");

    assertThat(rewritten(rest + length.formatted(5) + "\r\nv=0\r\n"))
        .isEqualTo(rest + length.formatted(SDP.length()) + "\r\n" + SDP);
  }

  @Test
  void otherPartsOfTheBodyStay() throws Exception {
    String head =
        "INVITE sip:b@x SIP/2.0\r\nCSeq: 1 INVITE\r\nContent-Type: multipart/mixed;boundary=b\r\n";
    String before =
        "--b\r\nContent-Type: text/plain\r\n\r\nhi\r\n--b\r\nContent-Type: application/sdp\r\n\r\n";
    String after = "\r\n--b--\r\n";
    int length = before.length() + 3 + after.length();

    assertThat(rewritten(head + "Content-Length: " + length + "\r\n\r\n" + before + "v=0" + after))
        .isEqualTo(
            head
                + "Content-Length: "
                + (length - 3 + SDP.length())
                + "\r\n\r\n"
                + before
                + SDP
                + after);
  }

  @Test
  void bytesBeyondTheStatedLengthStay() throws Exception {
    String head = "INVITE sip:b@x SIP/2.0\r\nCSeq: 1 INVITE\r\nc: application/sdp\r\n";

    assertThat(rewritten(head + "l: 3\r\n\r\nv=0beyond"))
        .isEqualTo(head + "l: " + SDP.length() + "\r\n\r\n" + SDP + "beyond");
  }

  private static String rewritten(String message) throws InvalidSipMessageException {
    byte[] bytes = message.getBytes(StandardCharsets.ISO_8859_1);
    SipBody place = new SipReader().read(bytes).sdp().orElseThrow();
    return new String(
        SipRewriter.rewrite(bytes, place, SDP.getBytes(StandardCharsets.ISO_8859_1)),
        StandardCharsets.ISO_8859_1);
  }
}
