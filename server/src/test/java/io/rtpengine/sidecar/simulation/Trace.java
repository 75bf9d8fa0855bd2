package io.rtpengine.sidecar.simulation;

import java.util.function.Supplier;
import java.util.zip.CRC32C;

/**
 * What has happened, in order: a fingerprint of all of it, and the story of one call, if one is
 * followed.
 */
final class Trace {

  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private final VirtualTime time;
  private final String followed;
  private long hash = GOLDEN;

  /**
   * Creates a trace.
   *
   * @param followed the call-id of the call whose story is told; empty if none
   */
  Trace(VirtualTime time, String followed) {
    this.time = time;
    this.followed = followed;
  }

  /** Tells something about a call. */
  void tell(String callId, Supplier<String> what) {
    if (!followed.isEmpty() && callId.equals(followed)) {
      System.out.printf("%14.6f  %s%n", time.nanoTime() / 1e9, what.get());
    }
  }

  /** Tells something that concerns all calls. */
  void tell(Supplier<String> what) {
    tell(followed, what);
  }

  /** Adds an event. */
  void add(String what) {
    mix(time.nanoTime());
    for (int i = 0; i < what.length(); i++) {
      hash = (hash ^ what.charAt(i)) * 0x100000001b3L;
    }
  }

  /** Adds a datagram. */
  void add(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    mix(time.nanoTime());
    mix(sum.getValue());
  }

  private void mix(long value) {
    long z = (hash ^ value) * GOLDEN;
    hash = z ^ (z >>> 32);
  }

  @Override
  public String toString() {
    return String.format("%016x", hash);
  }
}
