package io.rtpengine.sidecar.bencode;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A string of bytes. It is often text, but nothing says so.
 *
 * <p>A string that was read is a view of the bytes it was read from, and keeps them alive.
 */
public final class BencodeString implements BencodeValue {

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

  /** Returns the string of the UTF-8 bytes of {@code text}. */
  public static BencodeString of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
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
    if (index < 0 || index >= length) {
      throw new IndexOutOfBoundsException(index);
    }
    return bytes[offset + index];
  }

  /** Returns a copy of the bytes. */
  public byte[] toByteArray() {
    return Arrays.copyOfRange(bytes, offset, offset + length);
  }

  /** Returns a read-only view of the bytes. */
  public ByteBuffer asByteBuffer() {
    return ByteBuffer.wrap(bytes, offset, length).slice().asReadOnlyBuffer();
  }

  /** Returns the text whose UTF-8 bytes these are; nothing if they are not valid UTF-8. */
  public Optional<String> text() {
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] < 0) {
        return strictUtf8();
      }
    }
    return Optional.of(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
  }

  private Optional<String> strictUtf8() {
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes, offset, length))
              .toString());
    } catch (CharacterCodingException notUtf8) {
      return Optional.empty();
    }
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
