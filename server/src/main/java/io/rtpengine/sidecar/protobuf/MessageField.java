package io.rtpengine.sidecar.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.WireFormat;
import org.jspecify.annotations.Nullable;

/** A field of a type of message. Immutable and thread-safe. */
public final class MessageField {

  private static final long MAX_UINT32 = 0xFFFF_FFFFL;

  private final FieldDescriptor descriptor;
  private final String name;
  private final int number;
  private final int slot;
  private final FieldDescriptor.Type type;
  private final int wireType;
  private final boolean zigzag;
  private final long least;
  private final long greatest;
  private final boolean repeated;
  private final boolean hasPresence;
  private final long oneofBit;
  private final int[] rivals;
  private final @Nullable MessageType messageType;

  MessageField(FieldDescriptor descriptor, @Nullable MessageType messageType) {
    this.descriptor = descriptor;
    this.name = descriptor.getName();
    this.number = descriptor.getNumber();
    this.slot = descriptor.getIndex();
    this.type = descriptor.getType();
    this.wireType = descriptor.getLiteType().getWireType();
    this.zigzag = type == FieldDescriptor.Type.SINT32 || type == FieldDescriptor.Type.SINT64;
    this.least = least(type);
    this.greatest = greatest(type);
    this.repeated = descriptor.isRepeated();
    // The key and the value of an entry of a map are always there.
    this.hasPresence =
        descriptor.hasPresence() || descriptor.getContainingType().getOptions().getMapEntry();
    OneofDescriptor oneof = descriptor.getRealContainingOneof();
    this.oneofBit = oneof == null ? 0 : 1L << oneof.getIndex();
    this.rivals = oneof == null ? new int[0] : slotsBeside(descriptor, oneof);
    this.messageType = messageType;
  }

  private static long least(FieldDescriptor.Type type) {
    return switch (type) {
      case UINT32, FIXED32, UINT64, FIXED64 -> 0;
      case INT32, SINT32, SFIXED32 -> Integer.MIN_VALUE;
      default -> Long.MIN_VALUE;
    };
  }

  private static long greatest(FieldDescriptor.Type type) {
    return switch (type) {
      case UINT32, FIXED32 -> MAX_UINT32;
      case INT32, SINT32, SFIXED32 -> Integer.MAX_VALUE;
      default -> Long.MAX_VALUE;
    };
  }

  private static int[] slotsBeside(FieldDescriptor field, OneofDescriptor oneof) {
    return oneof.getFields().stream()
        .filter(other -> other != field)
        .mapToInt(FieldDescriptor::getIndex)
        .toArray();
  }

  /** Returns what protobuf itself says of the field. */
  public FieldDescriptor descriptor() {
    return descriptor;
  }

  /** Returns the name. */
  public String name() {
    return name;
  }

  int number() {
    return number;
  }

  /** Returns where a {@link WireMessage} keeps the field's value. */
  public int slot() {
    return slot;
  }

  /** Whether the field can hold several values. A map can: they are its entries. */
  public boolean isRepeated() {
    return repeated;
  }

  /** Whether the field is part of a oneof. */
  public boolean isInOneof() {
    return oneofBit != 0;
  }

  /** Whether the field can tell its default value from absence. */
  public boolean hasPresence() {
    return hasPresence;
  }

  /**
   * Returns the type of the messages that the field holds.
   *
   * @throws IllegalStateException if it holds none
   */
  public MessageType messageType() {
    if (messageType == null) {
      throw new IllegalStateException(name + " holds no messages");
    }
    return messageType;
  }

  /** Whether the field holds one string, of text or of bytes. */
  public boolean isString() {
    return !repeated && !isMessage() && wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }

  /** Whether the field holds messages of this type. */
  public boolean holds(Descriptor type) {
    return messageType != null && messageType.descriptor().equals(type);
  }

  boolean isMessage() {
    return messageType != null;
  }

  /** Returns the slots of the other fields of the same oneof, which setting this field clears. */
  int[] rivals() {
    return rivals;
  }

  /** Returns a bit that the fields of a oneof share; none if the field is part of none. */
  long oneofBit() {
    return oneofBit;
  }

  /** Returns the wire type of one value. */
  int wireType() {
    return wireType;
  }

  /** Returns what comes before a value. */
  int tag() {
    return (number << 3) | wireType;
  }

  /** Whether several values may stand together in one piece. */
  boolean isPackable() {
    return repeated && wireType != WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }

  /** Whether the value is a string that must be UTF-8. */
  boolean isText() {
    return type == FieldDescriptor.Type.STRING;
  }

  /** Returns what a varint or fixed-size piece means in this field. */
  long decoded(long bits) {
    return switch (type) {
      case BOOL -> bits == 0 ? 0 : 1;
      case INT32, SFIXED32, ENUM -> (int) bits;
      case UINT32, FIXED32, FLOAT -> bits & MAX_UINT32;
      case SINT32 -> unzigzag(bits & MAX_UINT32);
      case SINT64 -> unzigzag(bits);
      default -> bits;
    };
  }

  /** Returns the varint or fixed-size piece that means this in this field. */
  long encoded(long number) {
    return zigzag ? (number << 1) ^ (number >> 63) : number;
  }

  /** Whether a number is in the range of the field's type. */
  boolean holds(long number) {
    return number >= least && number <= greatest;
  }

  private static long unzigzag(long bits) {
    return (bits >>> 1) ^ -(bits & 1);
  }
}
