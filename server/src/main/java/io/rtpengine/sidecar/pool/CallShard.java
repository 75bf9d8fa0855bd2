package io.rtpengine.sidecar.pool;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A part of the {@link CallTable}: some of the calls, in the order of their last use. Thread-safe:
 * whatever it does, it does under one lock, and tells nobody, which is left to the table.
 */
final class CallShard {

  /** Where one call is. */
  private static final class Binding {
    private @Nullable Node node;
    private @Nullable List<Runnable> waiting;
    private int usedSeconds;
    private long participants;

    boolean isReserved() {
      return waiting != null;
    }

    boolean isOn(Node other) {
      return node == other && !isReserved();
    }
  }

  private final Map<String, Binding> bindings = new LinkedHashMap<>(16, 0.75f, true);
  private final int maxCalls;
  private final PoolLoop clock;

  CallShard(int maxCalls, PoolLoop clock) {
    this.maxCalls = maxCalls;
    this.clock = clock;
  }

  private int nowSeconds() {
    return (int) TimeUnit.NANOSECONDS.toSeconds(clock.nanoTime());
  }

  private @Nullable Binding bindingOn(Node node, String callId) {
    Binding binding = bindings.get(callId);
    return binding != null && binding.isOn(node) ? binding : null;
  }

  synchronized int size() {
    return bindings.size();
  }

  /** As {@link CallTable#find(String, long)}. */
  synchronized @Nullable Node find(String callId, long named) {
    Binding binding = bindings.get(callId);
    if (binding == null || binding.isReserved()) {
      return null;
    }
    binding.usedSeconds = nowSeconds();
    binding.participants = Participants.union(binding.participants, named);
    return binding.node;
  }

  /** As {@link CallTable#isOn}. */
  synchronized boolean isOn(String callId, Node node) {
    return bindingOn(node, callId) != null;
  }

  /** As {@link CallTable#reserve}. */
  synchronized boolean reserve(String callId, @Nullable Node expected) {
    Binding binding = bindings.get(callId);
    if (binding == null ? expected != null : binding.isReserved() || binding.node != expected) {
      return false;
    }
    if (binding == null) {
      binding = new Binding();
      bindings.put(callId, binding);
    }
    binding.waiting = Collections.emptyList();
    return true;
  }

  /** As {@link CallTable#await}. */
  synchronized boolean await(String callId, Runnable resume) {
    Binding binding = bindings.get(callId);
    if (binding == null || binding.waiting == null) {
      return false;
    }
    if (binding.waiting.isEmpty()) {
      binding.waiting = new ArrayList<>(2);
    }
    binding.waiting.add(resume);
    return true;
  }

  /**
   * What follows from a call having been placed.
   *
   * @param before where it was before; null if nowhere
   * @param waiting who waits for it
   * @param evicted the calls that had to make room, and where they were
   */
  record Placement(@Nullable Node before, List<Runnable> waiting, Map<String, Node> evicted) {}

  /** As {@link CallTable#place}. */
  synchronized Placement place(String callId, Node node, long participants) {
    Binding binding = bindings.computeIfAbsent(callId, unused -> new Binding());
    Node before = binding.node;
    List<Runnable> waiting = binding.waiting == null ? List.of() : binding.waiting;
    binding.node = node;
    binding.participants = participants;
    binding.waiting = null;
    binding.usedSeconds = nowSeconds();
    return new Placement(before, waiting, bindings.size() > maxCalls ? evict() : Map.of());
  }

  /** Removes the calls used least recently, until there are no more than there may be. */
  private Map<String, Node> evict() {
    Map<String, Node> evicted = new LinkedHashMap<>();
    Iterator<Map.Entry<String, Binding>> eldestFirst = bindings.entrySet().iterator();
    while (bindings.size() > maxCalls && eldestFirst.hasNext()) {
      Map.Entry<String, Binding> eldest = eldestFirst.next();
      Binding binding = eldest.getValue();
      if (!binding.isReserved() && binding.node != null) {
        evicted.put(eldest.getKey(), binding.node);
        eldestFirst.remove();
      }
    }
    return evicted;
  }

  /**
   * As {@link CallTable#release}.
   *
   * @return who waits for the call
   */
  synchronized List<Runnable> release(String callId) {
    Binding binding = bindings.get(callId);
    if (binding == null) {
      return List.of();
    }
    List<Runnable> waiting = binding.waiting == null ? List.of() : binding.waiting;
    binding.waiting = null;
    if (binding.node == null) {
      bindings.remove(callId);
    }
    return waiting;
  }

  /** Removes a call if it is on a node, and returns whether it was. */
  synchronized boolean remove(String callId, Node node) {
    boolean removed = bindingOn(node, callId) != null;
    if (removed) {
      bindings.remove(callId);
    }
    return removed;
  }

  /** Removes a call if it is on a node and all of its participants are known. */
  synchronized boolean removeIfParticipantsAreKnown(String callId, Node node) {
    Binding binding = bindingOn(node, callId);
    boolean removed = binding != null && binding.participants != Participants.UNKNOWN;
    if (removed) {
      bindings.remove(callId);
    }
    return removed;
  }

  /** Removes a call if it is on a node and has not been used since a check of it began. */
  synchronized boolean remove(CallTable.Check check, Node node) {
    Binding binding = bindingOn(node, check.callId());
    boolean removed = binding != null && binding.usedSeconds == check.usedSeconds();
    if (removed) {
      bindings.remove(check.callId());
    }
    return removed;
  }

  /** As {@link CallTable#beginCheck}. */
  synchronized CallTable.@Nullable Check beginCheck(String callId, Node node) {
    Binding binding = bindingOn(node, callId);
    return binding != null && binding.usedSeconds != nowSeconds()
        ? new CallTable.Check(callId, binding.usedSeconds)
        : null;
  }

  /** Removes the calls that have not been used for so many seconds, and returns where they were. */
  synchronized Map<String, Node> removeIdle(int seconds) {
    Map<String, Node> idle = new LinkedHashMap<>();
    int now = nowSeconds();
    Iterator<Map.Entry<String, Binding>> eldestFirst = bindings.entrySet().iterator();
    while (eldestFirst.hasNext()) {
      Map.Entry<String, Binding> entry = eldestFirst.next();
      Binding binding = entry.getValue();
      if (binding.isReserved() || binding.node == null) {
        continue;
      }
      if (now - binding.usedSeconds < seconds) {
        break;
      }
      idle.put(entry.getKey(), binding.node);
      eldestFirst.remove();
    }
    return idle;
  }

  /** Returns the calls of a node, those among them that are being placed anew. */
  synchronized List<String> callsOf(Node node) {
    List<String> found = new ArrayList<>();
    bindings.forEach(
        (callId, binding) -> {
          if (binding.node == node) {
            found.add(callId);
          }
        });
    return found;
  }

  /** Returns the calls of a node that have not been used for so many seconds. */
  synchronized List<String> quietCallsOf(Node node, int seconds) {
    List<String> found = new ArrayList<>();
    int now = nowSeconds();
    for (Map.Entry<String, Binding> entry : bindings.entrySet()) {
      Binding binding = entry.getValue();
      if (!binding.isReserved() && now - binding.usedSeconds < seconds) {
        break;
      }
      if (binding.isOn(node)) {
        found.add(entry.getKey());
      }
    }
    return found;
  }

  /** Returns the first call of a node after a place that is drawn, or else the first of all. */
  synchronized @Nullable String draw(Node node, RandomGenerator random, Predicate<String> except) {
    int before = bindings.isEmpty() ? 0 : random.nextInt(bindings.size());
    String first = null;
    for (Map.Entry<String, Binding> entry : bindings.entrySet()) {
      boolean wanted = before-- <= 0 || first == null;
      if (wanted && entry.getValue().isOn(node) && !except.test(entry.getKey())) {
        first = entry.getKey();
        if (before < 0) {
          return first;
        }
      }
    }
    return first;
  }
}
