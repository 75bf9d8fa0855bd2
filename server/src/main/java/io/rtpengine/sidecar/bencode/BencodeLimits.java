package io.rtpengine.sidecar.bencode;

/**
 * What a reader accepts. Bytes come from the network, and nobody there has promised to be kind.
 *
 * @param maxBytes the longest encoding, in bytes
 * @param maxDepth how deep lists and dictionaries may nest, at most 256; the outermost counts as
 *     one
 * @param maxValues how many values there may be in all, at any depth, keys of dictionaries included
 */
public record BencodeLimits(int maxBytes, int maxDepth, int maxValues) {

  /**
   * Fits whatever a datagram holds: 65,536 bytes, depth 32, 16,384 values. rtpengine's deepest
   * reply, a {@code query} with the progression of MOS, has depth 8, and none takes less than 5
   * bytes for a value.
   */
  public static final BencodeLimits DATAGRAM = new BencodeLimits(65_536, 32, 16_384);

  /** Fits whatever was written here, or has been read within limits before. */
  public static final BencodeLimits TRUSTED =
      new BencodeLimits(Integer.MAX_VALUE, 256, Integer.MAX_VALUE);

  /** What walks through values calls itself for each level, on a stack of unknown size. */
  private static final int DEEPEST = 256;

  /** Creates limits. */
  public BencodeLimits {
    require("maxBytes", maxBytes, Integer.MAX_VALUE);
    require("maxDepth", maxDepth, DEEPEST);
    require("maxValues", maxValues, Integer.MAX_VALUE);
  }

  private static void require(String name, int value, int max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: from 1 to " + max + ")");
    }
  }
}
