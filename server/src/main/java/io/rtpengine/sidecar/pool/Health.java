package io.rtpengine.sidecar.pool;

import java.util.function.BiConsumer;

/**
 * What is observed of one node: a state machine, fed with what comes of requests and probes.
 *
 * <pre>
 *   UNKNOWN, UP, SATURATED --- so many silent requests in a row, then a silent probe ---> DOWN
 *   any state ---------------- any answer ------------------------------------------------> UP
 *   UNKNOWN, UP -------------- a refusal for being full ------------------------> SATURATED
 *   SATURATED ---------------- a new call taken, or a while ------------------------------> UP
 * </pre>
 *
 * <p>An answer that is not a new call's leaves SATURATED as it is. DOWN lasts until something
 * answers: a probe, a request that was sent although, or a late reply.
 *
 * <p>What happens may be reported from any thread. The machine itself is confined to the pool's
 * loop; its state is read from anywhere.
 */
final class Health {

  /** How long a node that said that it is full comes after others. */
  private static final long SATURATION_NANOS = 2_000_000_000L;

  private static final long NOT_SCHEDULED = Long.MIN_VALUE;

  /** Sends a probe. */
  @FunctionalInterface
  interface Prober {
    /** Asks the node whether it is there, and reports the answer to the health of the node. */
    void probe();
  }

  private final HealthSettings settings;
  private final PoolLoop loop;
  private final Jitter jitter;
  private final Prober prober;
  private final BiConsumer<HealthState, HealthState> onChange;

  private volatile HealthState state = HealthState.UNKNOWN;
  private volatile boolean suspected;
  private volatile int silences;
  private volatile long nextProbeNanos = NOT_SCHEDULED;
  private volatile boolean closed;
  private boolean probing;
  private long saturation;

  /**
   * Creates the health of a node of which nothing has been heard.
   *
   * @param prober is called on the pool's loop
   * @param onChange is told the state before and the state after, on the pool's loop
   */
  Health(
      HealthSettings settings,
      PoolLoop loop,
      Jitter jitter,
      Prober prober,
      BiConsumer<HealthState, HealthState> onChange) {
    this.settings = settings;
    this.loop = loop;
    this.jitter = jitter;
    this.prober = prober;
    this.onChange = onChange;
  }

  /** Returns what is observed. */
  HealthState state() {
    return state;
  }

  /** Returns whether the node has left so much unanswered that others are to be preferred. */
  boolean isSuspected() {
    return suspected;
  }

  /** Returns how long until the node is probed; negative if no probe is planned. */
  long nanosToNextProbe() {
    long next = nextProbeNanos;
    return next == NOT_SCHEDULED ? -1 : Math.max(0, next - loop.nanoTime());
  }

  /** Reports that the node has answered something. Costs nothing if that is no news. */
  void answered() {
    if (state != HealthState.UP || silences > 0) {
      loop.execute(this::onAnswer);
    }
  }

  /** Reports that the node has taken a new call. */
  void tookCall() {
    if (state != HealthState.UP || silences > 0) {
      loop.execute(
          () -> {
            onAnswer();
            become(HealthState.UP);
          });
    }
  }

  /** Reports that the node has left a request unanswered. */
  void silent() {
    loop.execute(this::onSilence);
  }

  /** Reports that the node has refused a call because it is full. */
  void full() {
    loop.execute(this::onFull);
  }

  /** Reports that a probe was not answered, or could not be sent. */
  void probeFailed(boolean silent) {
    loop.execute(() -> onProbeFailed(silent));
  }

  /** Ends all probing. */
  void close() {
    closed = true;
    nextProbeNanos = NOT_SCHEDULED;
  }

  private void onAnswer() {
    silences = 0;
    suspected = false;
    probing = false;
    if (state != HealthState.SATURATED) {
      nextProbeNanos = NOT_SCHEDULED;
      become(HealthState.UP);
    }
  }

  private void onSilence() {
    int inARow = silences + 1;
    silences = inARow;
    if (state != HealthState.DOWN && inARow >= settings.failureThreshold()) {
      suspected = true;
      probe();
    }
  }

  private void onFull() {
    onAnswer();
    become(HealthState.SATURATED);
    long mine = ++saturation;
    loop.schedule(
        () -> {
          if (mine == saturation && state == HealthState.SATURATED && !closed) {
            become(HealthState.UP);
          }
        },
        jitter.around(SATURATION_NANOS));
  }

  private void onProbeFailed(boolean silent) {
    if (!probing || closed) {
      return;
    }
    probing = false;
    if (silent && state != HealthState.DOWN) {
      suspected = false;
      become(HealthState.DOWN);
      probeIn(settings.disableTimeout().toNanos());
    } else {
      // A probe that could not be sent says nothing: it is sent anew.
      probeIn(settings.probeInterval().toNanos());
    }
  }

  private void probeIn(long nanos) {
    long delay = jitter.around(nanos);
    long due = loop.nanoTime() + delay;
    nextProbeNanos = due;
    loop.schedule(
        () -> {
          if (nextProbeNanos == due) {
            nextProbeNanos = NOT_SCHEDULED;
            probe();
          }
        },
        delay);
  }

  private void probe() {
    if (!probing && !closed) {
      probing = true;
      prober.probe();
    }
  }

  private void become(HealthState next) {
    HealthState before = state;
    if (before != next) {
      state = next;
      onChange.accept(before, next);
    }
  }
}
