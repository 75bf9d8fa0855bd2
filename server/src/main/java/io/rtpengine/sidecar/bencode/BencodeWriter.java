package io.rtpengine.sidecar.bencode;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * Writes bencode into memory, piece by piece, without building values first.
 *
 * <p>The pieces must come in an order that makes sense: what is begun is ended, and in a dictionary
 * each key is followed by its value. The writer does not check that. Not thread-safe.
 */
public final class BencodeWriter {

  /** As long as {@link Long#MIN_VALUE} with its sign. */
  private static final int LONGEST_DECIMAL = 20;

  private byte[] bytes;
  private int size;

  /** Creates a writer with room for {@code initialCapacity} bytes; it grows as needed. */
  public BencodeWriter(int initialCapacity) {
    bytes = new byte[initialCapacity];
  }

  /** Returns the encoding of {@code value}. */
  public static byte[] encode(BencodeValue value) {
    BencodeWriter writer = new BencodeWriter(512);
    value.writeTo(writer);
    return writer.toByteArray();
  }

  /** Begins a dictionary: keys and values alternate, until {@link #end}. */
  public BencodeWriter beginDictionary() {
    return put('d');
  }

  /** Begins a list: its values follow, until {@link #end}. */
  public BencodeWriter beginList() {
    return put('l');
  }

  /** Ends the dictionary or list that was begun last. */
  public BencodeWriter end() {
    return put('e');
  }

  /** Writes an integer. */
  public BencodeWriter integer(long value) {
    reserve(LONGEST_DECIMAL + 2);
    bytes[size++] = 'i';
    decimal(value);
    bytes[size++] = 'e';
    return this;
  }

  /**
   * Writes a string of the UTF-8 bytes of {@code text}.
   *
   * @throws IllegalArgumentException if it has an unpaired surrogate, for which UTF-8 has no bytes
   */
  public BencodeWriter string(String text) {
    int before = size;
    int length = text.length();
    beginString(length);
    // Nearly all text is ASCII: one byte a character, which needs no memory in between.
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        size = before;
        return string(Utf8.encode(text));
      }
      bytes[size++] = (byte) c;
    }
    return this;
  }

  /** Writes a string of {@code value}. */
  public BencodeWriter string(byte[] value) {
    return string(value, 0, value.length);
  }

  /** Writes a string of {@code length} bytes of {@code source}, from {@code offset} on. */
  public BencodeWriter string(byte[] source, int offset, int length) {
    beginString(length);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
    return this;
  }

  /** Writes a string of the remaining bytes of {@code source}, whose position stays as it is. */
  public BencodeWriter string(ByteBuffer source) {
    int length = source.remaining();
    beginString(length);
    source.get(source.position(), bytes, size, length);
    size += length;
    return this;
  }

  /** Writes bytes that are bencode already. */
  public BencodeWriter encoded(byte[] bencode) {
    reserve(bencode.length);
    System.arraycopy(bencode, 0, bytes, size, bencode.length);
    size += bencode.length;
    return this;
  }

  /** Writes values that are encoded already. */
  BencodeWriter encoded(BencodeString bencode) {
    reserve(bencode.length());
    bencode.copyTo(bytes, size);
    size += bencode.length();
    return this;
  }

  /**
   * Takes back what was written after the writer had this {@link #size}.
   *
   * @throws IndexOutOfBoundsException if it has not got that far
   */
  public void rewind(int size) {
    this.size = Objects.checkIndex(size, this.size + 1);
  }

  /** Returns how many bytes have been written. */
  public int size() {
    return size;
  }

  /** Returns a copy of what has been written. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  private BencodeWriter put(char c) {
    reserve(1);
    bytes[size++] = (byte) c;
    return this;
  }

  /** Writes what comes before the bytes of a string, and sees to it that there is room for them. */
  private void beginString(int length) {
    reserve(Math.addExact(LONGEST_DECIMAL + 1, length));
    decimal(length);
    bytes[size++] = ':';
  }

  /** Writes the decimal digits of {@code value}, which there must be room for. */
  private void decimal(long value) {
    if (value < 0) {
      bytes[size++] = '-';
    }
    // Negative numbers reach one further than positive ones.
    long rest = value < 0 ? value : -value;
    int end = size + digits(rest);
    for (int i = end - 1; i >= size; i--) {
      bytes[i] = (byte) ('0' - rest % 10);
      rest /= 10;
    }
    size = end;
  }

  /** Returns how many digits a number has that is not above 0. */
  private static int digits(long negative) {
    int digits = 1;
    for (long bound = -9; digits < 19 && negative < bound; bound = 10 * bound - 9) {
      digits++;
    }
    return digits;
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
    }
  }
}
