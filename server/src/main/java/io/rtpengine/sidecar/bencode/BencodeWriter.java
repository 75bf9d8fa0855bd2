package io.rtpengine.sidecar.bencode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Writes bencode into memory, piece by piece, without building values first.
 *
 * <p>The pieces must come in an order that makes sense: what is begun is ended, and in a dictionary
 * each key is followed by its value. The writer does not check that. Not thread-safe.
 */
public final class BencodeWriter {

  /** The digits of {@link Long#MIN_VALUE}, its sign included. */
  private static final int LONGEST_INTEGER = 20;

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
    reserve(LONGEST_INTEGER + 2);
    bytes[size++] = 'i';
    decimal(value);
    bytes[size++] = 'e';
    return this;
  }

  /** Writes a string of the UTF-8 bytes of {@code text}. */
  public BencodeWriter string(String text) {
    int length = text.length();
    reserve(LONGEST_INTEGER + 1 + length);
    int start = size;
    decimal(length);
    bytes[size++] = ':';
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        size = start;
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return string(utf8, 0, utf8.length);
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
    reserve(LONGEST_INTEGER + 1 + length);
    decimal(length);
    bytes[size++] = ':';
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
    return this;
  }

  /**
   * Starts a string of {@code length} bytes, which the caller puts into {@link #array} from the
   * returned index on: for bytes that come from where only a copy can be had.
   */
  public int reserveString(int length) {
    reserve(LONGEST_INTEGER + 1 + length);
    decimal(length);
    bytes[size++] = ':';
    int start = size;
    size += length;
    return start;
  }

  /** Returns the memory that is written to, which the next write may replace by a larger piece. */
  public byte[] array() {
    return bytes;
  }

  /** Writes bytes that are bencode already. */
  public BencodeWriter encoded(byte[] bencode) {
    reserve(bencode.length);
    System.arraycopy(bencode, 0, bytes, size, bencode.length);
    size += bencode.length;
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

  private void decimal(long value) {
    if (value == Long.MIN_VALUE) {
      for (byte digit : Long.toString(value).getBytes(StandardCharsets.ISO_8859_1)) {
        bytes[size++] = digit;
      }
      return;
    }
    long rest = value;
    if (rest < 0) {
      bytes[size++] = '-';
      rest = -rest;
    }
    int digits = 1;
    for (long power = 10; digits < 19 && rest >= power; power *= 10) {
      digits++;
    }
    for (int i = size + digits - 1; i >= size; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += digits;
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
    }
  }
}
