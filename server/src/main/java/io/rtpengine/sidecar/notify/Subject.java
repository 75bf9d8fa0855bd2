package io.rtpengine.sidecar.notify;

import io.rtpengine.v1.Event;
import io.rtpengine.v1.EventType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an event is about: all that a filter looks at. Immutable and thread-safe.
 *
 * @param type what sort of event it is
 * @param node the node; null if it is not known
 * @param callId the call; null if it concerns none, or it is not known
 * @param tags the participants, by tag; empty for the call as a whole
 * @param labels the participants, by label
 */
record Subject(
    EventType type,
    @Nullable Origin node,
    @Nullable String callId,
    List<String> tags,
    List<String> labels) {

  Subject {
    tags = List.copyOf(tags);
    labels = List.copyOf(labels);
  }

  /** Returns the subject of an event that concerns a call as a whole. */
  static Subject ofCall(EventType type, @Nullable Origin node, String callId) {
    return new Subject(type, node, callId, List.of(), List.of());
  }

  /** Returns an event about this, with nothing else in it. */
  Event.Builder event() {
    Event.Builder event = Event.newBuilder().addAllTags(tags).addAllLabels(labels);
    if (node != null) {
      event.setSetId(node.setId()).setNode(node.node());
    }
    if (callId != null) {
      event.setCallId(callId);
    }
    return event;
  }
}
