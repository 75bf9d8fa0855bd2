package io.rtpengine.sidecar.ng;

import io.netty.channel.EventLoop;
import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import io.netty.util.concurrent.ScheduledFuture;
import io.netty.util.concurrent.Ticker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The requests to one engine that one event loop takes care of: some in flight, at most so many,
 * the others waiting for their turn, at most so many. Sees to turns, retransmission and time
 * limits; how a request travels is for the subclass to know.
 *
 * <p>Everything but {@link #accept}, {@link #cancel} and {@link #close} is confined to the event
 * loop. No timer is set for a request: while there are any, one tick looks through all of them.
 */
abstract class Lane {

  /** How often time limits and retransmissions are looked at. */
  static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** A delay after which nothing is sent again. */
  static final long NEVER = Long.MAX_VALUE / 2;

  private static final String CLOSED = "the endpoint is closed";

  private final EventLoop loop;
  private final Ticker ticker;
  private final long limitNanos;
  private final int maxWaiting;
  private final NgObserver observer;
  private final LongObjectMap<Exchange> inFlight = new LongObjectHashMap<>();
  private final ArrayDeque<Exchange> waiting = new ArrayDeque<>();
  private final Runnable tick = this::tick;

  private long nextSerial;
  private int freeSlots;
  private boolean ticking;
  private boolean closed;

  /**
   * Creates a lane.
   *
   * @param settings with this lane's share of the endpoint's capacity
   */
  Lane(EventLoop loop, NgSettings settings, NgObserver observer) {
    this.loop = loop;
    this.ticker = loop.ticker();
    this.limitNanos = settings.timeLimit().toNanos();
    this.observer = observer;
    this.maxWaiting = settings.maxWaiting();
    this.freeSlots = settings.maxInFlight();
  }

  /** Returns whether requests can be sent; if they cannot yet, sees to it that they soon can. */
  abstract boolean isReady();

  /** Returns the size of the largest request that this lane can carry, in bytes. */
  abstract int maxRequestSize();

  /**
   * Sends a request, for the first time or again. What comes of it is reported by {@link #answer}
   * or {@link #end}.
   */
  abstract void transmit(Exchange exchange);

  /** Returns how long to wait before a request that was just sent is sent again, in nanoseconds. */
  abstract long retransmissionDelayNanos(int transmissions);

  /**
   * Is told that nobody waits any longer for the answer to a request that was sent.
   *
   * @return whether its slot is free; if not, the lane calls {@link #freeSlot} when it is
   */
  abstract boolean abandon(Exchange exchange);

  /** Gives back the sockets. */
  abstract void closeSockets();

  final EventLoop loop() {
    return loop;
  }

  final NgObserver observer() {
    return observer;
  }

  /** Returns the time, on the clock of {@link System#nanoTime} unless a test has its own. */
  final long nowNanos() {
    return ticker.initialNanoTime() + ticker.nanoTime();
  }

  /** Takes a request on. Thread-safe. */
  final void accept(Exchange exchange) {
    if (loop.inEventLoop()) {
      submit(exchange);
      return;
    }
    try {
      loop.execute(() -> submit(exchange));
    } catch (RejectedExecutionException shutDown) {
      finish(exchange, exchange.fault("the event loop has ended", 0));
    }
  }

  /**
   * Tells the observer of a fault, if what a handler has caught is one. What a socket reports while
   * it receives, a refused port above all, is none: it is silence, or the end of a connection.
   */
  final void note(Throwable caught) {
    if (caught instanceof RuntimeException fault) {
      observer.faulted(fault);
    }
  }

  /** Gives a request up. Thread-safe. */
  final void cancel(Exchange exchange) {
    execute(() -> end(exchange, exchange.cancelled(nowNanos())));
  }

  /** Ends all requests, and takes on no other. Thread-safe. */
  final void close() {
    execute(
        () -> {
          closed = true;
          failAll(CLOSED);
          closeSockets();
        });
  }

  /** Runs a task on the event loop: at once if this is it. Thread-safe. */
  final void execute(Runnable task) {
    if (loop.inEventLoop()) {
      task.run();
      return;
    }
    try {
      loop.execute(task);
    } catch (RejectedExecutionException shutDown) {
      // The loop has ended, and with it whatever there was to do.
    }
  }

  private void submit(Exchange exchange) {
    long now = nowNanos();
    exchange.begin(now, limitNanos);
    int size = exchange.request().size();
    if (closed) {
      finish(exchange, exchange.fault(CLOSED, now));
    } else if (size > maxRequestSize()) {
      finish(exchange, new NgOutcome.TooLarge(size, maxRequestSize()));
    } else if (exchange.isExpired(now)) {
      finish(exchange, exchange.silence(now));
    } else if (waiting.isEmpty() && freeSlots > 0 && isReady()) {
      start(exchange, now);
    } else if (waiting.size() < maxWaiting + freeSlots) {
      // There are free slots while the socket is being opened: they count as well.
      waiting.add(exchange);
      startTicking();
    } else {
      finish(exchange, new NgOutcome.Overloaded(waiting.size()));
    }
  }

  private void start(Exchange exchange, long now) {
    exchange.inFlightAs(nextSerial++);
    inFlight.put(exchange.serial(), exchange);
    freeSlots--;
    observer.sent(exchange.request());
    send(exchange, now);
    startTicking();
  }

  private void send(Exchange exchange, long now) {
    exchange.transmitted(now, retransmissionDelayNanos(exchange.transmissions() + 1));
    transmit(exchange);
  }

  /** Returns whether {@link #close} was called. */
  final boolean isClosed() {
    return closed;
  }

  /** Returns the request in flight with this serial number, if there is one. */
  final @Nullable Exchange inFlight(long serial) {
    return inFlight.get(serial);
  }

  /** Returns whether there has been a request with this serial number. */
  final boolean isGivenOut(long serial) {
    return serial >= 0 && serial < nextSerial;
  }

  /** Ends a request in flight with what came of it. Its slot is free. */
  final void answer(Exchange exchange, NgOutcome outcome) {
    inFlight.remove(exchange.serial());
    freeSlots++;
    finishAndGoOn(exchange, outcome);
  }

  /**
   * Ends a request that has not been answered, unless it has ended already. If it is in flight it
   * is abandoned.
   */
  final void end(Exchange exchange, NgOutcome outcome) {
    if (exchange.isFinished()) {
      return;
    }
    if (!exchange.isInFlight()) {
      waiting.remove(exchange);
    } else {
      inFlight.remove(exchange.serial());
      if (abandon(exchange)) {
        freeSlots++;
      }
    }
    finishAndGoOn(exchange, outcome);
  }

  /** Ends all requests because of a fault of this host's. */
  final void failAll(String problem) {
    List<Exchange> all = new ArrayList<>(inFlight.values());
    all.addAll(waiting);
    waiting.clear();
    for (Exchange exchange : all) {
      end(exchange, exchange.fault(problem, nowNanos()));
    }
  }

  /** Notes that the slot of an abandoned request is free now. */
  final void freeSlot() {
    freeSlots++;
    startWaiting();
  }

  /** Sends what waits, as far as there are slots. */
  final void startWaiting() {
    while (freeSlots > 0 && !waiting.isEmpty() && isReady()) {
      Exchange next = waiting.remove();
      long now = nowNanos();
      if (next.isExpired(now)) {
        finish(next, new NgOutcome.Overloaded(waiting.size()));
      } else {
        start(next, now);
      }
    }
  }

  private void finishAndGoOn(Exchange exchange, NgOutcome outcome) {
    try {
      finish(exchange, outcome);
    } finally {
      startWaiting();
    }
  }

  private void finish(Exchange exchange, NgOutcome outcome) {
    observer.finished(exchange.request(), outcome);
    exchange.finish(outcome);
  }

  private void startTicking() {
    if (!ticking) {
      ticking = true;
      ScheduledFuture<?> unused = loop.schedule(tick, TICK_NANOS, TimeUnit.NANOSECONDS);
    }
  }

  /** Looks through all requests, and goes on ticking for as long as there are any. */
  private void tick() {
    ticking = false;
    long now = nowNanos();
    // Ending one request may send or end another, which must not disturb the iteration.
    List<Exchange> due = new ArrayList<>();
    for (Exchange exchange : inFlight.values()) {
      if (exchange.isDue(now)) {
        due.add(exchange);
      }
    }
    for (Exchange exchange : waiting) {
      if (exchange.isExpired(now)) {
        due.add(exchange);
      }
    }
    try {
      due.forEach(exchange -> attend(exchange, now));
    } finally {
      if (!inFlight.isEmpty() || !waiting.isEmpty()) {
        startTicking();
      }
    }
  }

  private void attend(Exchange exchange, long now) {
    if (exchange.isFinished()) {
      return;
    }
    if (!exchange.isExpired(now)) {
      observer.retransmitted(exchange.request(), exchange.transmissions() + 1);
      send(exchange, now);
    } else if (exchange.isInFlight()) {
      end(exchange, exchange.silence(now));
    } else {
      // It never got its turn, which says nothing about the engine.
      end(exchange, new NgOutcome.Overloaded(waiting.size()));
    }
  }
}
