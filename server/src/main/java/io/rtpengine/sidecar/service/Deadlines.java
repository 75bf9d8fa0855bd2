package io.rtpengine.sidecar.service;

import io.grpc.Context;
import io.grpc.Deadline;
import java.util.concurrent.TimeUnit;

/** How long the caller waits. */
final class Deadlines {

  private Deadlines() {}

  /**
   * Returns when the caller of the current request stops waiting, on the clock of {@link
   * System#nanoTime}; {@link Long#MAX_VALUE} if it did not say.
   */
  static long ofCaller() {
    Deadline deadline = Context.current().getDeadline();
    return deadline == null
        ? Long.MAX_VALUE
        : System.nanoTime() + deadline.timeRemaining(TimeUnit.NANOSECONDS);
  }
}
