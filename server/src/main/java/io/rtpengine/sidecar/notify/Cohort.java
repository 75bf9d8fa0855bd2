package io.rtpengine.sidecar.notify;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Some subscriptions of one event loop, which are given new events together. There are so few of
 * them that giving each of them some events takes an event loop no longer than it may: between one
 * turn and the next, it carries calls. Confined to the loop but for {@link #wake}.
 */
final class Cohort {

  /** The most subscriptions of a cohort. */
  static final int CAPACITY = 256;

  /** How many messages are sent at the most, over all subscriptions, before others have a turn. */
  private static final int TURN = 512;

  private final EventLoop loop;
  private final History history;
  private final AtomicBoolean woken = new AtomicBoolean();
  private final Runnable turn = this::turn;

  private final Set<Subscription> all = new LinkedHashSet<>();
  private final Set<Subscription> ofAnyCall = new LinkedHashSet<>();
  private final Map<String, List<Subscription>> byCall = new HashMap<>();

  /** The sequence of the first entry that the subscriptions have not been offered. */
  private long next;

  /** Whether there is nobody to wake up for. */
  private volatile boolean idle = true;

  Cohort(EventLoop loop, History history) {
    this.loop = loop;
    this.history = history;
  }

  EventLoop loop() {
    return loop;
  }

  boolean isFull() {
    return all.size() >= CAPACITY;
  }

  /** Returns the sequence up to which, exclusively, entries are offered as they come. */
  long next() {
    return next;
  }

  /** Returns whether all entries that there are have been offered. */
  boolean isUpToDate() {
    return next >= history.extent().next();
  }

  Iterable<Subscription> subscriptions() {
    return List.copyOf(all);
  }

  void add(Subscription subscription) {
    if (all.isEmpty()) {
      idle = false;
      next = history.extent().next();
    }
    all.add(subscription);
    if (subscription.filter().callIds().isEmpty()) {
      ofAnyCall.add(subscription);
    }
    for (String callId : subscription.filter().callIds()) {
      byCall.computeIfAbsent(callId, unused -> new ArrayList<>(1)).add(subscription);
    }
  }

  void remove(Subscription subscription) {
    all.remove(subscription);
    idle = all.isEmpty();
    ofAnyCall.remove(subscription);
    for (String callId : subscription.filter().callIds()) {
      List<Subscription> others = byCall.get(callId);
      if (others != null && others.remove(subscription) && others.isEmpty()) {
        byCall.remove(callId);
      }
    }
  }

  /** Says that there are new entries. Called on any thread. */
  void wake() {
    if (!idle && woken.compareAndSet(false, true)) {
      loop.execute(turn);
    }
  }

  private void turn() {
    woken.set(false);
    if (all.isEmpty()) {
      return;
    }
    int most = Math.max(1, TURN / Math.max(1, ofAnyCall.size()));
    History.Batch batch = history.read(next, most);
    if (batch.from() > next) {
      // Some have left the history before they could be offered: each is to find out.
      all.forEach(subscription -> subscription.fallBehind(next));
    }
    batch.entries().forEach(this::offer);
    next = batch.next();
    if (batch.entries().size() == most && woken.compareAndSet(false, true)) {
      yieldTo(loop, turn);
    }
  }

  private void offer(Entry entry) {
    for (Subscription subscription : ofAnyCall) {
      subscription.offer(entry);
    }
    String callId = entry.subject().callId();
    List<Subscription> ofCall = callId == null ? null : byCall.get(callId);
    if (ofCall != null) {
      ofCall.forEach(subscription -> subscription.offer(entry));
    }
  }

  /** Has a task run after whatever waits for the loop, sockets included. */
  static void yieldTo(EventLoop loop, Runnable task) {
    // A task that is executed would run before the loop looks at its sockets again.
    var unused = loop.schedule(task, 0, TimeUnit.NANOSECONDS);
  }
}
