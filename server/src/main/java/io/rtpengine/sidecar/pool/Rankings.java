package io.rtpengine.sidecar.pool;

import io.rtpengine.sidecar.pool.Selection.Rank;

/** How much a node is to be preferred, for what. */
final class Rankings {

  private Rankings() {}

  /** Ranks a node for a call that it would take on. */
  static Rank forNewCall(NodeSet.Member member, String command) {
    Node node = member.node();
    if (member.weight() == 0
        || node.operatorState() != OperatorState.ENABLED
        || !node.isReachable()) {
      return Rank.NEVER;
    }
    HealthState health = node.health().state();
    if (health == HealthState.DOWN) {
      return Rank.DOWN;
    }
    if (node.lacks(command)) {
      return Rank.LACKING;
    }
    return health == HealthState.SATURATED || node.health().isSuspected()
        ? Rank.DOUBTFUL
        : Rank.GOOD;
  }

  /** Ranks a node for a call that it may have, or for what concerns no call. */
  static Rank forWhatExists(NodeSet.Member member, String command) {
    Node node = member.node();
    if (node.operatorState() == OperatorState.DISABLED || !node.isReachable()) {
      return Rank.NEVER;
    }
    if (node.health().state() == HealthState.DOWN) {
      return Rank.DOWN;
    }
    return node.lacks(command) ? Rank.LACKING : Rank.GOOD;
  }
}
