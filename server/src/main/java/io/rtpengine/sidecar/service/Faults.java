package io.rtpengine.sidecar.service;

import io.rtpengine.sidecar.pool.PoolListener;
import io.rtpengine.sidecar.pool.PoolOutcome;
import java.util.function.Consumer;

/** What the caller is told when the sidecar itself is at fault: without that, it would wait. */
final class Faults {

  private Faults() {}

  /**
   * Returns a listener that tells the caller if another one throws. What is thrown goes on to those
   * who log and count it.
   *
   * @param listener the other one, which tells the caller last of all
   * @param caller is told of the failure
   */
  static PoolListener told(PoolListener listener, Consumer<Failure> caller) {
    return outcome -> {
      try {
        listener.onOutcome(outcome);
      } catch (RuntimeException fault) {
        caller.accept(of(fault, outcome));
        throw fault;
      }
    };
  }

  /** Returns what a fault amounts to that came up while an outcome was dealt with. */
  static Failure of(RuntimeException fault, PoolOutcome outcome) {
    Failure failure = of(fault);
    return outcome instanceof PoolOutcome.Tried tried
        ? failure.with("node", tried.last().node())
        : failure;
  }

  /** Returns what a fault amounts to. Its own words may be a caller's, and are left out. */
  static Failure of(Throwable fault) {
    return Failure.of(
            Reason.LOCAL_FAULT,
            "a fault of the sidecar's own, which its log tells of; the command may have been"
                + " carried out")
        .with("fault", fault.getClass().getName());
  }
}
