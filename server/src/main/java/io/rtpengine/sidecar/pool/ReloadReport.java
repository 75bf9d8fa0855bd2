package io.rtpengine.sidecar.pool;

import java.util.List;

/**
 * What a reload has changed. Immutable and thread-safe.
 *
 * @param added nodes that were not there before
 * @param removed nodes that take no new calls any more, and go when their calls have ended
 * @param changed nodes whose weight, priority or HTTP address is another now
 * @param kept nodes that are as they were
 */
public record ReloadReport(
    List<NodeId> added, List<NodeId> removed, List<NodeId> changed, List<NodeId> kept) {

  /** Creates a report. */
  public ReloadReport {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    changed = List.copyOf(changed);
    kept = List.copyOf(kept);
  }

  /** Returns whether anything is another now. */
  public boolean isOfChanges() {
    return !added.isEmpty() || !removed.isEmpty() || !changed.isEmpty();
  }
}
