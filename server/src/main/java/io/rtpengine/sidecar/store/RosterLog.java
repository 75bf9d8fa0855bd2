package io.rtpengine.sidecar.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what came of reading nodes: what is wrong, when it begins and when it is over, however often
 * the source is read meanwhile. Thread-safe.
 */
final class RosterLog {

  private static final Logger LOG = LoggerFactory.getLogger(Roster.class);

  private final NodeSource source;

  /** What was wrong the last time; empty if nothing was. */
  private String trouble = "";

  RosterLog(NodeSource source) {
    this.source = source;
  }

  synchronized void outcome(ReloadOutcome outcome) {
    String before = trouble;
    trouble = trouble(outcome);
    if (!trouble.isEmpty() && !trouble.equals(before)) {
      LOG.error("{}: {}", source, trouble);
    } else if (trouble.isEmpty() && !before.isEmpty()) {
      LOG.info("{}: in order again", source);
    }
    if (outcome instanceof ReloadOutcome.Applied applied) {
      applied.report().added().forEach(node -> LOG.info("{}: added", node));
      applied.report().changed().forEach(node -> LOG.info("{}: changed", node));
      applied.report().removed().forEach(node -> LOG.info("{}: removed", node));
    }
  }

  private static String trouble(ReloadOutcome outcome) {
    if (outcome instanceof ReloadOutcome.Unreadable unreadable) {
      return "can't be read, the nodes stay as they are: " + unreadable.why();
    }
    if (outcome instanceof ReloadOutcome.Refused refused) {
      return refused.rejected().isEmpty()
          ? "has no nodes, those of before stay"
          : "has no node that is in order, those of before stay: " + refused.rejected();
    }
    ReloadOutcome.Applied applied = (ReloadOutcome.Applied) outcome;
    return applied.rejected().isEmpty()
        ? ""
        : "rejected: "
            + applied.rejected()
            + "; kept though no longer there: "
            + applied.retained();
  }
}
