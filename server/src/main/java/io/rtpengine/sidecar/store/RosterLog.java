package io.rtpengine.sidecar.store;

import io.rtpengine.sidecar.pool.ReloadReport;
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

  /** What is wrong with the list that the pool has; empty if nothing is. */
  private String troubleOfList = "";

  RosterLog(NodeSource source) {
    this.source = source;
  }

  synchronized void outcome(ReloadOutcome outcome) {
    String found = trouble(outcome);
    if (outcome instanceof ReloadOutcome.Applied applied) {
      troubleOfList = found;
      changed(applied.report());
    }
    trouble(found);
  }

  /** The list has been read, and is the one that the pool has. */
  synchronized void unchanged() {
    trouble(troubleOfList);
  }

  /** The nodes are those of the last time, because the source can't be read yet. */
  void remembered() {
    LOG.warn("{}: the nodes are those that were read before the restart", source);
  }

  private void trouble(String found) {
    if (!found.isEmpty() && !found.equals(trouble)) {
      LOG.error("{}: {}", source, found);
    } else if (found.isEmpty() && !trouble.isEmpty()) {
      LOG.info("{}: in order again", source);
    }
    trouble = found;
  }

  /** The pool has other nodes than before. */
  void changed(ReloadReport report) {
    report.added().forEach(node -> LOG.info("{}: added", node));
    report.changed().forEach(node -> LOG.info("{}: changed", node));
    report.removed().forEach(node -> LOG.info("{}: removed", node));
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
