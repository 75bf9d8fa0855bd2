package io.rtpengine.sidecar.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes types of messages from their descriptors, each once. Not thread-safe; what it makes is. */
public final class MessageTypes {

  private final Map<Descriptor, MessageType> types = new HashMap<>();

  /** Returns the type that a descriptor describes. */
  public MessageType of(Descriptor descriptor) {
    MessageType type = types.get(descriptor);
    if (type == null) {
      type = new MessageType(descriptor);
      // Before its fields are: a message may hold others of its own type.
      types.put(descriptor, type);
      List<MessageField> fields = new ArrayList<>();
      for (FieldDescriptor field : descriptor.getFields()) {
        fields.add(new MessageField(field, typeWithin(field)));
      }
      type.setFields(fields);
    }
    return type;
  }

  private @Nullable MessageType typeWithin(FieldDescriptor field) {
    return field.getType() == FieldDescriptor.Type.MESSAGE ? of(field.getMessageType()) : null;
  }
}
