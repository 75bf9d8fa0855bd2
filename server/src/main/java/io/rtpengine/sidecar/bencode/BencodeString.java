package io.rtpengine.sidecar.bencode;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * A string of bytes. It is often text, but nothing says so.
 *
 * <p>The order of strings is that of their unsigned bytes. It is there for the sake of hash tables:
 * whoever sends strings can make their hash codes collide, which costs little where strings can
 * also be compared.
 *
 * <p>A string that was read is a view of the bytes it was read from, and keeps them alive.
 */
public final class BencodeString implements BencodeValue, Comparable<BencodeString> {

  private final byte[] bytes;
  private final int offset;
  private final int length;
  private int hash;

  /** A view of {@code length} of the {@code bytes}, which must never change. */
  BencodeString(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
  }

  /**
   * Returns the string of the UTF-8 bytes of {@code text}.
   *
   * @throws IllegalArgumentException if it has an unpaired surrogate, for which UTF-8 has no bytes
   */
  public static BencodeString of(String text) {
    byte[] bytes = Utf8.encode(text);
    return new BencodeString(bytes, 0, bytes.length);
  }

  /** Returns the string of a copy of {@code bytes}. */
  public static BencodeString of(byte[] bytes) {
    return new BencodeString(bytes.clone(), 0, bytes.length);
  }

  /** Returns how many bytes the string has. */
  public int length() {
    return length;
  }

  /**
   * Returns the byte at {@code index}.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  public byte byteAt(int index) {
    return bytes[offset + Objects.checkIndex(index, length)];
  }

  /** Returns a copy of the bytes. */
  public byte[] toByteArray() {
    return Arrays.copyOfRange(bytes, offset, offset + length);
  }

  /**
   * Copies the bytes to {@code target}, from {@code targetOffset} on.
   *
   * @throws IndexOutOfBoundsException if there is no room for them
   */
  public void copyTo(byte[] target, int targetOffset) {
    System.arraycopy(bytes, offset, target, targetOffset, length);
  }

  /** Returns a read-only view of the bytes. */
  public ByteBuffer asByteBuffer() {
    return ByteBuffer.wrap(bytes, offset, length).slice().asReadOnlyBuffer();
  }

  /** Whether the bytes are valid UTF-8. */
  public boolean isText() {
    return Utf8.isValid(bytes, offset, length);
  }

  /** Returns the text whose UTF-8 bytes these are; nothing if they are not valid UTF-8. */
  public Optional<String> text() {
    return Utf8.decode(bytes, offset, length);
  }

  @Override
  public void writeTo(BencodeWriter writer) {
    writer.string(bytes, offset, length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BencodeString string
        && Arrays.equals(
            bytes,
            offset,
            offset + length,
            string.bytes,
            string.offset,
            string.offset + string.length);
  }

  @Override
  public int compareTo(BencodeString other) {
    return Arrays.compareUnsigned(
        bytes, offset, offset + length, other.bytes, other.offset, other.offset + other.length);
  }

  @Override
  public int hashCode() {
    int result = hash;
    if (result == 0) {
      for (int i = offset; i < offset + length; i++) {
        result = 31 * result + bytes[i];
      }
      hash = result;
    }
    return result;
  }

  /**
   * Returns the text, with what is not UTF-8 replaced. For people: it is not a faithful copy of the
   * bytes.
   */
  @Override
  public String toString() {
    return new String(bytes, offset, length, StandardCharsets.UTF_8);
  }
}
