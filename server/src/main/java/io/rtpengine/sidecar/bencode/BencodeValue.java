package io.rtpengine.sidecar.bencode;

/**
 * A bencoded value. Every implementation is immutable and safe to share between threads.
 *
 * <p>Bencode has four kinds of value and one kind of string, which is made of bytes; what those
 * bytes mean is for the reader of the value to know.
 */
public sealed interface BencodeValue
    permits BencodeString, BencodeInteger, BencodeList, BencodeDictionary {

  /** Writes this value, and whatever it contains, to {@code writer}. */
  void writeTo(BencodeWriter writer);
}
