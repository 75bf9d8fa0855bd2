package io.rtpengine.sidecar.benchmarks.codec;

import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeException;
import io.rtpengine.sidecar.bencode.BencodeLimits;
import io.rtpengine.sidecar.bencode.BencodeReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Typical messages, as a real rtpengine 26.0 got and sent them. */
public enum Sample {
  /** An offer of 0.9 KB: an SDP with ICE, and a dozen options. */
  OFFER("offer.bencode"),
  /** The reply to a query of a call with two legs, 2.5 KB. */
  QUERY_REPLY("query-reply.bencode");

  private final String resource;

  Sample(String resource) {
    this.resource = resource;
  }

  /** Returns the message as it is on the wire, without the cookie. */
  byte[] bytes() {
    try (InputStream in =
        Objects.requireNonNull(Sample.class.getResourceAsStream(resource), resource)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the message, read by our own reader. */
  BencodeDictionary dictionary() {
    byte[] bytes = bytes();
    try {
      return BencodeReader.readDictionary(bytes, 0, bytes.length, BencodeLimits.DATAGRAM);
    } catch (BencodeException e) {
      throw new IllegalStateException(resource, e);
    }
  }
}
