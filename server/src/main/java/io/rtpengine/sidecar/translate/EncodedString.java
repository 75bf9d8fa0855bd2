package io.rtpengine.sidecar.translate;

import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.bencode.BencodeValue;
import io.rtpengine.sidecar.bencode.BencodeWriter;

/** A string that is written often, encoded beforehand. Immutable and thread-safe. */
final class EncodedString {

  private final BencodeString string;
  private final byte[] encoded;

  EncodedString(String spelled) {
    this.string = BencodeString.of(spelled);
    this.encoded = BencodeWriter.encode(string);
  }

  void writeTo(BencodeWriter writer) {
    writer.encoded(encoded);
  }

  /** Whether a value is this string. */
  boolean is(BencodeValue value) {
    return string.equals(value);
  }

  /** Returns the string as it is spelled. */
  @Override
  public String toString() {
    return string.toString();
  }
}
