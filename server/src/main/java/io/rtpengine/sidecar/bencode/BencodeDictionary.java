package io.rtpengine.sidecar.bencode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A dictionary: values by key. It keeps the order in which its entries were written or read, for
 * those who look at it; the order means nothing, and two dictionaries are equal whatever theirs is.
 *
 * <p>Standard bencode sorts the keys of a dictionary. rtpengine neither does so nor asks for it,
 * nor does this.
 */
public final class BencodeDictionary implements BencodeValue {

  private static final BencodeDictionary EMPTY = new BencodeDictionary(new BencodeValue[0], null);

  /** Keys and values alternate; every key is a {@link BencodeString}. */
  private final BencodeValue[] keysAndValues;

  /** What it was read from, which is what it would be written as; null if it is not known. */
  private final @Nullable BencodeString encoded;

  private BencodeDictionary(BencodeValue[] keysAndValues, @Nullable BencodeString encoded) {
    this.keysAndValues = keysAndValues;
    this.encoded = encoded;
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
   * Returns a dictionary of what stands in {@code keysAndValues} from index {@code from} to before
   * index {@code to}. The caller has seen that no key repeats.
   */
  static BencodeDictionary copyOf(BencodeValue[] keysAndValues, int from, int to) {
    return from == to
        ? EMPTY
        : new BencodeDictionary(Arrays.copyOfRange(keysAndValues, from, to), null);
  }

  /** Returns this dictionary, which was read from these bytes. */
  BencodeDictionary readFrom(BencodeString bytes) {
    return new BencodeDictionary(keysAndValues, bytes);
  }

  /** Returns how many entries the dictionary has. */
  public int size() {
    return keysAndValues.length / 2;
  }

  /**
   * Returns the key of an entry, in the order of reading or writing.
   *
   * @throws IndexOutOfBoundsException if there is no such entry
   */
  public BencodeString key(int index) {
    return (BencodeString) keysAndValues[2 * index];
  }

  /**
   * Returns the value of an entry, in the order of reading or writing.
   *
   * @throws IndexOutOfBoundsException if there is no such entry
   */
  public BencodeValue value(int index) {
    return keysAndValues[2 * index + 1];
  }

  /** Returns the value of the entry with this key, if there is one. */
  public Optional<BencodeValue> get(BencodeString key) {
    for (int i = 0; i < size(); i++) {
      if (key(i).equals(key)) {
        return Optional.of(value(i));
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
    List<Map.Entry<BencodeString, BencodeValue>> entries = new ArrayList<>(size());
    for (int i = 0; i < size(); i++) {
      entries.add(Map.entry(key(i), value(i)));
    }
    return Collections.unmodifiableList(entries);
  }

  @Override
  public void writeTo(BencodeWriter writer) {
    if (encoded != null) {
      writer.encoded(encoded);
      return;
    }
    writer.beginDictionary();
    for (int i = 0; i < size(); i++) {
      key(i).writeTo(writer);
      value(i).writeTo(writer);
    }
    writer.end();
  }

  private Map<BencodeString, BencodeValue> asMap() {
    Map<BencodeString, BencodeValue> map = new HashMap<>();
    for (int i = 0; i < size(); i++) {
      map.put(key(i), value(i));
    }
    return map;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BencodeDictionary dictionary
        && size() == dictionary.size()
        && asMap().equals(dictionary.asMap());
  }

  @Override
  public int hashCode() {
    return asMap().hashCode();
  }

  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ", "{", "}");
    for (int i = 0; i < size(); i++) {
      text.add(key(i) + "=" + value(i));
    }
    return text.toString();
  }

  /** Builds a dictionary. Not thread-safe. */
  public static final class Builder {

    private final Map<BencodeString, BencodeValue> entries = new LinkedHashMap<>();

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
      BencodeValue[] keysAndValues = new BencodeValue[2 * entries.size()];
      int size = 0;
      for (Map.Entry<BencodeString, BencodeValue> entry : entries.entrySet()) {
        keysAndValues[size++] = entry.getKey();
        keysAndValues[size++] = entry.getValue();
      }
      return new BencodeDictionary(keysAndValues, null);
    }
  }
}
