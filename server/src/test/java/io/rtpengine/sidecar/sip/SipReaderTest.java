package io.rtpengine.sidecar.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SipReaderTest {

  private static final String INVITE =
      """
      INVITE sip:bob@example.com SIP/2.0
      Via: SIP/2.0/UDP proxy.example.com;branch=z9hG4bK-1
      Via: SIP/2.0/TCP phone.example.com:5060;rport;branch=z9hG4bK-2
      From: "Alice; tag=no" <sip:alice@example.com;tag=no>;tag=alice-1
      To: <sip:bob@example.com>
      Call-ID: call-1@phone.example.com
      CSeq: 1 INVITE
      Content-Type: application/sdp
      Content-Length: 5

      v=0
      """;

  private final SipReader reader = new SipReader();

  @Test
  void factsOfARequest() throws Exception {
    SipFacts facts = read(INVITE);

    assertThat(facts.request()).isTrue();
    assertThat(facts.method()).isEqualTo("INVITE");
    assertThat(facts.statusCode()).isZero();
    assertThat(facts.callId()).contains("call-1@phone.example.com");
    assertThat(facts.fromTag()).contains("alice-1");
    assertThat(facts.toTag()).isEmpty();
    assertThat(facts.branches()).containsExactly("z9hG4bK-1", "z9hG4bK-2");
    assertThat(sdp(INVITE)).isEqualTo("v=0\r\n");
  }

  @Test
  void factsOfAResponse() throws Exception {
    SipFacts facts =
        read(
            """
            SIP/2.0 183 Session Progress
            Via: SIP/2.0/UDP a;branch=1
            From: <sip:a@x>;tag=a
            To: <sip:b@x>;tag=b
            Call-ID: c
            CSeq: 7 PRACK
            Content-Length: 0

            """);

    assertThat(facts.request()).isFalse();
    assertThat(facts.method()).isEqualTo("PRACK");
    assertThat(facts.statusCode()).isEqualTo(183);
    assertThat(facts.toTag()).contains("b");
    assertThat(facts.sdp()).isEmpty();
  }

  @Test
  void compactAndFoldedHeadersAreUnderstood() throws Exception {
    String message =
        """
        INFO sip:b@x SIP/2.0
        v: SIP/2.0/UDP a
         ;branch=1 ,
         SIP/2.0/UDP b;branch=2
        f:
        	<sip:a@x>
          ; tag=a
        t: tel:+1234;tag=b
        i
         : c
        CSeq: 2
         INFO
        c: application/sdp; charset="utf-8"
        l
         :3

        v=0
        """;

    SipFacts facts = read(message);

    assertThat(facts.branches()).containsExactly("1", "2");
    assertThat(facts.fromTag()).contains("a");
    assertThat(facts.toTag()).contains("b");
    assertThat(facts.callId()).contains("c");
    assertThat(facts.method()).isEqualTo("INFO");
    assertThat(sdp(message)).isEqualTo("v=0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<urn:service:sos>;tag=b",
        "sip:b@x;tag=b",
        "tel:+49-30-123;tag=b",
        "\"quoted \\\" ; tag=no\" <sips:b@[2001:db8::1]:5061>;x=y;tag=b",
        "Bob <nobodyKnows:totally?opaque>;tag=b",
        "<sip:b%20c@x;p=q?h=v>;TAG=b",
        "<sip:b@x> ; tag = b",
      })
  void tagIsFoundBesideAnyUri(String to) throws Exception {
    assertThat(read(INVITE.replace("<sip:bob@example.com>\nCall", to + "\nCall")).toTag())
        .contains("b");
  }

  @Test
  void headersThatDoNotMatterMayBeBroken() throws Exception {
    SipFacts facts =
        read(
            INVITE.replace(
                "CSeq",
                "Contact: <<<\nX: \u0001\nExpires: never\nRoute: ;;\nDate: yesterday\nCSeq"));

    assertThat(facts.callId()).contains("call-1@phone.example.com");
    assertThat(facts.method()).isEqualTo("INVITE");
  }

  @Test
  void emptyLinesBeforeAMessageAreSkipped() throws Exception {
    assertThat(read("\n\n" + INVITE).callId()).isPresent();
    assertThat(sdp("\n\n" + INVITE)).isEqualTo("v=0\r\n");
  }

  @Test
  void linesMayEndWithLfAlone() throws Exception {
    assertThat(reader.read(INVITE.getBytes(StandardCharsets.UTF_8)).callId()).isPresent();
  }

  @Test
  void bytesBeyondTheStatedLengthAreNoSdp() throws Exception {
    assertThat(sdp(INVITE + "more\n")).isEqualTo("v=0\r\n");
  }

  @Test
  void bodyEndsWithTheMessageIfNoLengthIsStated() throws Exception {
    assertThat(sdp(INVITE.replace("Content-Length: 5\n", "") + "more\n"))
        .isEqualTo("v=0\r\nmore\r\n");
  }

  @Test
  void bodyWithoutATypeIsNoSdp() throws Exception {
    assertThat(read(INVITE.replace("Content-Type: application/sdp\n", "")).sdp()).isEmpty();
  }

  @Test
  void sdpIsFoundInAMultipartBody() throws Exception {
    String message =
        """
        INVITE sip:b@x SIP/2.0
        From: <sip:a@x>;tag=a
        To: <sip:b@x>
        Call-ID: c
        CSeq: 1 INVITE
        Content-Type: multipart/mixed; boundary="b 1"

        preamble
        --b 1
        Content-Type: application/isup; version=itu-t92+
        Content-Disposition: signal

        \u0001\u0002
        --b 1
        Content-Type: multipart/alternative; boundary=inner

        --inner
        Content-Type:
         application/sdp
        X: y

        v=0
        --inner--
        --b 1--
        epilogue
        """;

    assertThat(sdp(message)).isEqualTo("v=0");
  }

  @Test
  void fragmentOfIceCandidatesIsFound() throws Exception {
    SipFacts facts =
        read(
            INVITE
                .replace("INVITE", "INFO")
                .replace("application/sdp", "application/trickle-ice-sdpfrag"));

    assertThat(facts.sdp()).hasValueSatisfying(place -> assertThat(place.fragment()).isTrue());
  }

  @ParameterizedTest
  @CsvSource({
    "'',                                   no empty line",
    "'hello',                              no empty line",
    "'hello\n\n',                          no method",
    "'SIP/2.0 200 OK\nCall-ID: c\n\n',     no method",
    "'\n\n\n',                             no empty line",
  })
  void whatIsNoSipMessageIsRefused(String message, String problem) {
    assertThatExceptionOfType(InvalidSipMessageException.class)
        .isThrownBy(() -> read(message))
        .withMessageContaining(problem);
  }

  @Test
  void tooManyLinesAndTooManyBytesAreRefused() {
    assertThatExceptionOfType(InvalidSipMessageException.class)
        .isThrownBy(() -> read(INVITE.replace("CSeq", "X: y\n".repeat(1_000) + "CSeq")))
        .withMessageContaining("lines");
    assertThatExceptionOfType(InvalidSipMessageException.class)
        .isThrownBy(() -> reader.read(new byte[SipReader.MAX_BYTES + 1]))
        .withMessageContaining("bytes");
  }

  @Test
  void damagedMessagesAreReadOrRefusedButNothingElse() {
    Random random = new Random(1);
    byte[] whole = INVITE.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < 5_000; round++) {
      byte[] damaged = whole.clone();
      for (int i = random.nextInt(8); i >= 0; i--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      assertThatNoException()
          .isThrownBy(
              () -> {
                try {
                  reader.read(damaged);
                } catch (InvalidSipMessageException expected) {
                  // Refused.
                }
              });
    }
  }

  private SipFacts read(String message) throws InvalidSipMessageException {
    return reader.read(bytes(message));
  }

  private String sdp(String message) throws InvalidSipMessageException {
    SipBody place = read(message).sdp().orElseThrow();
    return new String(
        bytes(message), place.start(), place.end() - place.start(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String message) {
    return message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
  }
}
