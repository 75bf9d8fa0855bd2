package io.rtpengine.sidecar.translate;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The way from a message to one that is inlined in it, directly or in steps. Immutable and
 * thread-safe.
 *
 * @param steps the fields to follow; none for the message itself
 */
record FieldPath(List<FieldDescriptor> steps) {

  /** The way to the message itself. */
  static final FieldPath ROOT = new FieldPath(List.of());

  FieldPath then(FieldDescriptor step) {
    List<FieldDescriptor> longer = new ArrayList<>(steps);
    longer.add(step);
    return new FieldPath(List.copyOf(longer));
  }

  /** Returns the builder at the end of the way; messages on it that are not there are made. */
  Message.Builder in(Message.Builder root) {
    Message.Builder builder = root;
    for (FieldDescriptor step : steps) {
      builder = builder.getFieldBuilder(step);
    }
    return builder;
  }

  /** Whether the message at the end of the way is there and fulfils a condition. */
  boolean test(MessageOrBuilder root, Predicate<MessageOrBuilder> condition) {
    MessageOrBuilder message = root;
    for (FieldDescriptor step : steps) {
      if (!message.hasField(step)) {
        return false;
      }
      message = (MessageOrBuilder) message.getField(step);
    }
    return condition.test(message);
  }

  /**
   * Changes the builder at the end of the way; messages on it that are not there are made, unless
   * the change comes to nothing.
   *
   * @return whether there was a change
   */
  boolean change(Message.Builder root, Predicate<Message.Builder> change) {
    return change(root, 0, change);
  }

  private boolean change(Message.Builder builder, int taken, Predicate<Message.Builder> change) {
    if (taken == steps.size()) {
      return change.test(builder);
    }
    FieldDescriptor step = steps.get(taken);
    if (builder.hasField(step)) {
      return change(builder.getFieldBuilder(step), taken + 1, change);
    }
    if (FieldPlan.isTaken(step, builder)) {
      return false;
    }
    Message.Builder made = builder.newBuilderForField(step);
    if (!change(made, taken + 1, change)) {
      return false;
    }
    builder.setField(step, made.build());
    return true;
  }
}
