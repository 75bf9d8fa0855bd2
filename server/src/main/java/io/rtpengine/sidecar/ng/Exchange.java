package io.rtpengine.sidecar.ng;

import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;

/**
 * One request on its way: what is known of it between {@link NgEndpoint#send} and its outcome.
 * Confined to the event loop of its lane, {@link #cancel} excepted.
 */
final class Exchange implements NgExchange {

  private static final long NOT_IN_FLIGHT = -1;

  private final NgRequest request;
  private final long deadlineNanos;
  private final NgListener listener;
  private final Lane lane;
  private final EventLoop home;

  private long expiryNanos;
  private boolean expiresByDeadline;
  private long serial = NOT_IN_FLIGHT;
  private int transmissions;
  private long firstTransmissionNanos;
  private long nextTransmissionNanos;
  private boolean finished;

  /**
   * Creates an exchange.
   *
   * @param deadlineNanos as for {@link NgEndpoint#send}
   * @param home the event loop on which the listener is told the outcome
   */
  Exchange(NgRequest request, long deadlineNanos, NgListener listener, Lane lane, EventLoop home) {
    this.request = request;
    this.deadlineNanos = deadlineNanos;
    this.listener = listener;
    this.lane = lane;
    this.home = home;
  }

  @Override
  public void cancel() {
    lane.cancel(this);
  }

  NgRequest request() {
    return request;
  }

  /** Notes when the request was handed over, and so when it expires. */
  void begin(long nowNanos, long limitNanos) {
    // MAX_VALUE is no point of the clock, but the word for never.
    expiresByDeadline = deadlineNanos != Long.MAX_VALUE && deadlineNanos - nowNanos < limitNanos;
    expiryNanos = expiresByDeadline ? deadlineNanos : nowNanos + limitNanos;
  }

  /** Notes that the request is being sent for the first time, and by which number it goes. */
  void inFlightAs(long number) {
    serial = number;
  }

  boolean isInFlight() {
    return serial != NOT_IN_FLIGHT;
  }

  /** Returns the number that identifies the exchange in its lane, once it is in flight. */
  long serial() {
    return serial;
  }

  /** Notes that the request is being sent, for the first time or again. */
  void transmitted(long nowNanos, long delayNanos) {
    if (transmissions++ == 0) {
      firstTransmissionNanos = nowNanos;
    }
    nextTransmissionNanos = nowNanos + delayNanos;
  }

  int transmissions() {
    return transmissions;
  }

  /** Returns the time since the first transmission, 0 if there has been none. */
  long elapsedNanos(long nowNanos) {
    return transmissions == 0 ? 0 : nowNanos - firstTransmissionNanos;
  }

  boolean isExpired(long nowNanos) {
    return nowNanos - expiryNanos >= 0;
  }

  /** Returns whether it is time to send the request again, or to give it up. */
  boolean isDue(long nowNanos) {
    return nowNanos - nextTransmissionNanos >= 0 || isExpired(nowNanos);
  }

  /** Returns the outcome of a request that was given up. */
  NgOutcome cancelled(long nowNanos) {
    return new NgOutcome.Cancelled(transmissions, elapsedNanos(nowNanos));
  }

  /** Returns the outcome of a request that failed on this side. */
  NgOutcome fault(String problem, long nowNanos) {
    return new NgOutcome.LocalFault(problem, transmissions, elapsedNanos(nowNanos));
  }

  /** Returns the outcome of a request that was answered with something that is not NG. */
  NgOutcome malformed(String problem, long nowNanos) {
    return new NgOutcome.Malformed(problem, transmissions, elapsedNanos(nowNanos));
  }

  /** Returns the outcome of a request that was not answered, or won't be: time may be left. */
  NgOutcome silence(long nowNanos) {
    boolean deadlineWasCallers = expiresByDeadline && isExpired(nowNanos);
    return new NgOutcome.Silent(deadlineWasCallers, transmissions, elapsedNanos(nowNanos));
  }

  boolean isFinished() {
    return finished;
  }

  /** Tells the listener, who has not been told anything yet. */
  void finish(NgOutcome outcome) {
    finished = true;
    if (home.inEventLoop()) {
      tell(outcome);
      return;
    }
    try {
      home.execute(() -> tell(outcome));
    } catch (RejectedExecutionException shutDown) {
      // No loop is left to tell it on, but told it must be.
      tell(outcome);
    }
  }

  /** A listener's fault is not to become one of the other requests of its lane. */
  private void tell(NgOutcome outcome) {
    try {
      listener.onOutcome(outcome);
    } catch (RuntimeException fault) {
      lane.observer().faulted(fault);
    }
  }
}
