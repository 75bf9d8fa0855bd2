package io.rtpengine.sidecar.pool;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Selection as the {@code rtpengine} module of OpenSIPS makes it, so that both find a call on the
 * same node: the lowest eight bits of the sum of the call-id's bytes, modulo the total weight, say
 * how much weight to walk past in the order in which the nodes are written.
 *
 * <p>If that ends at a node that can't be used, the walk begins anew, modulo the weight of those
 * that can. Those that are disabled take up no weight in it; those that have refused this request
 * do. It ends at the first that can be used.
 *
 * <p>A node that is full is one like any other here, because it is one for OpenSIPS: it is asked,
 * and refuses. Priorities are this sidecar's addition: a walk is through the nodes of one.
 */
final class OpensipsSelection implements Selection {

  private static final int LOWEST_BITS = 0xff;

  @Override
  public long key(String callId) {
    int sum = 0;
    for (byte b : callId.getBytes(StandardCharsets.UTF_8)) {
      sum += b & LOWEST_BITS;
    }
    return sum & LOWEST_BITS;
  }

  @Override
  public NodeSet.@Nullable Member choose(NodeSet set, long key, Ranking ranking) {
    int priority = 0;
    Rank best = Rank.NEVER;
    for (NodeSet.Member member : set.members()) {
      Rank rank = rank(member, ranking);
      if (rank.canBeChosen()
          && (rank.isBetterThan(best) || (rank == best && member.priority() < priority))) {
        best = rank;
        priority = member.priority();
      }
    }
    return best == Rank.NEVER
        ? null
        : walk(set, (int) (key & LOWEST_BITS), ranking, best, priority);
  }

  private static NodeSet.@Nullable Member walk(
      NodeSet set, int key, Ranking ranking, Rank wanted, int priority) {
    int total = 0;
    int usable = 0;
    for (NodeSet.Member member : set.members()) {
      if (member.priority() == priority) {
        total += member.weight();
        usable += rank(member, ranking) == wanted ? member.weight() : 0;
      }
    }
    NodeSet.Member first = null;
    int rest = key % Math.max(total, 1);
    for (NodeSet.Member member : set.members()) {
      if (first == null && member.priority() == priority) {
        first = rest < member.weight() ? member : null;
        rest -= member.weight();
      }
    }
    if (first != null && rank(first, ranking) == wanted) {
      return first;
    }
    rest = key % Math.max(usable, 1);
    NodeSet.Member last = null;
    for (NodeSet.Member member : set.members()) {
      if (member.priority() == priority) {
        Rank rank = rank(member, ranking);
        if (rank == wanted) {
          last = member;
          if (rest < member.weight()) {
            return member;
          }
        }
        boolean disabled = rank != wanted && (rank == Rank.DOWN || rank == Rank.NEVER);
        rest -= disabled ? 0 : member.weight();
      }
    }
    // Only weights of 0 get here.
    return last;
  }

  private static Rank rank(NodeSet.Member member, Ranking ranking) {
    Rank rank = ranking.of(member);
    return rank == Rank.DOUBTFUL ? Rank.GOOD : rank;
  }
}
