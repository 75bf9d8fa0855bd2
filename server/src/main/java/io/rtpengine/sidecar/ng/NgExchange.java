package io.rtpengine.sidecar.ng;

/** A request that has been handed over and whose outcome is awaited. Thread-safe. */
@FunctionalInterface
public interface NgExchange {

  /**
   * Gives up: stops retransmitting, and reports {@link NgOutcome.Cancelled} unless there has been
   * another outcome. An answer that comes later is dropped and counted.
   */
  void cancel();
}
