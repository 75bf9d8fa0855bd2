package io.rtpengine.sidecar.expand;

import com.google.protobuf.ByteString;
import io.rtpengine.sidecar.sip.InvalidSipMessageException;
import io.rtpengine.sidecar.sip.SipBody;
import io.rtpengine.sidecar.sip.SipFacts;
import io.rtpengine.sidecar.sip.SipReader;
import io.rtpengine.v1.SipMessage;
import io.rtpengine.v1.SipMessageFacts;
import java.util.Optional;

/**
 * Finds out what there is to know of the SIP message of a request: by reading it, or from what the
 * caller says of it. Thread-safe.
 */
public final class SipMessageReader {

  private static final int FIRST_STATUS_CODE = 100;
  private static final int LAST_STATUS_CODE = 699;

  private final SipReader reader = new SipReader();

  /**
   * Returns the facts. Where the SDP stands is a place in {@link #body}.
   *
   * @throws InvalidSipMessageException if the message can't be read, or what is said of it can't be
   *     right
   */
  public SipFacts read(SipMessage message) throws InvalidSipMessageException {
    return switch (message.getMessageCase()) {
      case RAW -> reader.read(message.getRaw().toByteArray());
      case FACTS -> {
        if (message.getRewrite()) {
          throw new InvalidSipMessageException("there is no message to rewrite, only facts");
        }
        yield stated(message.getFacts());
      }
      case MESSAGE_NOT_SET ->
          throw new InvalidSipMessageException("there is neither a message nor facts of it");
    };
  }

  /** Returns what the SDP of a message is a part of. */
  static ByteString body(SipMessage message) {
    return message.hasFacts() ? message.getFacts().getSdp() : message.getRaw();
  }

  private static SipFacts stated(SipMessageFacts facts) throws InvalidSipMessageException {
    if (facts.getMethod().isEmpty()) {
      throw new InvalidSipMessageException("facts.method is missing");
    }
    int statusCode = facts.getStatusCode();
    if (facts.hasStatusCode()
        && (statusCode < FIRST_STATUS_CODE || statusCode > LAST_STATUS_CODE)) {
      throw new InvalidSipMessageException("facts.status_code is not from 100 to 699");
    }
    boolean hasSdp = facts.hasHasSdp() ? facts.getHasSdp() : !facts.getSdp().isEmpty();
    return new SipFacts(
        !facts.hasStatusCode(),
        facts.getMethod(),
        statusCode,
        unlessEmpty(facts.getCallId()),
        unlessEmpty(facts.getFromTag()),
        unlessEmpty(facts.getToTag()),
        facts.getViaBranchesList(),
        hasSdp
            ? Optional.of(new SipBody(0, facts.getSdp().size(), facts.getFragment()))
            : Optional.empty());
  }

  private static Optional<String> unlessEmpty(String text) {
    return Optional.of(text).filter(stated -> !stated.isEmpty());
  }
}
