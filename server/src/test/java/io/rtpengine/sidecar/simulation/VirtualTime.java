package io.rtpengine.sidecar.simulation;

import io.netty.util.concurrent.Ticker;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/**
 * A clock that moves only when there is nothing left to do, and what is to be done by it. Confined
 * to one thread.
 */
final class VirtualTime implements Ticker {

  /** No time at all. */
  static final long NEVER = Long.MAX_VALUE;

  private final PriorityQueue<Event> agenda = new PriorityQueue<>();
  private final long origin;
  private long now;
  private long events;

  private record Event(long at, long serial, Runnable task) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(serial, other.serial);
    }
  }

  /**
   * Creates a clock.
   *
   * @param origin what {@link System#nanoTime} would say at the start: any number
   */
  VirtualTime(long origin) {
    this.origin = origin;
  }

  @Override
  public long initialNanoTime() {
    return origin;
  }

  /** Returns the time since the start, in nanoseconds. */
  @Override
  public long nanoTime() {
    return now;
  }

  /** Returns the time as {@link System#nanoTime} would say it. */
  long absoluteNanos() {
    return origin + now;
  }

  @Override
  public void sleep(long delay, TimeUnit unit) {
    throw new UnsupportedOperationException("nobody sleeps here");
  }

  /** Has a task done after a while. */
  void after(long delayNanos, Runnable task) {
    agenda.add(new Event(now + Math.max(0, delayNanos), events++, task));
  }

  /** Returns when the next task is due: {@link #NEVER} if there is none. */
  long nextNanos() {
    Event next = agenda.peek();
    return next == null ? NEVER : next.at();
  }

  /** Moves on, if {@code nanos} is not over yet. */
  void advanceTo(long nanos) {
    now = Math.max(now, nanos);
  }

  /** Does the next task if it is due, and returns whether it was. */
  boolean doNext() {
    if (nextNanos() > now) {
      return false;
    }
    agenda.remove().task().run();
    return true;
  }
}
