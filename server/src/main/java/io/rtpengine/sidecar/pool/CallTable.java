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
 * Which node has which call. Thread-safe.
 *
 * <p>While a call is being placed it is reserved: nobody else places it, and whoever is interested
 * may wait. Calls that are not used for long are forgotten, and so are, beyond a bound, those that
 * were used least recently.
 *
 * <p>It is split by call-id into shards, each under a lock of its own that is held for a look-up
 * and no longer, and so hardly ever by two at a time.
 */
final class CallTable {

  private static final int MAX_SHARDS = 64;
  private static final int CALLS_WORTH_A_SHARD = 1_024;

  /** To draw a call, no more than about so many are looked at. */
  private static final int MAX_LOOKED_AT = 20_000;

  /** Where one call is. Guarded by the lock of its shard. */
  private static final class Binding {
    private @Nullable Node node;
    private @Nullable List<Runnable> waiting;
    private int usedSeconds;
    private long participants;

    boolean isReserved() {
      return waiting != null;
    }
  }

  private final List<Map<String, Binding>> shards = new ArrayList<>();
  private final int maxCallsPerShard;
  private final int ttlSeconds;
  private final PoolLoop clock;
  private final PoolObserver observer;

  CallTable(AffinitySettings settings, PoolLoop clock, PoolObserver observer) {
    int count =
        Math.min(MAX_SHARDS, Integer.highestOneBit(1 + settings.maxCalls() / CALLS_WORTH_A_SHARD));
    for (int i = 0; i < count; i++) {
      // In the order of their last use.
      shards.add(new LinkedHashMap<>(16, 0.75f, true));
    }
    this.maxCallsPerShard = Math.max(1, settings.maxCalls() / count);
    this.ttlSeconds = (int) Math.min(Integer.MAX_VALUE, settings.ttl().toSeconds());
    this.clock = clock;
    this.observer = observer;
  }

  /** Returns the node of a call; null if it is not known, or being placed just now. */
  @Nullable Node find(String callId) {
    return find(callId, Participants.NONE);
  }

  /**
   * Returns the node of a call for a request on it; null if it is not known, or being placed just
   * now.
   *
   * @param named the participants that the request names or brings in
   */
  @Nullable Node find(String callId, long named) {
    Map<String, Binding> shard = shard(callId);
    synchronized (shard) {
      Binding binding = shard.get(callId);
      if (binding == null || binding.isReserved()) {
        return null;
      }
      binding.usedSeconds = nowSeconds();
      binding.participants = Participants.union(binding.participants, named);
      return binding.node;
    }
  }

  /**
   * Reserves a call, for its node to be found or changed.
   *
   * @param expected where the call is as far as the caller knows; null if it is not known
   * @return whether it is so, and nobody else has reserved it; then {@link #place} or {@link
   *     #release} must follow
   */
  boolean reserve(String callId, @Nullable Node expected) {
    Map<String, Binding> shard = shard(callId);
    synchronized (shard) {
      Binding binding = shard.get(callId);
      if (binding == null ? expected != null : binding.isReserved() || binding.node != expected) {
        return false;
      }
      if (binding == null) {
        binding = new Binding();
        shard.put(callId, binding);
      }
      binding.waiting = Collections.emptyList();
      return true;
    }
  }

  /**
   * Waits for a call that is reserved.
   *
   * @param resume is run when it no longer is, on the thread that placed or released it
   * @return whether it is reserved; if not, {@code resume} is not run
   */
  boolean await(String callId, Runnable resume) {
    Map<String, Binding> shard = shard(callId);
    synchronized (shard) {
      Binding binding = shard.get(callId);
      if (binding == null || binding.waiting == null) {
        return false;
      }
      if (binding.waiting.isEmpty()) {
        binding.waiting = new ArrayList<>(2);
      }
      binding.waiting.add(resume);
      return true;
    }
  }

  /**
   * Takes note that a call is on a node; whoever reserved it has it no longer.
   *
   * @param participants those that it has there
   */
  void place(String callId, Node node, long participants) {
    Map<String, Binding> shard = shard(callId);
    Node before;
    List<Runnable> waiting;
    Map<String, Node> evicted = Map.of();
    synchronized (shard) {
      Binding binding = shard.computeIfAbsent(callId, unused -> new Binding());
      before = binding.node;
      waiting = binding.waiting;
      binding.node = node;
      binding.participants = participants;
      binding.waiting = null;
      binding.usedSeconds = nowSeconds();
      if (shard.size() > maxCallsPerShard) {
        evicted = evict(shard);
      }
    }
    if (before != node) {
      if (before != null) {
        unbound(before, callId, PoolObserver.Unbound.MOVED);
      }
      node.countCall(1);
      observer.callBound(node.id(), callId);
    }
    evicted.forEach((id, was) -> unbound(was, id, PoolObserver.Unbound.EVICTED));
    resume(waiting);
  }

  /** Gives a reserved call back: it is where it was before, if anywhere. */
  void release(String callId) {
    Map<String, Binding> shard = shard(callId);
    List<Runnable> waiting = null;
    synchronized (shard) {
      Binding binding = shard.get(callId);
      if (binding != null) {
        waiting = binding.waiting;
        binding.waiting = null;
        if (binding.node == null) {
          shard.remove(callId);
        }
      }
    }
    resume(waiting);
  }

  /** Forgets a call that is on a node no longer. Does nothing if it is being placed anew. */
  void forget(String callId, Node node, PoolObserver.Unbound why) {
    Map<String, Binding> shard = shard(callId);
    synchronized (shard) {
      Binding binding = shard.get(callId);
      if (binding == null || binding.node != node || binding.isReserved()) {
        return;
      }
      shard.remove(callId);
    }
    unbound(node, callId, why);
  }

  /**
   * Takes note that a node has ended what a participant of a call had part in.
   *
   * @return whether that was all of the call, which is forgotten then
   */
  boolean endPart(String callId, Node node) {
    Map<String, Binding> shard = shard(callId);
    synchronized (shard) {
      Binding binding = shard.get(callId);
      if (binding != null && binding.participants == Participants.UNKNOWN) {
        return false;
      }
    }
    forget(callId, node, PoolObserver.Unbound.ENDED);
    return true;
  }

  /** Forgets a call that its node, when it was to act on it, did not know. */
  void forgetUnknown(String callId, Node node) {
    if (isOn(callId, node)) {
      forget(callId, node, node.reconciliation().callUnknown(callId));
    }
  }

  /** Returns whether a call is on a node, and nobody is placing it anew. This is no use of it. */
  boolean isOn(String callId, Node node) {
    Map<String, Binding> shard = shard(callId);
    synchronized (shard) {
      return isOn(node, shard.get(callId));
    }
  }

  private static boolean isOn(Node node, @Nullable Binding binding) {
    return binding != null && binding.node == node && !binding.isReserved();
  }

  /**
   * A call about which its node is asked.
   *
   * @param usedSeconds when it was last used, before the second in which the node was asked; what
   *     the node says counts only if that has not changed since
   */
  record Check(String callId, int usedSeconds) {}

  /** Begins a check; returns null if the call is not on the node, or is in use just now. */
  @Nullable Check beginCheck(String callId, Node node) {
    Map<String, Binding> shard = shard(callId);
    synchronized (shard) {
      Binding binding = shard.get(callId);
      return binding != null && isOn(node, binding) && binding.usedSeconds != nowSeconds()
          ? new Check(callId, binding.usedSeconds)
          : null;
    }
  }

  /** Takes note that a node has a call: that counts as a use of it. */
  void confirm(Check check, Node node) {
    if (isOn(check.callId(), node)) {
      Node unused = find(check.callId());
    }
  }

  /** Forgets a call that its node does not know, unless it has been used since it was asked. */
  void forget(Check check, Node node, PoolObserver.Unbound why) {
    Map<String, Binding> shard = shard(check.callId());
    synchronized (shard) {
      Binding binding = shard.get(check.callId());
      if (binding == null || !isOn(node, binding) || binding.usedSeconds != check.usedSeconds()) {
        return;
      }
      shard.remove(check.callId());
    }
    unbound(node, check.callId(), why);
  }

  /** Forgets the calls that have not been used for too long. */
  void expire() {
    for (Map<String, Binding> shard : shards) {
      Map<String, Node> idle = new LinkedHashMap<>();
      synchronized (shard) {
        int now = nowSeconds();
        Iterator<Map.Entry<String, Binding>> eldestFirst = shard.entrySet().iterator();
        while (eldestFirst.hasNext()) {
          Map.Entry<String, Binding> entry = eldestFirst.next();
          Binding binding = entry.getValue();
          if (binding.isReserved() || binding.node == null) {
            continue;
          }
          if (now - binding.usedSeconds < ttlSeconds) {
            break;
          }
          idle.put(entry.getKey(), binding.node);
          eldestFirst.remove();
        }
      }
      idle.forEach((callId, node) -> unbound(node, callId, PoolObserver.Unbound.IDLE));
    }
  }

  /**
   * Returns the call-ids of a node. A shard is looked through when the iteration gets to it: calls
   * that come or go meanwhile may be among them or not.
   */
  Iterator<String> callsOf(Node node) {
    return shards.stream().flatMap(shard -> callsOf(node, shard).stream()).iterator();
  }

  private static List<String> callsOf(Node node, Map<String, Binding> shard) {
    List<String> found = new ArrayList<>();
    synchronized (shard) {
      shard.forEach(
          (callId, binding) -> {
            if (binding.node == node) {
              found.add(callId);
            }
          });
    }
    return found;
  }

  /**
   * Returns the call-ids of a node that have not been used for so many seconds, a shard at a time:
   * a shard is looked through when the iteration gets to it.
   */
  Iterator<List<String>> quietCallsOf(Node node, int seconds) {
    return shards.stream().map(shard -> quietCallsOf(node, shard, seconds)).iterator();
  }

  private List<String> quietCallsOf(Node node, Map<String, Binding> shard, int seconds) {
    List<String> found = new ArrayList<>();
    synchronized (shard) {
      int now = nowSeconds();
      for (Map.Entry<String, Binding> entry : shard.entrySet()) {
        Binding binding = entry.getValue();
        if (!binding.isReserved() && now - binding.usedSeconds < seconds) {
          break;
        }
        if (isOn(node, binding)) {
          found.add(entry.getKey());
        }
      }
    }
    return found;
  }

  /**
   * Draws one of the calls of a node.
   *
   * @param except calls that are not wanted
   * @return null if none was found among those that were looked at
   */
  @Nullable String anyCallOf(Node node, RandomGenerator random, Predicate<String> except) {
    int first = random.nextInt(shards.size());
    int lookedAt = 0;
    for (int i = 0; i < shards.size() && lookedAt < MAX_LOOKED_AT; i++) {
      Map<String, Binding> shard = shards.get((first + i) % shards.size());
      synchronized (shard) {
        lookedAt += shard.size();
        String drawn = draw(node, shard, random, except);
        if (drawn != null) {
          return drawn;
        }
      }
    }
    return null;
  }

  /** Returns the first call of a node after a place in a shard, or else the first in it. */
  private static @Nullable String draw(
      Node node, Map<String, Binding> shard, RandomGenerator random, Predicate<String> except) {
    int before = shard.isEmpty() ? 0 : random.nextInt(shard.size());
    String first = null;
    for (Map.Entry<String, Binding> entry : shard.entrySet()) {
      boolean wanted = before-- <= 0 || first == null;
      if (wanted && isOn(node, entry.getValue()) && !except.test(entry.getKey())) {
        first = entry.getKey();
        if (before < 0) {
          return first;
        }
      }
    }
    return first;
  }

  /** Removes the calls used least recently, until there are no more than there may be. */
  private Map<String, Node> evict(Map<String, Binding> shard) {
    Map<String, Node> evicted = new LinkedHashMap<>();
    Iterator<Map.Entry<String, Binding>> eldestFirst = shard.entrySet().iterator();
    while (shard.size() > maxCallsPerShard && eldestFirst.hasNext()) {
      Map.Entry<String, Binding> eldest = eldestFirst.next();
      Binding binding = eldest.getValue();
      if (!binding.isReserved() && binding.node != null) {
        evicted.put(eldest.getKey(), binding.node);
        eldestFirst.remove();
      }
    }
    return evicted;
  }

  private void unbound(Node node, String callId, PoolObserver.Unbound why) {
    node.countCall(-1);
    observer.callUnbound(node.id(), callId, why);
  }

  private static void resume(@Nullable List<Runnable> waiting) {
    if (waiting != null) {
      waiting.forEach(Runnable::run);
    }
  }

  private Map<String, Binding> shard(String callId) {
    int hash = callId.hashCode() * 0x9e3779b9;
    return shards.get((hash >>> 16) & (shards.size() - 1));
  }

  private int nowSeconds() {
    return (int) TimeUnit.NANOSECONDS.toSeconds(clock.nanoTime());
  }
}
