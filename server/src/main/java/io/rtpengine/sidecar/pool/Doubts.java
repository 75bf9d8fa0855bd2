package io.rtpengine.sidecar.pool;

import java.util.Comparator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one node that have ended, it seems, and when the node is to be asked about each.
 *
 * <p>Doubts may be added from any thread, which wakes nobody up, and asked for by call. They are
 * taken on the pool's loop alone.
 */
final class Doubts {

  /** What is more than this is left to the walk through all calls. */
  private static final int MAX_DOUBTS = 50_000;

  /**
   * A call that is to be asked about.
   *
   * @param dueNanos when
   * @param ifUnknown what it means if the node does not know the call
   * @param isSecond whether the node has been asked before, and had it still
   */
  record Doubt(String callId, long dueNanos, PoolObserver.Unbound ifUnknown, boolean isSecond) {

    private boolean saysEnded() {
      return !isSecond && ifUnknown == PoolObserver.Unbound.ENDED;
    }

    /** Returns what is left to be asked when there is a later doubt of the same call. */
    private Doubt then(Doubt later) {
      if (later.isSecond && !isSecond) {
        // Which has a second one to come yet.
        return this;
      }
      return saysEnded() ? new Doubt(callId, later.dueNanos, ifUnknown, later.isSecond) : later;
    }
  }

  private final Queue<Doubt> arrived = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final PriorityQueue<Doubt> queue;

  /** The doubt of each call that counts: others that are in the queue are void. */
  private final Map<String, Doubt> valid = new ConcurrentHashMap<>();

  Doubts() {
    // The clock's zero is anywhere: only differences mean something.
    Comparator<Doubt> byDue = (a, b) -> Long.signum(a.dueNanos() - b.dueNanos());
    this.queue = new PriorityQueue<>(byDue);
  }

  /** Adds a doubt, which takes the place of what there is of the same call. */
  void add(Doubt doubt) {
    if (size.incrementAndGet() > MAX_DOUBTS) {
      size.decrementAndGet();
    } else {
      arrived.add(valid.merge(doubt.callId(), doubt, Doubt::then));
    }
  }

  /** Removes and returns the next one, if it is due. */
  @Nullable Doubt takeDue(long nowNanos) {
    while (areDue(nowNanos)) {
      Doubt doubt = queue.remove();
      size.decrementAndGet();
      if (valid.remove(doubt.callId(), doubt)) {
        return doubt;
      }
    }
    return null;
  }

  /** Returns whether one is due. */
  boolean areDue(long nowNanos) {
    for (Doubt doubt = arrived.poll(); doubt != null; doubt = arrived.poll()) {
      queue.add(doubt);
    }
    return !queue.isEmpty() && queue.element().dueNanos() - nowNanos <= 0;
  }

  /** Returns whether a call has ended, as far as is known, and is to be asked about yet. */
  boolean sayEnded(String callId) {
    Doubt doubt = valid.get(callId);
    return doubt != null && doubt.saysEnded();
  }

  /** Returns whether a call is to be asked about for the first time. */
  boolean arePending(String callId) {
    Doubt doubt = valid.get(callId);
    return doubt != null && !doubt.isSecond();
  }
}
