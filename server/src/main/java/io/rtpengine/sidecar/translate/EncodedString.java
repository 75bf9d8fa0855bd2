package io.rtpengine.sidecar.translate;

import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.bencode.BencodeWriter;

/** A string that is written often, encoded beforehand. Immutable and thread-safe. */
final class EncodedString {

  private final String spelled;
  private final byte[] encoded;

  EncodedString(String spelled) {
    this.spelled = spelled;
    this.encoded = BencodeWriter.encode(BencodeString.of(spelled));
  }

  void writeTo(BencodeWriter writer) {
    writer.encoded(encoded);
  }

  /** Returns the string as it is spelled. */
  @Override
  public String toString() {
    return spelled;
  }
}
