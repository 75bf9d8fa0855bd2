package io.rtpengine.sidecar.expand;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.rtpengine.sidecar.sip.SipBody;
import io.rtpengine.sidecar.sip.SipRewriter;
import io.rtpengine.sidecar.translate.Command;
import java.util.List;
import java.util.Optional;

/**
 * A request after its expansion. Immutable and thread-safe.
 *
 * @param command the command that it has become: another one if a flag string forces an answer
 * @param request the plain request of that command
 * @param warnings what is odd about what it came from
 * @param rewriting how the SIP message is to be returned, if it is
 */
public record Expansion(
    Command command, Message request, List<String> warnings, Optional<Rewriting> rewriting) {

  /**
   * A SIP message that is returned with another SDP.
   *
   * @param message the message
   * @param place where its SDP stands; nothing if it has none
   */
  public record Rewriting(ByteString message, Optional<SipBody> place) {

    /** Returns the message with another SDP; as it was if it had none, or none came of it. */
    public ByteString with(ByteString sdp) {
      return place.isEmpty() || sdp.isEmpty()
          ? message
          : ByteString.copyFrom(
              SipRewriter.rewrite(message.toByteArray(), place.get(), sdp.toByteArray()));
    }
  }
}
