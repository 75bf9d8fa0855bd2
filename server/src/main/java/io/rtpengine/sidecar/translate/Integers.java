package io.rtpengine.sidecar.translate;

import com.google.protobuf.Descriptors.FieldDescriptor;
import org.jspecify.annotations.Nullable;

/** Integers of proto fields, signed and unsigned, of 32 and 64 bits. */
final class Integers {

  private static final long MAX_UINT32 = 0xFFFF_FFFFL;

  private Integers() {}

  /** Returns a field's integer, as {@link com.google.protobuf.Message#getField} returned it. */
  static long toLong(FieldDescriptor field, Object value) {
    return switch (field.getType()) {
      case UINT32, FIXED32 -> Integer.toUnsignedLong((Integer) value);
      case INT32, SINT32, SFIXED32 -> (Integer) value;
      default -> (Long) value;
    };
  }

  /** Returns an integer as the field takes it; null if it is out of the field's range. */
  static @Nullable Object fromLong(FieldDescriptor field, long value) {
    return switch (field.getType()) {
      case UINT32, FIXED32 -> value >= 0 && value <= MAX_UINT32 ? (int) value : null;
      case INT32, SINT32, SFIXED32 -> value == (int) value ? (int) value : null;
      // NG's integers are signed: the upper half of an unsigned field has no form there.
      case UINT64, FIXED64 -> value >= 0 ? value : null;
      default -> value;
    };
  }
}
