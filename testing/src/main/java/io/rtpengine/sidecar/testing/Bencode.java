package io.rtpengine.sidecar.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A bencode of its own, so that what is tested is not tested with itself: dictionaries are maps
 * with textual keys, strings are {@code byte[]}, integers are {@link Long}. Made for tests: quick
 * to read, and no match for an attacker.
 */
final class Bencode {

  private final byte[] bytes;
  private int position;

  private Bencode(byte[] bytes, int position) {
    this.bytes = bytes;
    this.position = position;
  }

  /**
   * Decodes the one value that begins at {@code offset}.
   *
   * @throws IllegalArgumentException if there is none, or more than that
   */
  static Object decode(byte[] bytes, int offset) {
    Bencode reader = new Bencode(bytes, offset);
    try {
      Object value = reader.value();
      if (reader.position != bytes.length) {
        throw new IllegalArgumentException("trailing bytes at " + reader.position);
      }
      return value;
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("premature end", e);
    }
  }

  /**
   * Returns whether a whole value begins at the start of {@code bytes}.
   *
   * @throws IllegalArgumentException if what is there cannot become one
   */
  static boolean isComplete(byte[] bytes) {
    try {
      new Bencode(bytes, 0).value();
      return true;
    } catch (IndexOutOfBoundsException e) {
      return false;
    }
  }

  /** Encodes maps, lists, numbers, text and {@code byte[]}. */
  static byte[] encode(Object value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(value, out);
    return out.toByteArray();
  }

  private Object value() {
    byte first = bytes[position];
    return switch (first) {
      case 'd' -> dictionary();
      case 'l' -> list();
      case 'i' -> {
        position++;
        yield number('e');
      }
      default -> string();
    };
  }

  private Map<String, Object> dictionary() {
    Map<String, Object> map = new LinkedHashMap<>();
    position++;
    while (bytes[position] != 'e') {
      map.put(new String(string(), StandardCharsets.UTF_8), value());
    }
    position++;
    return map;
  }

  private List<Object> list() {
    List<Object> list = new ArrayList<>();
    position++;
    while (bytes[position] != 'e') {
      list.add(value());
    }
    position++;
    return list;
  }

  private byte[] string() {
    int length = Math.toIntExact(number(':'));
    if (length < 0 || length > bytes.length - position) {
      throw new IndexOutOfBoundsException(length);
    }
    byte[] string = Arrays.copyOfRange(bytes, position, position + length);
    position += length;
    return string;
  }

  private long number(char end) {
    int start = position;
    while (bytes[position] != end) {
      position++;
    }
    return Long.parseLong(
        new String(bytes, start, position++ - start, StandardCharsets.ISO_8859_1));
  }

  private static void write(Object value, ByteArrayOutputStream out) {
    if (value instanceof Map<?, ?> map) {
      out.write('d');
      map.forEach(
          (key, entry) -> {
            write(key, out);
            write(entry, out);
          });
      out.write('e');
    } else if (value instanceof List<?> list) {
      out.write('l');
      list.forEach(element -> write(element, out));
      out.write('e');
    } else if (value instanceof Number number) {
      out.writeBytes(("i" + number.longValue() + "e").getBytes(StandardCharsets.US_ASCII));
    } else if (value instanceof byte[] string) {
      out.writeBytes((string.length + ":").getBytes(StandardCharsets.US_ASCII));
      out.writeBytes(string);
    } else if (value instanceof String text) {
      write(text.getBytes(StandardCharsets.UTF_8), out);
    } else {
      throw new IllegalArgumentException(
          "value: " + value + " (expected: map, list, number, text or bytes)");
    }
  }
}
