package io.rtpengine.sidecar.translate;

import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.bencode.BencodeWriter;

/** The key of an entry in a dictionary, encoded beforehand. Immutable and thread-safe. */
final class Key {

  private final String spelled;
  private final byte[] encoded;

  Key(String spelled) {
    this.spelled = spelled;
    this.encoded = BencodeWriter.encode(BencodeString.of(spelled));
  }

  void writeTo(BencodeWriter writer) {
    writer.encoded(encoded);
  }

  /** Returns the key as it is spelled. */
  @Override
  public String toString() {
    return spelled;
  }
}
