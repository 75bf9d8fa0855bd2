package io.rtpengine.sidecar.notify;

import io.rtpengine.v1.EventFilter;
import io.rtpengine.v1.EventType;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** What a subscriber wants to be told of. Immutable and thread-safe. */
final class Filter {

  private final Set<EventType> types;
  private final Set<Integer> setIds;
  private final Set<String> nodes;
  private final Set<String> callIds;
  private final Set<String> tags;
  private final Set<String> labels;

  Filter(EventFilter filter) {
    this.types = Set.copyOf(filter.getTypesList());
    this.setIds = Set.copyOf(filter.getSetIdsList());
    this.nodes = Set.copyOf(filter.getNodesList());
    this.callIds = Set.copyOf(filter.getCallIdsList());
    this.tags = Set.copyOf(filter.getTagsList());
    this.labels = Set.copyOf(filter.getLabelsList());
  }

  /** Returns the calls that it is limited to; empty if to none. */
  Set<String> callIds() {
    return callIds;
  }

  boolean matches(Subject subject) {
    Origin node = subject.node();
    return (types.isEmpty() || types.contains(subject.type()))
        && (callIds.isEmpty() || (subject.callId() != null && callIds.contains(subject.callId())))
        && (setIds.isEmpty() || (node != null && setIds.contains(node.setId())))
        && (nodes.isEmpty() || (node != null && nodes.contains(node.node())))
        && namesOneOf(tags, subject.tags())
        && namesOneOf(labels, subject.labels());
  }

  private static boolean namesOneOf(Set<String> wanted, List<String> named) {
    return wanted.isEmpty() || !Collections.disjoint(wanted, named);
  }
}
