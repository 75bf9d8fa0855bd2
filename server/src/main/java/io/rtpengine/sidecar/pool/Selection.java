package io.rtpengine.sidecar.pool;

import org.jspecify.annotations.Nullable;

/** Which node of a set a call-id selects. Implementations are immutable and thread-safe. */
interface Selection {

  /** Returns the selection of a kind. */
  static Selection of(HashKind kind) {
    return switch (kind) {
      case RENDEZVOUS -> new RendezvousSelection();
      case OPENSIPS -> new OpensipsSelection();
    };
  }

  /** Says how much a node is to be preferred just now, whatever the call. */
  @FunctionalInterface
  interface Ranking {
    /** Returns the rank of a node. */
    Rank of(NodeSet.Member member);
  }

  /** How much a node is to be preferred: the first most. */
  enum Rank {
    /** Nothing speaks against it. */
    GOOD,
    /** It is full, or has been silent of late. */
    DOUBTFUL,
    /** It has said that it does not have the command. */
    LACKING,
    /** It is down. */
    DOWN,
    /** It is not to be chosen, because it has refused this very request. */
    REFUSING,
    /** It is not to be chosen. */
    NEVER;

    boolean canBeChosen() {
      return isBetterThan(REFUSING);
    }

    boolean isBetterThan(Rank other) {
      return compareTo(other) < 0;
    }
  }

  /** Returns what a call-id selects by. */
  long key(String callId);

  /**
   * Returns the node that a key selects among those of the best rank that there is, and of these
   * among those of the first priority; null if no node may be chosen.
   */
  NodeSet.@Nullable Member choose(NodeSet set, long key, Ranking ranking);
}
