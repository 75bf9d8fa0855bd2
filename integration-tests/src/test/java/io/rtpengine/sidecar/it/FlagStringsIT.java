package io.rtpengine.sidecar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.rtpengine.sidecar.testing.OnEveryRelease;
import io.rtpengine.sidecar.testing.RtpengineContainer;
import io.rtpengine.v1.AnswerRequest;
import io.rtpengine.v1.DeleteRequest;
import io.rtpengine.v1.OfferRequest;
import io.rtpengine.v1.SipMessage;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What flag strings do, and that whole calls go through with nothing but SIP messages beside. */
@OnEveryRelease
final class FlagStringsIT {

  private static final String SDP =
      """
      v=0
      o=alice 1 1 IN IP4 198.51.100.1
      s=-
      c=IN IP4 198.51.100.1
      t=0 0
      m=audio 4000 RTP/AVP 0 8
      a=rtpmap:0 PCMU/8000
      a=rtpmap:8 PCMA/8000
      a=rtcp-mux
      a=ice-ufrag:abcdefgh
      a=ice-pwd:abcdefghijklmnopqrstuvwx
      a=candidate:1 1 UDP 2130706431 198.51.100.1 4000 typ host
      """;

  @AutoClose private final Rig rig;

  FlagStringsIT(RtpengineContainer engine) {
    rig = Rig.before(engine);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RTP/AVP                       | m=audio \\d+ RTP/AVP 0 8",
        "RTP/AVPF                      | m=audio \\d+ RTP/AVPF 0 8",
        "RTP/SAVP                      | m=audio \\d+ RTP/SAVP 0 8",
        "RTP/SAVPF                     | m=audio \\d+ RTP/SAVPF 0 8",
        "SRTP AVPF                     | m=audio \\d+ RTP/SAVPF 0 8",
        "RTP/SAVPF AVP                 | m=audio \\d+ RTP/SAVP 0 8",
        "SRTP RTP                      | m=audio \\d+ RTP/AVP 0 8",
        "UDP/TLS/RTP/SAVP              | m=audio \\d+ UDP/TLS/RTP/SAVP 0 8",
        "UDP/TLS/RTP/SAVPF RTP         | m=audio \\d+ UDP/TLS/RTP/SAVP 0 8",
        "ICE=force                     | a=candidate:",
        "media-address=192.0.2.77      | c=IN IP4 192\\.0\\.2\\.77",
        "rtcp-mux-offer                | a=rtcp-mux",
        "rtcp-mux-require              | a=rtcp-mux",
        "transcode-G722                | a=rtpmap:9 G722/8000",
        "codec=[transcode=[G722]]      | a=rtpmap:9 G722/8000",
        "codec-strip-PCMA              | m=audio \\d+ RTP/AVP 0\\b(?! 8)",
      })
  void isSeenInTheSdp(String flags, String expected) {
    assertThat(offered(flags)).containsPattern(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ICE=remove                    | a=candidate:",
        "ICE=remove                    | a=ice-ufrag:",
        "rtcp-mux-demux                | a=rtcp-mux",
        "codec-strip-PCMA              | PCMA",
        "codec-mask-PCMA               | PCMA",
        "replace-origin                | o=alice 1 1 IN IP4 198\\.51\\.100\\.1",
        "replace-session-connection    | c=IN IP4 198\\.51\\.100\\.1",
      })
  void isNoLongerSeenInTheSdp(String flags, String unexpected) {
    assertThat(offered(flags)).doesNotContainPattern(unexpected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "asymmetric",
        "symmetric",
        "force trust-address symmetric replace-origin replace-session-connection ICE=force RTP/SAVPF",
        "SIP-source-address",
        "loop-protect",
        "auto-bridge",
        "repacketize=20",
        "internal external",
        "in-iface=internal out-iface=external",
        "replace-zero-address replace-username replace-SDP-version replace-session-name",
        "address-family=IP4",
        "rtcp-mux-accept",
        "rtcp-mux-reject",
        "rtcp-mux=[offer accept]",
        "record-call=no metadata=6162",
        "delete-delay=0",
        "directional",
        "via-branch=1",
        "via-branch=auto",
        "via-branch-param=mine",
        "received-from=192.0.2.9",
        "received-from=2001:db8::1",
        "label=caller",
        "DTLS=passive",
        "SDES=[off]",
        "codec-mask-PCMA codec-strip-opus transcode-opus",
        "nobody-knows-this nor=this neither=[this or=[that]]",
      })
  void wholeCallGoesThroughWithMessagesAndFlags(String flags) {
    String id = Call.newId();
    String offer =
        rig.calls()
            .offer(
                OfferRequest.newBuilder()
                    .setFlagsString(flags)
                    .setSipMessage(message("INVITE sip:bob@example.com SIP/2.0", id, "", SDP))
                    .build())
            .getSdp()
            .toStringUtf8();
    String answer =
        rig.calls()
            .answer(
                AnswerRequest.newBuilder()
                    .setSipMessage(message("SIP/2.0 200 OK", id, ";tag=bob", SDP))
                    .setFlagsString(flags.contains("via-branch-param") ? flags : "")
                    .build())
            .getSdp()
            .toStringUtf8();

    assertThat(offer).contains("m=audio ");
    assertThat(answer).contains("m=audio ");
    assertThat(rig.calls().delete(delete(id)).getServed().getWarning()).isEmpty();
  }

  private String offered(String flags) {
    String id = Call.newId();
    String sdp =
        rig.calls()
            .offer(
                OfferRequest.newBuilder()
                    .setFlagsString(flags)
                    .setSipMessage(message("INVITE sip:bob@example.com SIP/2.0", id, "", SDP))
                    .build())
            .getSdp()
            .toStringUtf8();
    assertThat(rig.calls().delete(delete(id)).getServed().getWarning()).isEmpty();
    return sdp;
  }

  private static DeleteRequest delete(String id) {
    return DeleteRequest.newBuilder()
        .setSipMessage(message("BYE sip:bob@example.com SIP/2.0", id, ";tag=bob", ""))
        .build();
  }

  private static SipMessage message(String firstLine, String id, String toTag, String sdp) {
    String body = sdp.replace("\n", "\r\n");
    String method = firstLine.startsWith("BYE") ? "2 BYE" : "1 INVITE";
    String message =
        String.join(
            "\r\n",
            firstLine,
            "Via: SIP/2.0/UDP 198.51.100.1:5060;branch=z9hG4bK-" + id,
            "From: <sip:alice@example.com>;tag=alice",
            "To: <sip:bob@example.com>" + toTag,
            "Call-ID: " + id,
            "CSeq: " + method,
            "Content-Type: application/sdp",
            "Content-Length: " + body.length(),
            "",
            body);
    return SipMessage.newBuilder()
        .setRaw(ByteString.copyFromUtf8(message))
        .setSourceAddress("198.51.100.1")
        .build();
  }
}
