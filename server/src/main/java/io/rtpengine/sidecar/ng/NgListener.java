package io.rtpengine.sidecar.ng;

/** Is told what came of a request. */
@FunctionalInterface
public interface NgListener {

  /**
   * Called exactly once for each request, on the thread that owns it (the event loop that sent it),
   * which must not be blocked.
   *
   * <p>Nothing should be thrown; what is goes to {@link NgObserver#faulted}, and no further.
   */
  void onOutcome(NgOutcome outcome);
}
