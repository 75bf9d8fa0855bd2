package io.rtpengine.sidecar.statistics;

import com.google.protobuf.Duration;

/** Spans of time, to the microsecond. */
final class Spans {

  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int NANOS_PER_MICRO = 1_000;

  private Spans() {}

  static long micros(Duration span) {
    return span.getSeconds() * MICROS_PER_SECOND + span.getNanos() / NANOS_PER_MICRO;
  }

  static Duration ofMicros(long micros) {
    return Duration.newBuilder()
        .setSeconds(micros / MICROS_PER_SECOND)
        .setNanos((int) (micros % MICROS_PER_SECOND) * NANOS_PER_MICRO)
        .build();
  }

  static double seconds(Duration span) {
    return (double) micros(span) / MICROS_PER_SECOND;
  }

  static Duration ofSeconds(double seconds) {
    return ofMicros(Math.round(seconds * MICROS_PER_SECOND));
  }
}
