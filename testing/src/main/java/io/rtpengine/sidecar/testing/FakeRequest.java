package io.rtpengine.sidecar.testing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it reached a {@link FakeEngine}. Immutable, as long as nobody changes the arrays and
 * maps that it hands out.
 */
public final class FakeRequest {

  /** What a request comes over. */
  public enum Transport {
    UDP,
    HTTP,
    UNIX
  }

  private final Transport transport;
  private final String cookie;
  private final byte[] bytes;
  private final Map<String, Object> dictionary;

  private FakeRequest(
      Transport transport, String cookie, byte[] bytes, Map<String, Object> dictionary) {
    this.transport = transport;
    this.cookie = cookie;
    this.bytes = bytes;
    this.dictionary = dictionary;
  }

  /** Understands a request with a cookie. */
  static FakeRequest withCookie(Transport transport, byte[] bytes) {
    int space = 0;
    while (space < bytes.length && bytes[space] != ' ') {
      space++;
    }
    String cookie = new String(bytes, 0, space, StandardCharsets.ISO_8859_1);
    return new FakeRequest(transport, cookie, bytes, dictionary(bytes, space + 1));
  }

  /** Understands a request without a cookie. */
  static FakeRequest withoutCookie(Transport transport, byte[] bytes) {
    return new FakeRequest(transport, "", bytes, dictionary(bytes, 0));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> dictionary(byte[] bytes, int offset) {
    try {
      return Bencode.decode(bytes, offset) instanceof Map<?, ?> map
          ? (Map<String, Object>) map
          : Map.of();
    } catch (IllegalArgumentException e) {
      return Map.of();
    }
  }

  /** Returns a dictionary as the bytes of a reply to this request. */
  byte[] reply(byte[] dictionary) {
    byte[] prefix = cookie.isEmpty() ? new byte[0] : bytes(cookie + " ");
    byte[] reply = Arrays.copyOf(prefix, prefix.length + dictionary.length);
    System.arraycopy(dictionary, 0, reply, prefix.length, dictionary.length);
    return reply;
  }

  static byte[] bytes(String cookie) {
    return cookie.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Returns what the request came over. */
  public Transport transport() {
    return transport;
  }

  /** Returns what identifies the request; empty on a Unix socket, where there are no cookies. */
  public String cookie() {
    return cookie;
  }

  /** Returns all of the request, cookie included, as it was received. */
  public byte[] bytes() {
    return bytes;
  }

  /**
   * Returns what the request says: values are {@code Map<String, Object>}, {@code List<Object>},
   * {@code byte[]} and {@code Long}. Empty if it could not be decoded.
   */
  public Map<String, Object> dictionary() {
    return dictionary;
  }

  /** Returns the name of the command, empty if it has none. */
  public String command() {
    return text("command").orElse("");
  }

  /** Returns the text of an entry, if there is such an entry and it is a string. */
  public Optional<String> text(String key) {
    return dictionary.get(key) instanceof byte[] string
        ? Optional.of(new String(string, StandardCharsets.UTF_8))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return cookie + " " + command() + " (" + bytes.length + " bytes)";
  }
}
