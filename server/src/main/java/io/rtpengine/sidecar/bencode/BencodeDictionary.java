package io.rtpengine.sidecar.bencode;

import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * A dictionary: values by key. It keeps the order in which its entries were written or read, for
 * those who look at it; the order means nothing, and two dictionaries are equal whatever theirs is.
 *
 * <p>Standard bencode sorts the keys of a dictionary. rtpengine neither does so nor asks for it,
 * nor does this.
 */
public final class BencodeDictionary implements BencodeValue {

  private static final BencodeDictionary EMPTY =
      new BencodeDictionary(new BencodeString[0], new BencodeValue[0]);

  private final BencodeString[] keys;
  private final BencodeValue[] values;

  private BencodeDictionary(BencodeString[] keys, BencodeValue[] values) {
    this.keys = keys;
    this.values = values;
  }

  /** Returns the dictionary without entries. */
  public static BencodeDictionary empty() {
    return EMPTY;
  }

  /** Returns a builder of a dictionary. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns a dictionary of the first {@code size} keys and values. The caller has seen that no key
   * repeats.
   */
  static BencodeDictionary copyOf(BencodeString[] keys, BencodeValue[] values, int size) {
    return new BencodeDictionary(Arrays.copyOf(keys, size), Arrays.copyOf(values, size));
  }

  /** Returns how many entries the dictionary has. */
  public int size() {
    return keys.length;
  }

  /**
   * Returns the key of an entry, in the order of reading or writing.
   *
   * @throws IndexOutOfBoundsException if there is no such entry
   */
  public BencodeString key(int index) {
    return keys[index];
  }

  /**
   * Returns the value of an entry, in the order of reading or writing.
   *
   * @throws IndexOutOfBoundsException if there is no such entry
   */
  public BencodeValue value(int index) {
    return values[index];
  }

  /** Returns the value of the entry with this key, if there is one. */
  public Optional<BencodeValue> get(BencodeString key) {
    for (int i = 0; i < keys.length; i++) {
      if (keys[i].equals(key)) {
        return Optional.of(values[i]);
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the value of the entry with this key, if there is one and it is a string of UTF-8 text.
   */
  public Optional<String> getText(BencodeString key) {
    return get(key)
        .flatMap(value -> value instanceof BencodeString s ? s.text() : Optional.empty());
  }

  /** Returns the entries, in the order of reading or writing. */
  public List<Map.Entry<BencodeString, BencodeValue>> entries() {
    List<Map.Entry<BencodeString, BencodeValue>> entries = new ArrayList<>(keys.length);
    for (int i = 0; i < keys.length; i++) {
      entries.add(new SimpleImmutableEntry<>(keys[i], values[i]));
    }
    return entries;
  }

  @Override
  public void writeTo(BencodeWriter writer) {
    writer.beginDictionary();
    for (int i = 0; i < keys.length; i++) {
      keys[i].writeTo(writer);
      values[i].writeTo(writer);
    }
    writer.end();
  }

  private Map<BencodeString, BencodeValue> asMap() {
    Map<BencodeString, BencodeValue> map = new HashMap<>();
    for (int i = 0; i < keys.length; i++) {
      map.put(keys[i], values[i]);
    }
    return map;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BencodeDictionary dictionary
        && keys.length == dictionary.keys.length
        && asMap().equals(dictionary.asMap());
  }

  @Override
  public int hashCode() {
    return asMap().hashCode();
  }

  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ", "{", "}");
    for (int i = 0; i < keys.length; i++) {
      text.add(keys[i] + "=" + values[i]);
    }
    return text.toString();
  }

  /** Builds a dictionary. Not thread-safe. */
  public static final class Builder {

    private final Map<BencodeString, BencodeValue> entries = new java.util.LinkedHashMap<>();

    private Builder() {}

    /**
     * Adds an entry.
     *
     * @throws IllegalArgumentException if the dictionary has that key already
     */
    public Builder put(BencodeString key, BencodeValue value) {
      if (entries.putIfAbsent(key, value) != null) {
        throw new IllegalArgumentException("key: " + key + " (expected: not there yet)");
      }
      return this;
    }

    /** Adds an entry with a textual key; otherwise as {@link #put(BencodeString, BencodeValue)}. */
    public Builder put(String key, BencodeValue value) {
      return put(BencodeString.of(key), value);
    }

    /** Adds an entry that is text; otherwise as {@link #put(BencodeString, BencodeValue)}. */
    public Builder put(String key, String value) {
      return put(key, BencodeString.of(value));
    }

    /** Adds an entry that is an integer; otherwise as {@link #put(BencodeString, BencodeValue)}. */
    public Builder put(String key, long value) {
      return put(key, new BencodeInteger(value));
    }

    /** Returns the dictionary. */
    public BencodeDictionary build() {
      return new BencodeDictionary(
          entries.keySet().toArray(new BencodeString[0]),
          entries.values().toArray(new BencodeValue[0]));
    }
  }
}
