package io.rtpengine.sidecar.ng;

import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeException;
import io.rtpengine.sidecar.bencode.BencodeLimits;
import io.rtpengine.sidecar.bencode.BencodeReader;
import io.rtpengine.sidecar.bencode.BencodeString;

/** Tells what an engine said. */
final class Replies {

  private static final BencodeString RESULT = BencodeString.of("result");
  private static final BencodeString ERROR = BencodeString.of("error");
  private static final BencodeString ERROR_REASON = BencodeString.of("error-reason");
  private static final BencodeString LOAD_LIMIT = BencodeString.of("load limit");
  private static final BencodeString MESSAGE = BencodeString.of("message");

  private static final BencodeString WARNING = BencodeString.of("warning");

  private Replies() {}

  /**
   * Reads a reply without its cookie.
   *
   * <p>Whatever result is neither an error nor a load limit counts as success: that is {@code ok},
   * {@code pong}, and what a later rtpengine may come to say to requests of its own time.
   *
   * @param bytes the reply from {@code offset} on, which must not change afterwards
   */
  static NgOutcome read(
      byte[] bytes, int offset, BencodeLimits limits, int transmissions, long elapsedNanos) {
    BencodeDictionary reply;
    try {
      reply = BencodeReader.readDictionary(bytes, offset, bytes.length - offset, limits);
    } catch (BencodeException e) {
      return new NgOutcome.Malformed(String.valueOf(e.getMessage()), transmissions, elapsedNanos);
    }
    if (!(reply.get(RESULT).orElse(null) instanceof BencodeString result)) {
      return new NgOutcome.Malformed("no result", transmissions, elapsedNanos);
    }
    if (result.equals(ERROR)) {
      return new NgOutcome.Refused(words(reply, ERROR_REASON), reply, transmissions, elapsedNanos);
    }
    if (result.equals(LOAD_LIMIT)) {
      return new NgOutcome.Full(words(reply, MESSAGE), reply, transmissions, elapsedNanos);
    }
    return new NgOutcome.Replied(reply, transmissions, elapsedNanos);
  }

  /** Returns whether a reply has a warning that the call is not known. */
  static boolean warnsOfUnknownCall(BencodeDictionary reply) {
    return RefusalKind.of(words(reply, WARNING)) == RefusalKind.UNKNOWN_CALL;
  }

  /** Returns the text of an entry, empty if it is missing; for people, so never refused. */
  private static String words(BencodeDictionary reply, BencodeString key) {
    return reply.get(key).map(Object::toString).orElse("");
  }
}
