package io.rtpengine.sidecar.sip;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Puts another SDP in the place of the one that a SIP message has. */
public final class SipRewriter {

  private SipRewriter() {}

  /**
   * Returns a message with another SDP and, if it states one, another length of its body; every
   * other byte is as it was.
   *
   * @param message the message, which {@link SipReader} could read
   * @param place where its SDP stands
   * @param sdp the new one
   */
  public static byte[] rewrite(byte[] message, SipBody place, byte[] sdp) {
    int bodyStart = SipReader.bodyStart(message);
    ByteArrayOutputStream rewritten = new ByteArrayOutputStream(message.length + sdp.length);
    int copied = 0;
    for (StatedLength stated : StatedLength.all(message, bodyStart)) {
      // What the message has beyond its stated length is no part of the body, and stays out of it.
      long length = Math.min(stated.length(), message.length - bodyStart);
      long changed = length - (place.end() - place.start()) + sdp.length;
      rewritten.write(message, copied, stated.start() - copied);
      rewritten.writeBytes(Long.toString(changed).getBytes(StandardCharsets.US_ASCII));
      copied = stated.end();
    }
    rewritten.write(message, copied, bodyStart - copied);
    rewritten.write(message, bodyStart, place.start() - bodyStart);
    rewritten.writeBytes(sdp);
    rewritten.write(message, place.end(), message.length - place.end());
    return rewritten.toByteArray();
  }
}
