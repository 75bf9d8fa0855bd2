package io.rtpengine.sidecar.bencode;

/**
 * An integer. Bencode sets no limit; this implementation holds what fits 64 bits and refuses the
 * rest.
 */
public record BencodeInteger(long value) implements BencodeValue {

  @Override
  public void writeTo(BencodeWriter writer) {
    writer.integer(value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
