package io.rtpengine.sidecar.bencode;

/**
 * What a reader accepts. Bytes come from the network, and nobody there has promised to be kind.
 *
 * @param maxBytes the longest encoding, in bytes
 * @param maxDepth how deep lists and dictionaries may nest; the outermost counts as one
 * @param maxValues how many values there may be in all, at any depth, keys of dictionaries included
 */
public record BencodeLimits(int maxBytes, int maxDepth, int maxValues) {

  /**
   * Fits whatever a datagram holds: 65,536 bytes, depth 32, 65,536 values. rtpengine's deepest
   * reply, a {@code query} with the progression of MOS, has depth 8.
   */
  public static final BencodeLimits DATAGRAM = new BencodeLimits(65_536, 32, 65_536);

  /** Creates limits. */
  public BencodeLimits {
    require("maxBytes", maxBytes);
    require("maxDepth", maxDepth);
    require("maxValues", maxValues);
  }

  private static void require(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
    }
  }
}
