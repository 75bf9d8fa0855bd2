package io.rtpengine.sidecar.examples.proxy;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.rtpengine.v1.ManageRequest;
import io.rtpengine.v1.ManageResponse;
import io.rtpengine.v1.SipMessage;
import io.rtpengine.v1.SipServiceGrpc;
import io.rtpengine.v1.SipServiceGrpc.SipServiceBlockingStub;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The media of all calls: whatever is to be done about them, the sidecar finds in the SIP messages.
 * Thread-safe.
 */
final class Media {

  private static final int DEADLINE_SECONDS = 10;

  private final SipServiceBlockingStub sip;
  private final PrintStream log;

  Media(Channel sidecar, PrintStream log) {
    this.sip = SipServiceGrpc.newBlockingStub(sidecar);
    this.log = log;
  }

  /** Returns a message as it is to go on; nothing if the sidecar can't do what it demands. */
  Optional<Message> manage(Message message, InetSocketAddress source) {
    return manage(message, source, ManageRequest.getDefaultInstance());
  }

  /**
   * Does the same for a message of a call that may be forked.
   *
   * @param branch the branch that the INVITE went on with. It tells the phones that ring apart, so
   *     that the one that is busy takes no media from the others.
   */
  Optional<Message> manage(Message message, InetSocketAddress source, String branch) {
    return manage(message, source, ManageRequest.newBuilder().setViaBranch(branch).build());
  }

  private Optional<Message> manage(
      Message message, InetSocketAddress source, ManageRequest request) {
    String what = message.startLine().replaceFirst(" sips?:.*", "") + ", " + message.callId();
    try {
      ManageResponse response =
          sip.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
              .manage(
                  request.toBuilder()
                      .setSipMessage(
                          SipMessage.newBuilder()
                              .setRaw(ByteString.copyFrom(message.bytes()))
                              .setSourceAddress(source.getAddress().getHostAddress())
                              .setRewrite(true))
                      .build());
      log.printf("%s: %s (%s)%n", what, response.getAction(), response.getReason());
      return Message.parse(response.getSipMessage().toByteArray());
    } catch (StatusRuntimeException refused) {
      Status status = refused.getStatus();
      log.printf("%s: %s: %s%n", what, status.getCode(), status.getDescription());
      return Optional.empty();
    }
  }
}
