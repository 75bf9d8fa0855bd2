package io.rtpengine.sidecar.service;

import io.rtpengine.sidecar.pool.NodeId;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Asks nodes how many calls they have, whoever set them up. Thread-safe. */
@FunctionalInterface
public interface EngineCalls {

  /**
   * Asks a node.
   *
   * @param deadlineNanos when to stop waiting, on the clock of {@link System#nanoTime}
   * @param listener is told the answer, exactly once, possibly before this method returns; nothing
   *     if there was none
   */
  void count(NodeId node, long deadlineNanos, Consumer<OptionalInt> listener);
}
