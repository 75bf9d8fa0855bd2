package io.rtpengine.sidecar.pool;

/** Is told what came of a request to the pool. */
@FunctionalInterface
public interface PoolListener {

  /**
   * Called exactly once for each request, possibly before {@link Pool#send} returns, on a thread
   * that must not be blocked.
   */
  void onOutcome(PoolOutcome outcome);
}
