package io.rtpengine.sidecar.benchmarks.codec;

import io.rtpengine.sidecar.bencode.BencodeDictionary;

/** The libraries that are compared. */
public enum Library {
  /** Ours. */
  SIDECAR,
  /** {@code com.dampcake:bencode}. */
  DAMPCAKE,
  /** {@code be.adaxisoft:Bencode}. */
  ADAXISOFT,
  /** {@code com.github.atomashpolskiy:bt-bencoding}. */
  BT_BENCODING,
  /** Jackson, with the same content as JSON. */
  JACKSON;

  Codec codecOf(Sample sample) {
    BencodeDictionary dictionary = sample.dictionary();
    return switch (this) {
      case SIDECAR -> new Codec.Sidecar(dictionary);
      case DAMPCAKE -> new Codec.Dampcake(dictionary);
      case ADAXISOFT -> new Codec.Adaxisoft(dictionary);
      case BT_BENCODING -> new Codec.BtBencoding(dictionary);
      case JACKSON -> new Codec.Jackson(dictionary);
    };
  }
}
