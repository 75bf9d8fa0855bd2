package io.rtpengine.sidecar.pool;

import org.jspecify.annotations.Nullable;

/** Selection by {@link RendezvousHash}. */
final class RendezvousSelection implements Selection {

  @Override
  public long key(String callId) {
    return RendezvousHash.hash(callId);
  }

  @Override
  public NodeSet.@Nullable Member choose(NodeSet set, long key, Ranking ranking) {
    NodeSet.Member best = null;
    Rank bestRank = Rank.NEVER;
    double bestScore = 0;
    for (NodeSet.Member member : set.members()) {
      Rank rank = ranking.of(member);
      int order = best == null ? -1 : compare(rank, member, bestRank, best);
      if (!rank.canBeChosen() || order > 0) {
        continue;
      }
      double score = RendezvousHash.score(key, member.node().hash(), member.weight());
      if (order < 0 || score > bestScore) {
        best = member;
        bestRank = rank;
        bestScore = score;
      }
    }
    return best;
  }

  private static int compare(Rank rank, NodeSet.Member a, Rank otherRank, NodeSet.Member b) {
    int byRank = rank.compareTo(otherRank);
    return byRank != 0 ? byRank : Integer.compare(a.priority(), b.priority());
  }
}
