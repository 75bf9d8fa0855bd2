package io.rtpengine.sidecar.expand;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.rtpengine.v1.FieldMeaning;
import io.rtpengine.v1.NgValue;
import io.rtpengine.v1.Options;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Looks for fields in requests, however deep they are inlined. */
final class Fields {

  private Fields() {}

  /** Whether a request has a field of this meaning set. */
  static boolean isSet(Message request, FieldMeaning meaning) {
    for (FieldDescriptor field : request.getAllFields().keySet()) {
      if (meaning(field) == meaning
          || (isInline(field) && isSet((Message) request.getField(field), meaning))) {
        return true;
      }
    }
    return false;
  }

  /** Whether requests of a type can hold a field of this meaning. */
  static boolean canHold(Descriptor request, FieldMeaning meaning) {
    return request.getFields().stream()
        .anyMatch(
            field ->
                meaning(field) == meaning
                    || (isInline(field) && canHold(field.getMessageType(), meaning)));
  }

  /** Whether requests of a type can hold a field. */
  static boolean canHold(Descriptor request, FieldDescriptor field) {
    return canHold(request, field, new HashSet<>());
  }

  private static boolean canHold(Descriptor type, FieldDescriptor field, Set<Descriptor> seen) {
    if (field.getContainingType().equals(type)) {
      return true;
    }
    return seen.add(type)
        && type.getFields().stream()
            .filter(step -> step.getJavaType() == FieldDescriptor.JavaType.MESSAGE)
            .filter(step -> step.getOptions().hasExtension(Options.ng))
            .anyMatch(step -> canHold(step.getMessageType(), field, seen));
  }

  /** Adds an entry that no field of a request has room for, unless it is there. */
  static void addExtra(Message.Builder request, String key, String value) {
    for (FieldDescriptor field : request.getDescriptorForType().getFields()) {
      if (field.getOptions().getExtension(Options.ng).getExtra()) {
        FieldDescriptor keyField = field.getMessageType().findFieldByNumber(1);
        boolean isThere =
            ((List<?>) request.getField(field))
                .stream().anyMatch(entry -> ((Message) entry).getField(keyField).equals(key));
        if (!isThere) {
          request.addRepeatedField(
              field,
              request
                  .newBuilderForField(field)
                  .setField(keyField, key)
                  .setField(
                      field.getMessageType().findFieldByNumber(2),
                      NgValue.newBuilder().setText(value).build())
                  .build());
        }
      }
    }
  }

  private static FieldMeaning meaning(FieldDescriptor field) {
    return field.getOptions().getExtension(Options.meaning);
  }

  private static boolean isInline(FieldDescriptor field) {
    return field.getOptions().getExtension(Options.ng).getInline();
  }
}
