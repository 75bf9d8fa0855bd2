package io.rtpengine.sidecar.bencode;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads bencode from memory.
 *
 * <p>It allocates in proportion to what it was given, never to what the bytes announce; it takes
 * the keys of a dictionary in any order, but each only once; it accepts one spelling of an integer
 * and of a length, the shortest. Strings of the result are views of the bytes that were read: those
 * must not change afterwards.
 */
public final class BencodeReader {

  /** Up to this many entries, looking through the keys is quicker than hashing them. */
  private static final int SMALL_DICTIONARY = 16;

  private static final int INITIAL_ENTRIES = 8;

  private final byte[] bytes;
  private final int end;
  private final BencodeLimits limits;
  private int position;
  private int depth;
  private int valuesLeft;

  private BencodeReader(byte[] bytes, int offset, int length, BencodeLimits limits) {
    this.bytes = bytes;
    this.position = offset;
    this.end = offset + length;
    this.limits = limits;
    this.valuesLeft = limits.maxValues();
  }

  /**
   * Reads the one value that {@code length} of the {@code bytes}, from {@code offset} on, encode.
   *
   * @throws BencodeException if they are no bencode, exceed {@code limits}, or go on after the
   *     value
   */
  public static BencodeValue read(byte[] bytes, int offset, int length, BencodeLimits limits)
      throws BencodeException {
    java.util.Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length > limits.maxBytes()) {
      throw new BencodeException("more than " + limits.maxBytes() + " bytes", offset);
    }
    BencodeReader reader = new BencodeReader(bytes, offset, length, limits);
    BencodeValue value = reader.value();
    if (reader.position != reader.end) {
      throw reader.problem("trailing bytes");
    }
    return value;
  }

  /**
   * Reads the one value that {@code bytes} encode, within {@link BencodeLimits#DATAGRAM}.
   *
   * @throws BencodeException as {@link #read(byte[], int, int, BencodeLimits)}
   */
  public static BencodeValue read(byte[] bytes) throws BencodeException {
    return read(bytes, 0, bytes.length, BencodeLimits.DATAGRAM);
  }

  /**
   * Reads the dictionary that {@code length} of the {@code bytes}, from {@code offset} on, encode.
   *
   * @throws BencodeException as {@link #read(byte[], int, int, BencodeLimits)}, and if it is
   *     another kind of value
   */
  public static BencodeDictionary readDictionary(
      byte[] bytes, int offset, int length, BencodeLimits limits) throws BencodeException {
    if (read(bytes, offset, length, limits) instanceof BencodeDictionary dictionary) {
      return dictionary;
    }
    throw new BencodeException("no dictionary", offset);
  }

  private BencodeValue value() throws BencodeException {
    byte first = peek();
    return switch (first) {
      case 'i' -> integer();
      case 'l' -> list();
      case 'd' -> dictionary();
      default -> string();
    };
  }

  private BencodeInteger integer() throws BencodeException {
    count();
    position++;
    boolean negative = peek() == '-';
    if (negative) {
      position++;
    }
    int start = position;
    // Negative numbers reach one further than positive ones.
    long value = -digits(negative ? Long.MIN_VALUE : -Long.MAX_VALUE);
    if (negative && value == 0) {
      throw problem("negative zero", start);
    }
    if (peek() != 'e') {
      throw problem("no end of integer");
    }
    position++;
    return new BencodeInteger(negative ? -value : value);
  }

  private BencodeString string() throws BencodeException {
    count();
    int start = position;
    int length = (int) -digits(-limits.maxBytes());
    if (peek() != ':') {
      throw problem("no length of a string");
    }
    position++;
    if (length > end - position) {
      throw problem("string of " + length + " bytes that are not there", start);
    }
    BencodeString string = new BencodeString(bytes, position, length);
    position += length;
    return string;
  }

  /** Returns the negative of the digits that follow; it must not be below {@code min}. */
  private long digits(long min) throws BencodeException {
    int start = position;
    long value = 0;
    byte c;
    while ((c = peek()) >= '0' && c <= '9') {
      int digit = c - '0';
      if (value < (min + digit) / 10) {
        throw problem("number too large", start);
      }
      value = value * 10 - digit;
      position++;
    }
    if (position == start) {
      throw problem("no digit");
    }
    if (bytes[start] == '0' && position > start + 1) {
      throw problem("leading zero", start);
    }
    return value;
  }

  private BencodeList list() throws BencodeException {
    enter();
    BencodeValue[] values = new BencodeValue[INITIAL_ENTRIES];
    int size = 0;
    while (peek() != 'e') {
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size++] = value();
    }
    leave();
    return BencodeList.copyOf(values, size);
  }

  private BencodeDictionary dictionary() throws BencodeException {
    enter();
    BencodeString[] keys = new BencodeString[INITIAL_ENTRIES];
    BencodeValue[] values = new BencodeValue[INITIAL_ENTRIES];
    Set<BencodeString> seen = Set.of();
    int size = 0;
    while (peek() != 'e') {
      if (size == keys.length) {
        keys = Arrays.copyOf(keys, size * 2);
        values = Arrays.copyOf(values, size * 2);
      }
      if (size == SMALL_DICTIONARY) {
        seen = new HashSet<>(Arrays.asList(keys).subList(0, size));
      }
      int start = position;
      BencodeString key = string();
      if (size < SMALL_DICTIONARY ? contains(keys, size, key) : !seen.add(key)) {
        throw problem("repeated key", start);
      }
      keys[size] = key;
      values[size++] = value();
    }
    leave();
    return BencodeDictionary.copyOf(keys, values, size);
  }

  private static boolean contains(BencodeString[] keys, int size, BencodeString key) {
    for (int i = 0; i < size; i++) {
      if (keys[i].equals(key)) {
        return true;
      }
    }
    return false;
  }

  private void enter() throws BencodeException {
    count();
    if (++depth > limits.maxDepth()) {
      throw problem("deeper than " + limits.maxDepth());
    }
    position++;
  }

  private void leave() {
    depth--;
    position++;
  }

  private void count() throws BencodeException {
    if (--valuesLeft < 0) {
      throw problem("more than " + limits.maxValues() + " values");
    }
  }

  private byte peek() throws BencodeException {
    if (position == end) {
      throw problem("premature end");
    }
    return bytes[position];
  }

  private BencodeException problem(String what) {
    return problem(what, position);
  }

  private static BencodeException problem(String what, int offset) {
    return new BencodeException(what, offset);
  }
}
