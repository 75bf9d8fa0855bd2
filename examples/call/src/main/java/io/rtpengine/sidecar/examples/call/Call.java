package io.rtpengine.sidecar.examples.call;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.rtpengine.sidecar.testing.RtpEndpoint;
import io.rtpengine.sidecar.testing.Sdp;
import io.rtpengine.v1.AnswerRequest;
import io.rtpengine.v1.AnswerResponse;
import io.rtpengine.v1.CallServiceGrpc;
import io.rtpengine.v1.CallServiceGrpc.CallServiceBlockingStub;
import io.rtpengine.v1.DeleteRequest;
import io.rtpengine.v1.DeleteResponse;
import io.rtpengine.v1.OfferRequest;
import io.rtpengine.v1.OfferResponse;
import java.io.PrintStream;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A call between Alice and Bob: an offer, an answer, a second of sound and a digit in both
 * directions, and the end. Everything is real but the SIP.
 */
final class Call {

  private static final Duration TONE = Duration.ofMillis(500);
  private static final Duration PRESS = Duration.ofMillis(200);
  private static final char ALICES_DIGIT = '5';
  private static final char BOBS_DIGIT = '9';

  private final String callId = UUID.randomUUID().toString();
  private final CallServiceBlockingStub calls;
  private final PrintStream out;

  Call(Channel channel, PrintStream out) {
    this.calls = CallServiceGrpc.newBlockingStub(channel);
    this.out = out;
  }

  void make() {
    try (RtpEndpoint alice = RtpEndpoint.open();
        RtpEndpoint bob = RtpEndpoint.open()) {
      bob.sendTo(offer(Sdp.audio(alice.address())).audio().rtp());
      alice.sendTo(answer(Sdp.audio(bob.address())).audio().rtp());
      talk(alice, bob);
      heading("Media");
      report("Alice", alice, "Bob", bob, ALICES_DIGIT);
      report("Bob", bob, "Alice", alice, BOBS_DIGIT);
    } finally {
      delete();
    }
  }

  private Sdp offer(String sdp) {
    OfferResponse response =
        within5Seconds()
            .offer(
                OfferRequest.newBuilder()
                    .setCallId(callId)
                    .setFromTag("alice")
                    .setSdp(ByteString.copyFromUtf8(sdp))
                    .build());
    heading("Offer: from Alice, as it goes in");
    out.print(sdp);
    heading("Offer: as it goes on to Bob, from " + response.getServed().getNode());
    out.print(response.getSdp().toStringUtf8());
    return Sdp.parse(response.getSdp().toStringUtf8());
  }

  private Sdp answer(String sdp) {
    AnswerResponse response =
        within5Seconds()
            .answer(
                AnswerRequest.newBuilder()
                    .setCallId(callId)
                    .setFromTag("alice")
                    .setToTag("bob")
                    .setSdp(ByteString.copyFromUtf8(sdp))
                    .build());
    heading("Answer: from Bob, as it goes in");
    out.print(sdp);
    heading("Answer: as it goes back to Alice");
    out.print(response.getSdp().toStringUtf8());
    return Sdp.parse(response.getSdp().toStringUtf8());
  }

  private void delete() {
    // With a tag, because rtpengine 10.5 reports nothing without.
    DeleteResponse response =
        within5Seconds()
            .delete(DeleteRequest.newBuilder().setCallId(callId).setFromTag("alice").build());
    heading("Delete: the final statistics");
    out.print(new Statistics(response.getReport()));
  }

  /** Has both talk at once, press a digit each, and talk on. */
  private static void talk(RtpEndpoint alice, RtpEndpoint bob) {
    CompletableFuture.allOf(
            CompletableFuture.runAsync(() -> talk(alice, ALICES_DIGIT)),
            CompletableFuture.runAsync(() -> talk(bob, BOBS_DIGIT)))
        .join();
  }

  private static void talk(RtpEndpoint party, char digit) {
    party.sender().sendTone(TONE);
    party.sender().sendDigit(digit, PRESS);
    party.sender().sendTone(TONE);
  }

  private void report(
      String fromName, RtpEndpoint from, String toName, RtpEndpoint to, char digit) {
    to.receiver().awaitDigits(String.valueOf(digit));
    to.receiver().awaitQuiet(Duration.ofMillis(100));
    int crossed = to.receiver().countBySsrc().getOrDefault(from.sender().ssrc(), 0);
    out.printf(
        "%-5s to %-5s  %d RTP packets sent, %d received;  pressed %c, %s heard %s%n",
        fromName, toName, from.sender().packets(), crossed, digit, toName, to.receiver().digits());
  }

  private CallServiceBlockingStub within5Seconds() {
    return calls.withDeadlineAfter(5, TimeUnit.SECONDS);
  }

  private void heading(String text) {
    out.printf("%n--- %s%n", text);
  }
}
