package io.rtpengine.sidecar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.rtpengine.sidecar.testing.OnEveryRelease;
import io.rtpengine.sidecar.testing.RtpEndpoint;
import io.rtpengine.sidecar.testing.RtpengineContainer;
import io.rtpengine.sidecar.testing.RtpengineRelease;
import io.rtpengine.sidecar.testing.Sdp;
import io.rtpengine.sidecar.testing.Srtp;
import io.rtpengine.v1.AnswerRequest;
import io.rtpengine.v1.OfferRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * The profiles that come with the sidecar: what engines make of WebRTC, SRTP and plain RTP with
 * them. Alice calls, Bob answers.
 */
@OnEveryRelease
final class ProfilesIT {

  private static final String CANDIDATE = "127.0.0.1 49170 typ host";

  @AutoClose private final Rig rig;
  @AutoClose private final RtpEndpoint alice = RtpEndpoint.open();
  @AutoClose private final RtpEndpoint bob = RtpEndpoint.open();
  private final RtpengineRelease release;
  private final String id = Call.newId();

  ProfilesIT(RtpengineContainer engine, RtpengineRelease release) {
    this.rig = Rig.before(engine);
    this.release = release;
  }

  @AfterEach
  void hangUp() {
    Call.delete(rig.calls(), id);
  }

  @Test
  void whatGoesFromWebrtcToSipIsPlainAndTheAnswerIsWebrtcAgain() {
    Sdp.Media offered = offer("webrtc-to-sip", webrtc("actpass"));
    Sdp.Media answered = answer("webrtc-to-sip", plain(bob));

    assertPlain(offered);
    assertThat(offered.attribute("sendrecv")).isPresent();
    assertThat(offered.attribute("rtcp-mux")).isEmpty();
    assertWebrtc(answered);
    assertThat(answered.attribute("setup")).hasValueSatisfying(this::isRoleOfAnAnswer);
    assertThat(answered.attribute("mid")).contains("0");
  }

  @Test
  void bundleOfAWebrtcClientIsAccepted() {
    offer("webrtc-to-sip", webrtc("actpass"));

    String answered = answerOf("webrtc-to-sip", plain(bob));

    boolean bundles = release.isAtLeast(RtpengineRelease.V26_0);
    assertThat(answered.contains("a=group:BUNDLE 0")).isEqualTo(bundles);
  }

  @Test
  void whatGoesFromSipToWebrtcIsWebrtcAndTheAnswerIsPlainAgain() {
    Sdp.Media offered = offer("sip-to-webrtc", plain(alice));
    Sdp.Media answered = answer("sip-to-webrtc", webrtc("active"));

    assertWebrtc(offered);
    assertThat(offered.attribute("setup")).contains("actpass");
    assertThat(offered.attribute("mid")).isPresent();
    assertThat(offered.attribute("rtcp")).isEmpty();
    assertThat(offered.attribute("crypto")).isEmpty();
    assertPlain(answered);
    assertThat(answered.attribute("sendrecv")).isPresent();
  }

  @Test
  void sipToWebrtcServesCallersWithSdesToo() {
    Srtp own = Srtp.random();

    Sdp.Media offered = offer("sip-to-webrtc", encrypted(alice, own));
    Sdp.Media answered = answer("sip-to-webrtc", webrtc("active"));

    assertWebrtc(offered);
    assertThat(offered.attribute("crypto")).isEmpty();
    assertThat(answered.protocol()).isEqualTo("RTP/SAVP");
    assertThat(Srtp.of(answered)).isPresent();
    assertThat(answered.candidates()).isEmpty();
  }

  @Test
  void whatGoesFromWebrtcToSrtpHasKeysAndNothingElse() {
    Sdp.Media offered = offer("webrtc-to-srtp", webrtc("actpass"));
    Srtp key = Srtp.of(offered).orElseThrow();
    Sdp.Media answered = answer("webrtc-to-srtp", encrypted(bob, Srtp.random().answering(key)));

    assertThat(offered.protocol()).isEqualTo("RTP/SAVP");
    assertThat(offered.attribute("fingerprint")).isEmpty();
    assertThat(offered.candidates()).isEmpty();
    assertThat(offered.attributes()).noneMatch(attribute -> attribute.contains(" NULL_"));
    assertThat(offered.attribute("sendrecv")).isPresent();
    assertWebrtc(answered);
  }

  @Test
  void betweenWebrtcClientsTheEngineIsTheOnlyCandidate() {
    Sdp.Media offered = offer("webrtc-to-webrtc", webrtc("actpass"));
    Sdp.Media answered = answer("webrtc-to-webrtc", webrtc("active"));

    for (Sdp.Media sent : new Sdp.Media[] {offered, answered}) {
      assertWebrtc(sent);
      assertThat(sent.candidates()).hasSize(1);
      assertThat(sent.candidates().get(0)).doesNotContain(CANDIDATE);
      assertThat(sent.attribute("sendrecv")).isPresent();
    }
  }

  @Test
  void mediaCrossFromSrtpToRtpAndBack() {
    Srtp own = Srtp.random();

    Sdp.Media offered = offer("srtp-to-rtp", encrypted(alice, own));
    Sdp.Media answered = answer("srtp-to-rtp", plain(bob));

    assertPlain(offered);
    assertThat(answered.protocol()).isEqualTo("RTP/SAVP");
    alice.encrypt(own, Srtp.of(answered).orElseThrow());
    assertMediaCross(offered, answered);
  }

  @Test
  void mediaCrossFromRtpToSrtpAndBack() {
    Sdp.Media offered = offer("rtp-to-srtp", plain(alice));
    Srtp key = Srtp.of(offered).orElseThrow();
    Srtp own = Srtp.random().answering(key);
    Sdp.Media answered = answer("rtp-to-srtp", encrypted(bob, own));

    assertThat(offered.protocol()).isEqualTo("RTP/SAVP");
    assertThat(offered.attribute("fingerprint")).isEmpty();
    assertThat(offered.attributes()).noneMatch(attribute -> attribute.contains(" NULL_"));
    assertPlain(answered);
    bob.encrypt(own, key);
    assertMediaCross(offered, answered);
  }

  @Test
  void mediaCrossEncryptedWhereAnOpportunisticOfferIsTakenUp() {
    Sdp.Media offered = offer("rtp-to-osrtp", plain(alice));
    Srtp key = Srtp.of(offered).orElseThrow();
    Srtp own = Srtp.random().answering(key);
    Sdp.Media answered = answer("rtp-to-osrtp", opportunistic(bob, own));

    assertThat(offered.protocol()).isEqualTo("RTP/AVP");
    assertPlain(answered);
    bob.encrypt(own, key);
    assertMediaCross(offered, answered);
  }

  @Test
  void mediaCrossPlainWhereAnOpportunisticOfferIsNotTakenUp() {
    Sdp.Media offered = offer("rtp-to-osrtp", plain(alice));
    Sdp.Media answered = answer("rtp-to-osrtp", plain(bob));

    assertPlain(answered);
    assertMediaCross(offered, answered);
  }

  @Test
  void opportunisticOfferIsTakenUpByTheEngine() {
    Srtp own = Srtp.random();

    Sdp.Media offered = offer("osrtp-to-rtp", opportunistic(alice, own));
    Sdp.Media answered = answer("osrtp-to-rtp", plain(bob));

    assertPlain(offered);
    assertThat(answered.protocol()).isEqualTo("RTP/AVP");
    alice.encrypt(own, Srtp.of(answered).orElseThrow());
    assertMediaCross(offered, answered);
  }

  private void assertMediaCross(Sdp.Media offered, Sdp.Media answered) {
    bob.sendTo(offered.rtp());
    alice.sendTo(answered.rtp());
    Call.assertHears(alice, bob);
    Call.assertHears(bob, alice);
  }

  private static void assertPlain(Sdp.Media media) {
    assertThat(media.protocol()).isEqualTo("RTP/AVP");
    assertThat(media.port()).isPositive();
    assertThat(media.address()).isNotEqualTo("0.0.0.0");
    assertThat(media.candidates()).isEmpty();
    for (String name : new String[] {"ice-ufrag", "ice-pwd", "fingerprint", "setup", "crypto"}) {
      assertThat(media.attribute(name)).as(name).isEmpty();
    }
  }

  private static void assertWebrtc(Sdp.Media media) {
    assertThat(media.protocol()).isEqualTo("UDP/TLS/RTP/SAVPF");
    assertThat(media.candidates()).isNotEmpty();
    for (String name : new String[] {"ice-ufrag", "ice-pwd", "fingerprint", "setup", "rtcp-mux"}) {
      assertThat(media.attribute(name)).as(name).isPresent();
    }
  }

  private void isRoleOfAnAnswer(String role) {
    assertThat(role).isIn("active", "passive");
  }

  private Sdp.Media offer(String profile, ByteString sdp) {
    return media(
        rig.calls()
            .offer(
                OfferRequest.newBuilder()
                    .setCallId(id)
                    .setFromTag("alice")
                    .setSdp(sdp)
                    .addProfiles(profile)
                    .build())
            .getSdp()
            .toStringUtf8());
  }

  private Sdp.Media answer(String profile, ByteString sdp) {
    return media(answerOf(profile, sdp));
  }

  private String answerOf(String profile, ByteString sdp) {
    return rig.calls()
        .answer(
            AnswerRequest.newBuilder()
                .setCallId(id)
                .setFromTag("alice")
                .setToTag("bob")
                .setSdp(sdp)
                .addProfiles(profile)
                .build())
        .getSdp()
        .toStringUtf8();
  }

  private static Sdp.Media media(String sdp) {
    return Sdp.parse(sdp).audio();
  }

  private static ByteString plain(RtpEndpoint endpoint) {
    return Call.sdpOf(endpoint);
  }

  private static ByteString opportunistic(RtpEndpoint endpoint, Srtp key) {
    return Call.sdpOf(endpoint, key.attribute());
  }

  private static ByteString encrypted(RtpEndpoint endpoint, Srtp key) {
    return ByteString.copyFromUtf8(
        opportunistic(endpoint, key).toStringUtf8().replace("RTP/AVP", "RTP/SAVP"));
  }

  /** What a browser offers or answers that tells its candidates later, abridged. */
  private static ByteString webrtc(String setup) {
    return ByteString.copyFromUtf8(
        """
        v=0
        o=- 4611731400430051336 2 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE 0
        a=msid-semantic: WMS stream
        m=audio 9 UDP/TLS/RTP/SAVPF 111 0 101
        c=IN IP4 0.0.0.0
        a=rtcp:9 IN IP4 0.0.0.0
        a=candidate:1 1 udp 2122260223 %s generation 0
        a=ice-ufrag:abcd
        a=ice-pwd:abcdefghijklmnopqrstuvwx
        a=ice-options:trickle
        a=fingerprint:sha-256 %s
        a=setup:%s
        a=mid:0
        a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
        a=sendrecv
        a=msid:stream track
        a=rtcp-mux
        a=rtpmap:111 opus/48000/2
        a=rtcp-fb:111 transport-cc
        a=rtpmap:0 PCMU/8000
        a=rtpmap:101 telephone-event/8000
        a=ssrc:12345 cname:browser
        """
            .formatted(CANDIDATE, "AB:".repeat(31) + "CD", setup)
            .replace("\n", "\r\n"));
  }
}
