package io.rtpengine.sidecar.bencode;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** A list of values, in order. */
public final class BencodeList implements BencodeValue, Iterable<BencodeValue> {

  private final List<BencodeValue> values;

  private BencodeList(List<BencodeValue> values) {
    this.values = values;
  }

  /** Returns a list of {@code values}. */
  public static BencodeList of(BencodeValue... values) {
    return new BencodeList(List.of(values));
  }

  /** Returns a list of the first {@code size} entries of {@code values}. */
  static BencodeList copyOf(BencodeValue[] values, int size) {
    return new BencodeList(List.of(Arrays.copyOf(values, size)));
  }

  /** Returns how many entries the list has. */
  public int size() {
    return values.size();
  }

  /**
   * Returns the entry at {@code index}.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  public BencodeValue get(int index) {
    return values.get(index);
  }

  @Override
  public Iterator<BencodeValue> iterator() {
    return values.iterator();
  }

  @Override
  public void writeTo(BencodeWriter writer) {
    writer.beginList();
    for (BencodeValue value : values) {
      value.writeTo(writer);
    }
    writer.end();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BencodeList list && values.equals(list.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
