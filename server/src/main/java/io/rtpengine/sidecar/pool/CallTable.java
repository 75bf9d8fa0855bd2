package io.rtpengine.sidecar.pool;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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

  /** Where one call is. Guarded by the lock of its shard. */
  private static final class Binding {
    private @Nullable Node node;
    private @Nullable List<Runnable> waiting;
    private int usedSeconds;

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
    Map<String, Binding> shard = shard(callId);
    synchronized (shard) {
      Binding binding = shard.get(callId);
      if (binding == null || binding.isReserved()) {
        return null;
      }
      binding.usedSeconds = nowSeconds();
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

  /** Takes note that a call is on a node; whoever reserved it has it no longer. */
  void place(String callId, Node node) {
    Map<String, Binding> shard = shard(callId);
    Node before;
    List<Runnable> waiting;
    Map<String, Node> evicted = Map.of();
    synchronized (shard) {
      Binding binding = shard.computeIfAbsent(callId, unused -> new Binding());
      before = binding.node;
      waiting = binding.waiting;
      binding.node = node;
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
