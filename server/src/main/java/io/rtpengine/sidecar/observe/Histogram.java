package io.rtpengine.sidecar.observe;

import java.util.concurrent.atomic.LongAdder;

/** Counts durations by how long they are. Thread-safe; counting neither locks nor allocates. */
final class Histogram {

  private static final double NANOS_PER_SECOND = 1e9;

  /** The upper bounds of the buckets but for the last, which has none. */
  private static final long[] BOUNDS_NANOS = {
    100_000,
    250_000,
    500_000,
    1_000_000,
    2_500_000,
    5_000_000,
    10_000_000,
    25_000_000,
    50_000_000,
    100_000_000,
    250_000_000,
    500_000_000,
    1_000_000_000,
    2_500_000_000L,
    5_000_000_000L
  };

  private final LongAdder[] buckets = new LongAdder[BOUNDS_NANOS.length + 1];
  private final LongAdder sumNanos = new LongAdder();

  Histogram() {
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = new LongAdder();
    }
  }

  void count(long nanos) {
    int bucket = 0;
    while (bucket < BOUNDS_NANOS.length && nanos > BOUNDS_NANOS[bucket]) {
      bucket++;
    }
    buckets[bucket].increment();
    sumNanos.add(nanos);
  }

  /** Writes the samples of one series. */
  void writeTo(Exposition out, String name, Labels labels) {
    long total = 0;
    for (int i = 0; i < buckets.length; i++) {
      total += buckets[i].sum();
      String bound =
          i < BOUNDS_NANOS.length ? Double.toString(BOUNDS_NANOS[i] / NANOS_PER_SECOND) : "+Inf";
      out.sample(name + "_bucket", total, labels.and("le", bound));
    }
    out.sample(name + "_sum", sumNanos.sum() / NANOS_PER_SECOND, labels);
    out.sample(name + "_count", total, labels);
  }
}
