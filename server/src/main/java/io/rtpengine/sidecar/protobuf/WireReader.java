package io.rtpengine.sidecar.protobuf;

import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;

/** Reads the pieces that a message consists of. Not thread-safe. */
final class WireReader {

  /** As deep as protobuf itself goes. */
  static final int MAX_DEPTH = 100;

  private static final int VARINT_BITS = 64;

  private final byte[] bytes;
  private final int end;
  private int position;

  WireReader(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.position = offset;
    this.end = offset + length;
  }

  boolean atEnd() {
    return position == end;
  }

  /** Returns where the next piece begins. */
  int position() {
    return position;
  }

  /** Reads a field's number and the wire type of its value. */
  int tag() throws MalformedMessageException {
    int tag = (int) varint();
    if (WireFormat.getTagFieldNumber(tag) == 0) {
      throw new MalformedMessageException("a field has the number 0");
    }
    return tag;
  }

  long varint() throws MalformedMessageException {
    long value = 0;
    for (int shift = 0; shift < VARINT_BITS; shift += 7) {
      if (position == end) {
        throw truncated();
      }
      byte next = bytes[position++];
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new MalformedMessageException("a number has more than 64 bits");
  }

  /** Reads a value that is no string: of the wire type that a field's values have. */
  long number(int wireType) throws MalformedMessageException {
    return switch (wireType) {
      case WireFormat.WIRETYPE_VARINT -> varint();
      case WireFormat.WIRETYPE_FIXED32 -> littleEndian(Integer.BYTES);
      default -> littleEndian(Long.BYTES);
    };
  }

  private long littleEndian(int length) throws MalformedMessageException {
    int start = pass(length);
    long value = 0;
    for (int i = length - 1; i >= 0; i--) {
      value = (value << Byte.SIZE) | (bytes[start + i] & 0xFF);
    }
    return value;
  }

  /** Reads the length of a string, and goes behind it; the string ends where the reader is then. */
  int string() throws MalformedMessageException {
    int length = (int) varint();
    pass(length);
    return length;
  }

  /** As {@link #string}, and sees to it that the string is UTF-8. */
  int text() throws MalformedMessageException {
    int length = string();
    for (int i = position - length; i < position; i++) {
      if (bytes[i] < 0) {
        if (!UnsafeByteOperations.unsafeWrap(bytes, i, position - i).isValidUtf8()) {
          throw new MalformedMessageException("a string is not UTF-8");
        }
        return length;
      }
    }
    return length;
  }

  /** Goes behind the value of a field that nobody knows. */
  void skip(int tag, int depth) throws MalformedMessageException {
    switch (WireFormat.getTagWireType(tag)) {
      case WireFormat.WIRETYPE_VARINT -> varint();
      case WireFormat.WIRETYPE_FIXED32 -> pass(Integer.BYTES);
      case WireFormat.WIRETYPE_FIXED64 -> pass(Long.BYTES);
      case WireFormat.WIRETYPE_LENGTH_DELIMITED -> string();
      case WireFormat.WIRETYPE_START_GROUP -> skipGroup(tag, depth);
      default -> throw new MalformedMessageException("a value is of no known wire type");
    }
  }

  private void skipGroup(int start, int depth) throws MalformedMessageException {
    checkDepth(depth);
    int end = start - WireFormat.WIRETYPE_START_GROUP + WireFormat.WIRETYPE_END_GROUP;
    for (int tag = tag(); tag != end; tag = tag()) {
      skip(tag, depth + 1);
    }
  }

  /** Sees to it that there may be a message, or a group, within one that is this deep. */
  static void checkDepth(int depth) throws MalformedMessageException {
    if (depth >= MAX_DEPTH) {
      throw new MalformedMessageException("messages are nested deeper than " + MAX_DEPTH);
    }
  }

  /** Goes on by so many bytes; returns where they begin. */
  private int pass(int length) throws MalformedMessageException {
    if (length < 0 || length > end - position) {
      throw truncated();
    }
    int start = position;
    position += length;
    return start;
  }

  private static MalformedMessageException truncated() {
    return new MalformedMessageException("a value is longer than what is there");
  }
}
