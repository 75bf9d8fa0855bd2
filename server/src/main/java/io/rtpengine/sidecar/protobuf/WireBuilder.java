package io.rtpengine.sidecar.protobuf;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.WireFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds a message in its wire form. Confined to one request.
 *
 * <p>Fields come in the order in which they are put, messages that were {@link #open} last. A field
 * that does not repeat must be put once only. The numbers of one that does are not packed.
 */
public final class WireBuilder {

  private static final int TYPICAL_SIZE = 128;
  private static final int VARINT_BITS = 7;

  private byte[] bytes = new byte[TYPICAL_SIZE];
  private int size;
  private long oneofs;
  private @Nullable WireBuilder spare;
  private final List<Open> open = new ArrayList<>(0);

  /** A message that a field holds and that grows until its holder is complete. */
  private record Open(MessageField field, WireBuilder message) {}

  /** Bytes that can be copied. */
  @FunctionalInterface
  public interface Source {
    /** Copies all of the bytes to {@code target}, from {@code offset} on. */
    void copyTo(byte[] target, int offset);
  }

  /** Whether a oneof that the field is part of holds something already. */
  public boolean isTaken(MessageField field) {
    return (oneofs & field.oneofBit()) != 0;
  }

  /**
   * Puts a number, as {@link WireValues#number} returns it.
   *
   * @return whether the field can hold it; if not, nothing has changed
   */
  public boolean number(MessageField field, long number) {
    if (!field.holds(number) || (number == 0 && isImplied(field))) {
      return false;
    }
    tag(field);
    long bits = field.encoded(number);
    switch (field.wireType()) {
      case WireFormat.WIRETYPE_VARINT -> varint(bits);
      case WireFormat.WIRETYPE_FIXED32 -> littleEndian(bits, Integer.BYTES);
      default -> littleEndian(bits, Long.BYTES);
    }
    return true;
  }

  /**
   * Puts a string of {@code length} bytes.
   *
   * @return whether the field can hold it; if not, nothing has changed
   */
  public boolean string(MessageField field, int length, Source source) {
    if (length == 0 && isImplied(field)) {
      return false;
    }
    tag(field);
    varint(length);
    reserve(length);
    source.copyTo(bytes, size);
    size += length;
    return true;
  }

  /** Puts a text; otherwise as {@link #string(MessageField, int, Source)}. */
  public boolean string(MessageField field, String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    return string(
        field,
        utf8.length,
        (target, offset) -> System.arraycopy(utf8, 0, target, offset, utf8.length));
  }

  /** Whether absence of the field means its default value, which is not put then. */
  private static boolean isImplied(MessageField field) {
    return !field.hasPresence() && !field.isRepeated();
  }

  /**
   * Returns an empty builder for a message to {@link #put}, which is lent until this is called once
   * more.
   */
  public WireBuilder message() {
    WireBuilder message = spare;
    if (message == null) {
      message = new WireBuilder();
      spare = message;
    }
    message.clear();
    return message;
  }

  /** Puts a message. */
  public void put(MessageField field, WireBuilder message) {
    message.complete();
    tag(field);
    varint(message.size);
    append(message.bytes, message.size);
  }

  /**
   * Returns the builder of a message that a field holds, always the same one, into which fields can
   * be put as long as this message grows. As long as there are none, the field is not set.
   */
  public WireBuilder open(MessageField field) {
    for (Open each : open) {
      if (each.field == field) {
        return each.message;
      }
    }
    Open added = new Open(field, new WireBuilder());
    open.add(added);
    return added.message;
  }

  /** Puts the fields that these bytes of a message of the same type consist of. */
  public void putAll(byte[] message) {
    append(message, message.length);
  }

  /** Returns how many bytes have been put, those of open messages aside. */
  public int size() {
    return size;
  }

  /**
   * Takes back what was put after the builder had this {@link #size}, which must not be part of a
   * oneof.
   */
  public void rewind(int size) {
    this.size = size;
  }

  /** Returns the message. */
  public byte[] toByteArray() {
    complete();
    return Arrays.copyOf(bytes, size);
  }

  private void clear() {
    size = 0;
    oneofs = 0;
    open.clear();
  }

  private void complete() {
    for (Open each : open) {
      each.message.complete();
      if (each.message.size > 0) {
        put(each.field, each.message);
      }
    }
    open.clear();
  }

  private void tag(MessageField field) {
    oneofs |= field.oneofBit();
    varint(field.tag());
  }

  private void varint(long value) {
    reserve(Long.BYTES + 2);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= VARINT_BITS;
    }
    bytes[size++] = (byte) rest;
  }

  private void littleEndian(long value, int length) {
    reserve(length);
    for (int i = 0; i < length; i++) {
      bytes[size++] = (byte) (value >>> (i * Byte.SIZE));
    }
  }

  private void append(byte[] source, int length) {
    reserve(length);
    System.arraycopy(source, 0, bytes, size, length);
    size += length;
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
    }
  }
}
