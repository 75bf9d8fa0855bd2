package io.rtpengine.sidecar.bencode;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * Reads bencode from memory.
 *
 * <p>It takes the keys of a dictionary in any order, but each only once; it accepts one spelling of
 * an integer and of a length, the shortest. Strings of the result are views of the bytes that were
 * read: those must not change afterwards.
 *
 * <p>What it allocates is in proportion to what was received, never to what that announces: at most
 * 26 bytes of memory for each byte read, garbage included (empty strings are the dearest), and less
 * than 1 MB within {@link BencodeLimits#DATAGRAM}. Time is in proportion as well, whatever the keys
 * of a dictionary are.
 */
public final class BencodeReader {

  /** Up to this many entries, comparing the keys with one another is quicker than hashing them. */
  private static final int SMALL_DICTIONARY = 16;

  /** So many digits are a number below 2<sup>64</sup>, always. */
  private static final int MAX_DIGITS = 19;

  private static final int TYPICAL_OPEN_VALUES = 32;

  private final byte[] bytes;
  private final int end;
  private final BencodeLimits limits;
  private int position;
  private int depth;
  private int valuesLeft;

  /** The values so far of each list and dictionary that has not ended yet, the innermost last. */
  private BencodeValue[] open = new BencodeValue[TYPICAL_OPEN_VALUES];

  private int openSize;

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
    Objects.checkFromIndexSize(offset, length, bytes.length);
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
      return dictionary.readFrom(new BencodeString(bytes, offset, length));
    }
    throw new BencodeException("no dictionary", offset);
  }

  private BencodeValue value() throws BencodeException {
    return switch (peek()) {
      case 'i' -> integer();
      case 'l' -> list();
      case 'd' -> dictionary();
      default -> string();
    };
  }

  private BencodeInteger integer() throws BencodeException {
    count();
    int start = position++;
    boolean negative = peek() == '-';
    if (negative) {
      position++;
    }
    long magnitude = digits();
    if (negative && magnitude == 0) {
      throw problem("negative zero", start);
    }
    // Taken as signed, 2^63 and all above are negative; -2^63 is the one that fits all the same.
    if (magnitude < 0 && !(negative && magnitude == Long.MIN_VALUE)) {
      throw problem("integer beyond 64 bits", start);
    }
    expect('e');
    return new BencodeInteger(negative ? -magnitude : magnitude);
  }

  private BencodeString string() throws BencodeException {
    count();
    int start = position;
    long length = digits();
    expect(':');
    if (length < 0 || length > end - position) {
      throw problem("string longer than what is there", start);
    }
    BencodeString string = new BencodeString(bytes, position, (int) length);
    position += (int) length;
    return string;
  }

  /** Reads a number without a sign. The result is to be taken as unsigned. */
  private long digits() throws BencodeException {
    int start = position;
    long value = 0;
    while (position < end && isDigit(bytes[position])) {
      value = 10 * value + (bytes[position++] - '0');
    }
    int length = position - start;
    if (length == 0) {
      throw problem("no digit");
    }
    if (length > 1 && bytes[start] == '0') {
      throw problem("leading zero", start);
    }
    if (length > MAX_DIGITS) {
      throw problem("too many digits", start);
    }
    return value;
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }

  private BencodeList list() throws BencodeException {
    enter();
    int first = openSize;
    while (peek() != 'e') {
      add(value());
    }
    leave();
    BencodeList list = BencodeList.copyOf(open, first, openSize);
    openSize = first;
    return list;
  }

  private BencodeDictionary dictionary() throws BencodeException {
    enter();
    int first = openSize;
    while (peek() != 'e') {
      add(string());
      add(value());
    }
    refuseRepeatedKeys(first);
    leave();
    BencodeDictionary dictionary = BencodeDictionary.copyOf(open, first, openSize);
    openSize = first;
    return dictionary;
  }

  /** Refuses repeated keys of a dictionary whose entries stand in {@link #open}. */
  private void refuseRepeatedKeys(int first) throws BencodeException {
    boolean repeated =
        openSize - first <= 2 * SMALL_DICTIONARY
            ? comparingRevealsRepeatedKey(first)
            : hashingRevealsRepeatedKey(first);
    if (repeated) {
      throw problem("repeated key in the dictionary that ends");
    }
  }

  private boolean comparingRevealsRepeatedKey(int first) {
    long lengths = 0;
    for (int i = first; i < openSize; i += 2) {
      BencodeString key = (BencodeString) open[i];
      // Most keys differ from all before them in length alone. (The shift is modulo 64.)
      long length = 1L << key.length();
      for (int j = first; (lengths & length) != 0 && j < i; j += 2) {
        if (key.equals(open[j])) {
          return true;
        }
      }
      lengths |= length;
    }
    return false;
  }

  private boolean hashingRevealsRepeatedKey(int first) {
    Set<BencodeValue> keys = new HashSet<>();
    for (int i = first; i < openSize; i += 2) {
      if (!keys.add(open[i])) {
        return true;
      }
    }
    return false;
  }

  private void add(BencodeValue value) {
    if (openSize == open.length) {
      open = Arrays.copyOf(open, openSize * 2);
    }
    open[openSize++] = value;
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

  private void expect(char c) throws BencodeException {
    if (peek() != c) {
      throw problem("no '" + c + "'");
    }
    position++;
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
