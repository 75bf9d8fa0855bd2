package io.rtpengine.sidecar.benchmarks.load;

import java.util.Arrays;

/** Times, in nanoseconds, of which percentiles are wanted. Not thread-safe. */
final class Latencies {

  private int[] nanos = new int[1 << 16];
  private int size;

  void add(long time) {
    if (size == nanos.length) {
      nanos = Arrays.copyOf(nanos, size * 2);
    }
    nanos[size++] = (int) Math.min(time, Integer.MAX_VALUE);
  }

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  /** Returns the time in microseconds that {@code percent} of all are not above. */
  long percentileMicros(int percent) {
    int[] sorted = Arrays.copyOf(nanos, size);
    Arrays.sort(sorted);
    return size == 0 ? 0 : sorted[(int) ((size - 1L) * percent / 100)] / 1_000;
  }
}
