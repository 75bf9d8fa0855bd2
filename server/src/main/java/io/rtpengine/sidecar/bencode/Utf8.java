package io.rtpengine.sidecar.bencode;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/**
 * UTF-8 that is exact: where {@link String} puts a replacement for what it can't convert, this
 * refuses.
 */
final class Utf8 {

  /** What {@link String} puts in the place of bytes that are not UTF-8. */
  private static final char REPLACEMENT = '\uFFFD';

  private Utf8() {}

  /**
   * Returns the bytes of {@code text}.
   *
   * @throws IllegalArgumentException if it has an unpaired surrogate, for which UTF-8 has no bytes
   */
  static byte[] encode(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    if (!new String(bytes, UTF_8).equals(text)) {
      throw new IllegalArgumentException("text: unpaired surrogate (expected: valid UTF-16)");
    }
    return bytes;
  }

  /** Whether the bytes are valid UTF-8. */
  static boolean isValid(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] < 0) {
        return decode(bytes, i, offset + length - i).isPresent();
      }
    }
    return true;
  }

  /** Returns the text that the bytes are; nothing if they are not valid UTF-8. */
  static Optional<String> decode(byte[] bytes, int offset, int length) {
    String text = new String(bytes, offset, length, UTF_8);
    // A replacement character may also have been sent as such. That is rare: decode it once more.
    return text.indexOf(REPLACEMENT) < 0
        ? Optional.of(text)
        : decodeStrictly(ByteBuffer.wrap(bytes, offset, length));
  }

  private static Optional<String> decodeStrictly(ByteBuffer bytes) {
    try {
      return Optional.of(UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException notUtf8) {
      return Optional.empty();
    }
  }
}
