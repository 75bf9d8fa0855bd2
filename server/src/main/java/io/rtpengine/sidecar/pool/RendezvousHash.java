package io.rtpengine.sidecar.pool;

import java.nio.charset.StandardCharsets;

/**
 * Rendezvous hashing, also known as highest random weight: each node draws a number for a call, and
 * the highest takes it. When a node comes or goes, only its own calls move.
 *
 * <p>What a node draws depends on its name, its weight and the call-id alone: every sidecar with
 * the same nodes makes the same choice, whatever the order they are written in.
 */
final class RendezvousHash {

  private static final double TWO_TO_THE_MINUS_53 = 0x1.0p-53;

  private RendezvousHash() {}

  /** Returns the 64-bit hash (FNV-1a, then mixed) of the UTF-8 bytes of {@code text}. */
  static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return mix(hash);
  }

  /**
   * Returns what a node draws for a call.
   *
   * @param call the hash of the call-id
   * @param node the hash of the node's name
   * @param weight the node's weight
   */
  static double score(long call, long node, int weight) {
    // Uniform in (0, 1]; the logarithm makes the chance of winning proportional to the weight.
    double uniform = ((mix(call ^ node) >>> 11) + 1) * TWO_TO_THE_MINUS_53;
    return weight / -Math.log(uniform);
  }

  /** The finishing step of SplitMix64: every bit of the input reaches every bit of the output. */
  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
