package io.rtpengine.sidecar.translate;

import io.rtpengine.sidecar.protobuf.MalformedMessageException;
import io.rtpengine.sidecar.protobuf.MessageField;
import io.rtpengine.sidecar.protobuf.WireBuilder;
import io.rtpengine.sidecar.protobuf.WireMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * The way from a message to one that is inlined in it, directly or in steps. Immutable and
 * thread-safe.
 *
 * @param steps the fields to follow; none for the message itself
 */
record FieldPath(List<MessageField> steps) {

  /** The way to the message itself. */
  static final FieldPath ROOT = new FieldPath(List.of());

  FieldPath then(MessageField step) {
    List<MessageField> longer = new ArrayList<>(steps);
    longer.add(step);
    return new FieldPath(List.copyOf(longer));
  }

  /** Returns the message at the end of the way: an empty one if it is not there. */
  WireMessage in(WireMessage root) throws MalformedMessageException {
    WireMessage message = root;
    for (int i = 0; i < steps.size(); i++) {
      message = message.message(steps.get(i));
    }
    return message;
  }

  /** Returns the builder of the message at the end of the way. */
  WireBuilder in(WireBuilder root) {
    WireBuilder builder = root;
    for (int i = 0; i < steps.size(); i++) {
      builder = builder.open(steps.get(i));
    }
    return builder;
  }
}
