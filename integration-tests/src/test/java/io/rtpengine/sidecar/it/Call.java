package io.rtpengine.sidecar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.rtpengine.sidecar.testing.RtpEndpoint;
import io.rtpengine.sidecar.testing.Sdp;
import io.rtpengine.v1.AnswerRequest;
import io.rtpengine.v1.AnswerResponse;
import io.rtpengine.v1.CallServiceGrpc.CallServiceBlockingStub;
import io.rtpengine.v1.DeleteRequest;
import io.rtpengine.v1.DeleteResponse;
import io.rtpengine.v1.OfferRequest;
import io.rtpengine.v1.OfferResponse;
import io.rtpengine.v1.Participant;
import io.rtpengine.v1.SessionOptions;
import java.time.Duration;
import java.util.UUID;

/** A call from Alice to Bob that Bob has answered, until it is closed. */
final class Call implements AutoCloseable {

  /** Ten packets. */
  static final Duration A_WHILE = Duration.ofMillis(200);

  /** Longer than any packet takes. */
  static final Duration SILENCE = Duration.ofMillis(150);

  private final CallServiceBlockingStub calls;
  private final String id = newId();
  private final RtpEndpoint alice = RtpEndpoint.open();
  private final RtpEndpoint bob = RtpEndpoint.open();

  private Call(CallServiceBlockingStub calls) {
    this.calls = calls;
  }

  static Call establish(CallServiceBlockingStub calls, SessionOptions options) {
    Call call = new Call(calls);
    OfferResponse offered =
        calls.offer(
            OfferRequest.newBuilder()
                .setCallId(call.id)
                .setFromTag(call.aliceTag())
                .setSdp(sdpOf(call.alice))
                .setOptions(options)
                .build());
    AnswerResponse answered =
        calls.answer(
            AnswerRequest.newBuilder()
                .setCallId(call.id)
                .setFromTag(call.aliceTag())
                .setToTag(call.bobTag())
                .setSdp(sdpOf(call.bob))
                .setOptions(options)
                .build());
    connect(call.bob, offered.getSdp());
    connect(call.alice, answered.getSdp());
    return call;
  }

  static String newId() {
    return "it-" + UUID.randomUUID();
  }

  /** Ends a call at once: by default, an engine keeps it for half a minute. */
  static DeleteResponse delete(CallServiceBlockingStub calls, String id) {
    return calls.delete(
        DeleteRequest.newBuilder()
            .setCallId(id)
            .setDeleteDelay(com.google.protobuf.Duration.getDefaultInstance())
            .build());
  }

  /** Returns what an endpoint offers or answers. */
  static ByteString sdpOf(RtpEndpoint endpoint, String... attributes) {
    return ByteString.copyFromUtf8(Sdp.audio(endpoint.address(), attributes));
  }

  /** Has an endpoint send to where an SDP says. */
  static void connect(RtpEndpoint endpoint, ByteString sdp) {
    endpoint.sendTo(Sdp.parse(sdp.toStringUtf8()).audio().rtp());
  }

  String id() {
    return id;
  }

  String aliceTag() {
    return "alice-" + id;
  }

  String bobTag() {
    return "bob-" + id;
  }

  RtpEndpoint alice() {
    return alice;
  }

  RtpEndpoint bob() {
    return bob;
  }

  /** Selects Alice, and nobody else, on every release. */
  Participant onlyAlice() {
    return Participant.newBuilder().setFromTag(aliceTag()).setDirectional(true).build();
  }

  /** Selects Bob, and nobody else, on every release. */
  Participant onlyBob() {
    return Participant.newBuilder().setFromTag(bobTag()).setDirectional(true).build();
  }

  /** Has both talk, and fails unless each hears the other and nobody else. */
  void assertMediaCrosses() {
    assertHears(alice, bob);
    assertHears(bob, alice);
  }

  /** Has one talk, and fails unless the other hears every packet. */
  static void assertHears(RtpEndpoint talker, RtpEndpoint listener) {
    listener.receiver().clear();
    int sent = talker.sender().sendTone(A_WHILE);
    listener.receiver().awaitPackets(sent);
    assertThat(listener.receiver().countBySsrc()).containsOnlyKeys(talker.sender().ssrc());
  }

  /** Has one talk, and fails if anything reaches the other. */
  static void assertHearsNothing(RtpEndpoint talker, RtpEndpoint listener) {
    listener.receiver().awaitQuiet(SILENCE);
    listener.receiver().clear();
    talker.sender().sendTone(A_WHILE);
    listener.receiver().awaitQuiet(SILENCE);
    assertThat(listener.receiver().packets()).isEmpty();
  }

  @Override
  public void close() {
    delete(calls, id);
    alice.close();
    bob.close();
  }
}
