package io.rtpengine.sidecar.pool;

import io.rtpengine.sidecar.ng.NgOutcome;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The calls that may have been left behind on one node: it was asked to open them, and they are
 * elsewhere now or nowhere. They are deleted when the node shows life, a few at a time, unless they
 * are on the node after all by then.
 *
 * <p>While a call that is nowhere is deleted it is reserved, so that it can't be opened on the same
 * node at the same time.
 *
 * <p>What happens may be reported from any thread. The list itself is confined to the pool's loop.
 */
final class Ghosts {

  private static final int MAX_OWED = 10_000;
  private static final int MAX_UNDER_WAY = 8;
  private static final long RETRY_NANOS = 1_000_000_000L;

  private final Node node;
  private final CallTable table;
  private final PoolDependencies world;
  private final Set<String> owed = new LinkedHashSet<>();
  private volatile int count;
  private int underWay;
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
    world.loop().execute(() -> add(callId));
  }

  /** Takes note of a call that was left behind on a node that answers, to be deleted at once. */
  void oweNow(String callId) {
    world
        .loop()
        .execute(
            () -> {
              add(callId);
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
              owed.forEach(callId -> world.observer().ghostDropped(node.id(), callId));
              owed.clear();
              recount();
            });
  }

  private void add(String callId) {
    if (owed.add(callId)) {
      world.observer().ghostOwed(node.id(), callId);
    }
    if (owed.size() > MAX_OWED) {
      String oldest = owed.iterator().next();
      owed.remove(oldest);
      world.observer().ghostDropped(node.id(), oldest);
    }
    recount();
  }

  private void sweep() {
    if (node.operatorState() == OperatorState.DISABLED) {
      return;
    }
    List<String> beingPlaced = new ArrayList<>();
    while (underWay < MAX_UNDER_WAY && !owed.isEmpty()) {
      String callId = owed.iterator().next();
      owed.remove(callId);
      Node where = table.find(callId);
      boolean reserved = where == null && table.reserve(callId, null);
      if (where == null && !reserved) {
        beingPlaced.add(callId);
      } else if (where != node) {
        delete(callId, reserved);
      }
    }
    owed.addAll(beingPlaced);
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

  private void delete(String callId, boolean reserved) {
    underWay++;
    node.sendOwn(
        world.commands().get().delete(callId),
        outcome -> world.loop().execute(() -> onDeleted(callId, reserved, outcome)));
  }

  private void onDeleted(String callId, boolean reserved, NgOutcome outcome) {
    underWay--;
    if (reserved) {
      table.release(callId);
    }
    if (Node.isAnswer(outcome)) {
      world.observer().ghostDeleted(node.id(), callId);
      recount();
      sweep();
    } else {
      // At the next sign of life.
      owed.add(callId);
      recount();
    }
  }

  private void recount() {
    count = owed.size() + underWay;
  }
}
