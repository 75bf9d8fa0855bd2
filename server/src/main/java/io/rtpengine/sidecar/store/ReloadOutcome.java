package io.rtpengine.sidecar.store;

import io.rtpengine.sidecar.pool.NodeId;
import io.rtpengine.sidecar.pool.ReloadReport;
import io.rtpengine.sidecar.store.NodeList.Rejection;
import java.util.List;

/** What came of reading the nodes anew. Immutable and thread-safe. */
public sealed interface ReloadOutcome {

  /**
   * The pool has them.
   *
   * @param report what has changed
   * @param retained nodes that are no longer listed, and kept because something was rejected
   * @param rejected what can't be right
   */
  record Applied(ReloadReport report, List<NodeId> retained, List<Rejection> rejected)
      implements ReloadOutcome {

    /** Creates an outcome. */
    public Applied {
      retained = List.copyOf(retained);
      rejected = List.copyOf(rejected);
    }
  }

  /** They could not be read. The pool has what it had. */
  record Unreadable(String why) implements ReloadOutcome {}

  /** There was none among them that is in order. The pool has what it had. */
  record Refused(List<Rejection> rejected) implements ReloadOutcome {

    /** Creates an outcome. */
    public Refused {
      rejected = List.copyOf(rejected);
    }
  }
}
