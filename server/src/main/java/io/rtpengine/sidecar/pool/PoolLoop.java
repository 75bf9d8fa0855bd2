package io.rtpengine.sidecar.pool;

/**
 * The thread and the clock of whatever a pool does of its own accord: probing, deleting ghosts,
 * expiry. Tasks run one at a time, in order; {@link #execute} and {@link #schedule} may be called
 * from any thread, and never run a task before they return.
 */
public interface PoolLoop {

  /** Returns the time, on the clock that deadlines are on. */
  long nanoTime();

  /** Runs a task soon. */
  void execute(Runnable task);

  /** Runs a task after a while. */
  void schedule(Runnable task, long delayNanos);
}
