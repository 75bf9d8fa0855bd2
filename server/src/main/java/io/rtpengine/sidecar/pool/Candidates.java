package io.rtpengine.sidecar.pool;

import io.rtpengine.sidecar.pool.Selection.Rank;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a set that a new call may be placed on, best first. Confined to one request.
 *
 * <p>Nodes are ranked when it comes to them, those of the set that there are by then. Those that
 * are down are candidates only if nothing else is, and so are those that lack the command: once a
 * better one has been tried, they are not worth the time.
 */
final class Candidates {

  private final Core core;
  private final Supplier<@Nullable NodeSet> set;
  private final long key;
  private final String command;
  private final List<Node> tried = new ArrayList<>(2);
  private final List<Node> silent = new ArrayList<>(0);
  private @Nullable Node first;
  private Rank worst = Rank.DOWN;
  private boolean down;

  /**
   * Creates a list of candidates.
   *
   * @param set the set as it is now, whenever that is asked; null if it is gone
   * @param first the node to begin with; null if the call-id is to select it
   */
  Candidates(
      Core core,
      Supplier<@Nullable NodeSet> set,
      String callId,
      String command,
      @Nullable Node first) {
    this.core = core;
    this.set = set;
    this.key = core.selection().key(callId);
    this.command = command;
    this.first = first;
  }

  /** Returns the next node to try; null if there is none. */
  @Nullable Node next() {
    Node next = first;
    if (next == null) {
      NodeSet now = set.get();
      NodeSet.Member chosen = now == null ? null : core.selection().choose(now, key, this::rank);
      if (chosen == null) {
        return null;
      }
      next = chosen.node();
      down = rank(chosen) == Rank.DOWN;
    }
    first = null;
    if (!down) {
      worst = Rank.DOUBTFUL;
    }
    tried.add(next);
    return next;
  }

  /** Takes note that a node which was tried could not be asked, or did not answer. */
  void hasBeenSilent(Node node) {
    silent.add(node);
  }

  /** Returns whether {@link #next} would return another node. */
  boolean hasNext() {
    NodeSet now = set.get();
    for (NodeSet.Member member : now == null ? List.<NodeSet.Member>of() : now.members()) {
      if (rank(member).canBeChosen()) {
        return true;
      }
    }
    return first != null;
  }

  /** Returns whether the node to try is down, because all are. */
  boolean isDown() {
    return down;
  }

  private Rank rank(NodeSet.Member member) {
    if (tried.contains(member.node())) {
      return silent.contains(member.node()) ? Rank.NEVER : Rank.REFUSING;
    }
    Rank rank = Rankings.forNewCall(member, command);
    return worst.isBetterThan(rank) ? Rank.NEVER : rank;
  }
}
