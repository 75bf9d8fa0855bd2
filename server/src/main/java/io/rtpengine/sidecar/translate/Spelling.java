package io.rtpengine.sidecar.translate;

import io.rtpengine.sidecar.bencode.BencodeString;

/**
 * How NG compares its words: case does not matter, and space, hyphen and underscore are the same.
 * One spelling is sent, the documented one; any is understood.
 */
public final class Spelling {

  private Spelling() {}

  /** Returns the spelling that all spellings of a word have in common. */
  public static BencodeString normalised(String word) {
    return normalised(BencodeString.of(word));
  }

  static BencodeString normalised(BencodeString word) {
    for (int i = 0; i < word.length(); i++) {
      if (normalised(word.byteAt(i)) != word.byteAt(i)) {
        byte[] bytes = word.toByteArray();
        for (int j = i; j < bytes.length; j++) {
          bytes[j] = normalised(bytes[j]);
        }
        return BencodeString.of(bytes);
      }
    }
    return word;
  }

  private static byte normalised(byte c) {
    if (c >= 'A' && c <= 'Z') {
      return (byte) (c + ('a' - 'A'));
    }
    return c == ' ' || c == '_' ? (byte) '-' : c;
  }
}
