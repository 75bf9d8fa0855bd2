package io.rtpengine.sidecar.simulation;

import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeException;
import io.rtpengine.sidecar.bencode.BencodeLimits;
import io.rtpengine.sidecar.bencode.BencodeReader;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import java.nio.charset.StandardCharsets;

/**
 * A datagram as an engine sees it.
 *
 * @param request which of the callers' requests it belongs to; {@link #POOLS_OWN} if none
 */
record NgDatagram(String cookie, String command, String callId, long request) {

  /** What a request is counted by, and its answer. */
  static final String REQUEST_KEY = "simulated-request";

  /** Who answered. */
  static final String ENGINE_KEY = "simulated-engine";

  /** The number of requests that the pool makes on its own behalf. */
  static final long POOLS_OWN = -1;

  private static final BencodeString COMMAND = BencodeString.of("command");
  private static final BencodeString CALL_ID = BencodeString.of("call-id");
  private static final BencodeString REQUEST = BencodeString.of(REQUEST_KEY);

  static NgDatagram parse(byte[] bytes) {
    int space = 0;
    while (bytes[space] != ' ') {
      space++;
    }
    try {
      BencodeDictionary dictionary =
          BencodeReader.readDictionary(
              bytes, space + 1, bytes.length - space - 1, BencodeLimits.DATAGRAM);
      return new NgDatagram(
          new String(bytes, 0, space, StandardCharsets.US_ASCII),
          dictionary.getText(COMMAND).orElse(""),
          dictionary.getText(CALL_ID).orElse(""),
          dictionary.getText(REQUEST).map(Long::valueOf).orElse(POOLS_OWN));
    } catch (BencodeException e) {
      throw new AssertionError("the sidecar sends no NG", e);
    }
  }

  /** Returns an answer to this. */
  byte[] answer(String engine, String result, String key, String words) {
    BencodeWriter writer = new BencodeWriter(256);
    writer.beginDictionary().string("result").string(result);
    if (!key.isEmpty()) {
      writer.string(key).string(words);
    }
    writer.string(REQUEST_KEY).string(Long.toString(request));
    byte[] dictionary = writer.string(ENGINE_KEY).string(engine).end().toByteArray();
    return withCookie(cookie, dictionary);
  }

  /**
   * Returns what somebody might send who has seen the cookie, and wants to be taken for the engine.
   */
  static byte[] forgedAnswer(byte[] answer) {
    String cookie = new String(answer, StandardCharsets.ISO_8859_1);
    cookie = cookie.substring(0, cookie.indexOf(' '));
    return withCookie(cookie, "d6:result2:oke".getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] withCookie(String cookie, byte[] dictionary) {
    byte[] bytes = new byte[cookie.length() + 1 + dictionary.length];
    byte[] prefix = (cookie + " ").getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(prefix, 0, bytes, 0, prefix.length);
    System.arraycopy(dictionary, 0, bytes, prefix.length, dictionary.length);
    return bytes;
  }
}
