package io.rtpengine.sidecar.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A type of message: its fields, by their numbers. Immutable and thread-safe. */
public final class MessageType {

  private final Descriptor descriptor;
  private List<MessageField> fields = List.of();
  private @Nullable MessageField[] byNumber = {};

  MessageType(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  /** Completes the type, before anyone else sees it. */
  void setFields(List<MessageField> fields) {
    this.fields = List.copyOf(fields);
    int greatest = fields.stream().mapToInt(MessageField::number).max().orElse(0);
    byNumber = new MessageField[greatest + 1];
    for (MessageField field : fields) {
      byNumber[field.number()] = field;
    }
  }

  /**
   * Returns the field of this number.
   *
   * @throws IllegalArgumentException if there is none
   */
  public MessageField field(int number) {
    MessageField field = find(number);
    if (field == null) {
      throw new IllegalArgumentException("number: " + number + " (expected: that of a field)");
    }
    return field;
  }

  /** Returns the field of this number; null if there is none. */
  @Nullable MessageField find(int number) {
    return number < byNumber.length ? byNumber[number] : null;
  }

  /** Returns what protobuf itself says of the type. */
  public Descriptor descriptor() {
    return descriptor;
  }

  /** Returns the fields, by their slots: in the order of the contract. */
  public List<MessageField> fields() {
    return fields;
  }
}
