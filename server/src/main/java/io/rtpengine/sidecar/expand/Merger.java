package io.rtpengine.sidecar.expand;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import io.rtpengine.v1.NgShape;
import io.rtpengine.v1.NgValue;
import io.rtpengine.v1.Options;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Adds what one message says to what another of the same type says. Lists and maps become one; of a
 * single value, that of the target stays.
 */
final class Merger {

  private Merger() {}

  /**
   * Adds to {@code target} what {@code source} says.
   *
   * @return the first field of which the two say different things; nothing if they agree
   */
  static Optional<String> merge(Message.Builder target, Message source) {
    String conflict = null;
    for (Map.Entry<FieldDescriptor, Object> each : source.getAllFields().entrySet()) {
      FieldDescriptor field = each.getKey();
      Optional<String> found;
      if (field.isMapField()) {
        found = mergeMap(target, field, (List<?>) each.getValue());
      } else if (field.isRepeated()) {
        mergeList(target, field, (List<?>) each.getValue());
        found = Optional.empty();
      } else {
        found = mergeSingle(target, field, each.getValue());
      }
      if (conflict == null && found.isPresent()) {
        conflict = found.get();
      }
    }
    return Optional.ofNullable(conflict);
  }

  private static Optional<String> mergeSingle(
      Message.Builder target, FieldDescriptor field, Object value) {
    if (!target.hasField(field)) {
      OneofDescriptor oneof = field.getRealContainingOneof();
      if (oneof != null && target.hasOneof(oneof)) {
        return Optional.of(field.getName());
      }
      target.setField(field, value);
      return Optional.empty();
    }
    if (isDivisible(field)) {
      Message.Builder merged = ((Message) target.getField(field)).toBuilder();
      Optional<String> conflict = merge(merged, (Message) value);
      target.setField(field, merged.build());
      return conflict.map(inner -> field.getName() + "." + inner);
    }
    return target.getField(field).equals(value) ? Optional.empty() : Optional.of(field.getName());
  }

  /** Whether a value consists of parts that may come from either side. */
  private static boolean isDivisible(FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
        && field
            .getMessageType()
            .getFile()
            .getPackage()
            .equals(NgValue.getDescriptor().getFile().getPackage())
        && !field.getMessageType().equals(NgValue.getDescriptor())
        && field.getMessageType().getOptions().getExtension(Options.ngMessage).getShape()
            != NgShape.NG_SHAPE_TUPLE;
  }

  private static void mergeList(Message.Builder target, FieldDescriptor field, List<?> values) {
    Set<Object> there = new HashSet<>((List<?>) target.getField(field));
    List<Object> added = new ArrayList<>(values);
    added.removeIf(there::contains);
    added.forEach(value -> target.addRepeatedField(field, value));
  }

  private static Optional<String> mergeMap(
      Message.Builder target, FieldDescriptor field, List<?> entries) {
    FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
    FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
    Map<Object, Object> there = new HashMap<>();
    for (Object each : (List<?>) target.getField(field)) {
      there.put(((Message) each).getField(key), ((Message) each).getField(value));
    }
    String conflict = null;
    for (Object each : entries) {
      Message entry = (Message) each;
      Object entryKey = entry.getField(key);
      if (!there.containsKey(entryKey)) {
        target.addRepeatedField(field, entry);
      } else if (conflict == null && !entry.getField(value).equals(there.get(entryKey))) {
        conflict = field.getName() + "[" + entryKey + "]";
      }
    }
    return Optional.ofNullable(conflict);
  }
}
