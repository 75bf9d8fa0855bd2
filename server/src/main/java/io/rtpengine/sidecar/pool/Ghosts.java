package io.rtpengine.sidecar.pool;

import io.rtpengine.sidecar.ng.NgOutcome;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The calls that may have been left behind on one node: it was asked to open them, and they are
 * elsewhere now or nowhere. They are deleted when the node shows life, a few at a time, unless they
 * are on the node after all by then.
 *
 * <p>While a call that is nowhere is deleted it is reserved, so that it can't be opened on the same
 * node at the same time. Each is deleted twice, the second time a little later: what was to open
 * the call may arrive after what is to delete it.
 *
 * <p>What happens may be reported from any thread. The list itself is confined to the pool's loop.
 */
final class Ghosts {

  private static final int MAX_OWED = 10_000;
  private static final int MAX_UNDER_WAY = 8;
  private static final long RETRY_NANOS = 1_000_000_000L;

  /** How long a datagram may be on its way, or lie in a socket's buffer. */
  private static final long LATECOMERS_NANOS = 5_000_000_000L;

  private final Node node;
  private final CallTable table;
  private final PoolDependencies world;

  /** The calls, and how often each is to be deleted. */
  private final Map<String, Integer> owed = new LinkedHashMap<>();

  private volatile int count;
  private int underWay;
  private int waiting;
  private boolean dropped;
  private boolean retryPlanned;

  Ghosts(Node node, CallTable table, PoolDependencies world) {
    this.node = node;
    this.table = table;
    this.world = world;
  }

  /** Returns how many calls are still to be deleted. */
  int count() {
    return count;
  }

  /**
   * Takes note of a call that was left behind by silence, to be deleted at the next sign of life.
   */
  void owe(String callId) {
    world.loop().execute(() -> add(callId, 2));
  }

  /** Takes note of a call that was left behind on a node that answers, to be deleted at once. */
  void oweNow(String callId) {
    world
        .loop()
        .execute(
            () -> {
              add(callId, 1);
              sweep();
            });
  }

  /** Reports a sign of life. Costs nothing if nothing is owed. */
  void nodeAnswers() {
    if (count > 0) {
      world.loop().execute(this::sweep);
    }
  }

  /** Gives all of them up. */
  void drop() {
    world
        .loop()
        .execute(
            () -> {
              owed.keySet().forEach(callId -> world.observer().ghostDropped(node.id(), callId));
              owed.clear();
              dropped = true;
              recount();
            });
  }

  private void add(String callId, int deletions) {
    if (owed.put(callId, deletions) == null) {
      world.observer().ghostOwed(node.id(), callId);
    }
    if (owed.size() > MAX_OWED) {
      String oldest = owed.keySet().iterator().next();
      owed.remove(oldest);
      world.observer().ghostDropped(node.id(), oldest);
    }
    recount();
  }

  private void sweep() {
    if (node.operatorState() == OperatorState.DISABLED) {
      return;
    }
    Map<String, Integer> beingPlaced = new LinkedHashMap<>();
    while (underWay < MAX_UNDER_WAY && !owed.isEmpty()) {
      Map.Entry<String, Integer> oldest = owed.entrySet().iterator().next();
      String callId = oldest.getKey();
      int deletions = oldest.getValue();
      owed.remove(callId);
      Node where = table.find(callId);
      boolean reserved = where == null && table.reserve(callId, null);
      if (where == null && !reserved) {
        beingPlaced.put(callId, deletions);
      } else if (where != node) {
        delete(callId, reserved, deletions);
      }
    }
    owed.putAll(beingPlaced);
    recount();
    if (!beingPlaced.isEmpty() && !retryPlanned) {
      retryPlanned = true;
      world
          .loop()
          .schedule(
              () -> {
                retryPlanned = false;
                sweep();
              },
              RETRY_NANOS);
    }
  }

  private void delete(String callId, boolean reserved, int deletions) {
    underWay++;
    node.sendOwn(
        world.commands().get().delete(callId),
        outcome -> world.loop().execute(() -> onDeleted(callId, reserved, deletions, outcome)));
  }

  private void onDeleted(String callId, boolean reserved, int deletions, NgOutcome outcome) {
    underWay--;
    if (reserved) {
      table.release(callId);
    }
    if (!Node.isAnswer(outcome)) {
      // At the next sign of life.
      owed.put(callId, deletions);
      recount();
      return;
    }
    if (deletions > 1) {
      waiting++;
      world.loop().schedule(() -> again(callId, deletions - 1), LATECOMERS_NANOS);
    } else {
      world.observer().ghostDeleted(node.id(), callId);
    }
    recount();
    sweep();
  }

  private void again(String callId, int deletions) {
    waiting--;
    if (!dropped) {
      owed.putIfAbsent(callId, deletions);
      sweep();
    }
  }

  private void recount() {
    count = owed.size() + underWay + waiting;
  }
}
