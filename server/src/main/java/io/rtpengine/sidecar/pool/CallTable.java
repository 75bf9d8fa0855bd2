package io.rtpengine.sidecar.pool;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
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

  private final List<CallShard> shards = new ArrayList<>();
  private final int ttlSeconds;
  private final PoolObserver observer;

  CallTable(AffinitySettings settings, PoolLoop clock, PoolObserver observer) {
    int count =
        Math.min(MAX_SHARDS, Integer.highestOneBit(1 + settings.maxCalls() / CALLS_WORTH_A_SHARD));
    for (int i = 0; i < count; i++) {
      shards.add(new CallShard(Math.max(1, settings.maxCalls() / count), clock));
    }
    this.ttlSeconds = (int) Math.min(Integer.MAX_VALUE, settings.ttl().toSeconds());
    this.observer = observer;
  }

  private CallShard shard(String callId) {
    int hash = callId.hashCode() * 0x9e3779b9;
    return shards.get((hash >>> 16) & (shards.size() - 1));
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
    return shard(callId).find(callId, named);
  }

  /** Returns whether a call is on a node, and nobody is placing it anew. This is no use of it. */
  boolean isOn(String callId, Node node) {
    return shard(callId).isOn(callId, node);
  }

  /**
   * Reserves a call, for its node to be found or changed.
   *
   * @param expected where the call is as far as the caller knows; null if it is not known
   * @return whether it is so, and nobody else has reserved it; then {@link #place} or {@link
   *     #release} must follow
   */
  boolean reserve(String callId, @Nullable Node expected) {
    return shard(callId).reserve(callId, expected);
  }

  /**
   * Waits for a call that is reserved.
   *
   * @param resume is run when it no longer is, on the thread that placed or released it
   * @return whether it is reserved; if not, {@code resume} is not run
   */
  boolean await(String callId, Runnable resume) {
    return shard(callId).await(callId, resume);
  }

  /**
   * Takes note that a call is on a node; whoever reserved it has it no longer.
   *
   * @param participants those that it has there
   */
  void place(String callId, Node node, long participants) {
    CallShard.Placement placement = shard(callId).place(callId, node, participants);
    Node before = placement.before();
    if (before != node) {
      if (before != null) {
        unbound(before, callId, PoolObserver.Unbound.MOVED);
      }
      node.countCall(1);
      observer.callBound(node.id(), callId);
    }
    unbound(placement.evicted(), PoolObserver.Unbound.EVICTED);
    placement.waiting().forEach(Runnable::run);
  }

  /** Gives a reserved call back: it is where it was before, if anywhere. */
  void release(String callId) {
    shard(callId).release(callId).forEach(Runnable::run);
  }

  /** Forgets a call that is on a node no longer. Does nothing if it is being placed anew. */
  void forget(String callId, Node node, PoolObserver.Unbound why) {
    if (shard(callId).remove(callId, node)) {
      unbound(node, callId, why);
    }
  }

  /** Forgets a call that its node, when it was to act on it, did not know. */
  void forgetUnknown(String callId, Node node) {
    if (isOn(callId, node)) {
      forget(callId, node, node.reconciliation().callUnknown(callId));
    }
  }

  /**
   * Takes note that a node has ended what a participant of a call had part in.
   *
   * @return whether that was all of the call, which is forgotten then
   */
  boolean endPart(String callId, Node node) {
    boolean wasAll = shard(callId).removeIfParticipantsAreKnown(callId, node);
    if (wasAll) {
      unbound(node, callId, PoolObserver.Unbound.ENDED);
    }
    return wasAll;
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
    return shard(callId).beginCheck(callId, node);
  }

  /** Takes note that a node has a call: that counts as a use of it. */
  void confirm(Check check, Node node) {
    if (isOn(check.callId(), node)) {
      Node unused = find(check.callId());
    }
  }

  /** Forgets a call that its node does not know, unless it has been used since it was asked. */
  void forget(Check check, Node node, PoolObserver.Unbound why) {
    if (shard(check.callId()).remove(check, node)) {
      unbound(node, check.callId(), why);
    }
  }

  /** Forgets the calls that have not been used for too long. */
  void expire() {
    shards.forEach(shard -> unbound(shard.removeIdle(ttlSeconds), PoolObserver.Unbound.IDLE));
  }

  /**
   * Returns the call-ids of a node. A shard is looked through when the iteration gets to it: calls
   * that come or go meanwhile may be among them or not.
   */
  Iterator<String> callsOf(Node node) {
    return shards.stream().flatMap(shard -> shard.callsOf(node).stream()).iterator();
  }

  /**
   * Returns the call-ids of a node that have not been used for so many seconds, a shard at a time:
   * a shard is looked through when the iteration gets to it.
   */
  Iterator<List<String>> quietCallsOf(Node node, int seconds) {
    return shards.stream().map(shard -> shard.quietCallsOf(node, seconds)).iterator();
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
      CallShard shard = shards.get((first + i) % shards.size());
      lookedAt += shard.size();
      String drawn = shard.draw(node, random, except);
      if (drawn != null) {
        return drawn;
      }
    }
    return null;
  }

  private void unbound(Map<String, Node> calls, PoolObserver.Unbound why) {
    calls.forEach((callId, node) -> unbound(node, callId, why));
  }

  private void unbound(Node node, String callId, PoolObserver.Unbound why) {
    node.countCall(-1);
    observer.callUnbound(node.id(), callId, why);
  }
}
