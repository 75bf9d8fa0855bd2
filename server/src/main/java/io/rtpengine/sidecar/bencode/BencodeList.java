package io.rtpengine.sidecar.bencode;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** A list of values, in order. */
public final class BencodeList implements BencodeValue, Iterable<BencodeValue> {

  private static final BencodeList EMPTY = new BencodeList(new BencodeValue[0]);

  private final BencodeValue[] values;

  private BencodeList(BencodeValue[] values) {
    this.values = values;
  }

  /** Returns a list of {@code values}. */
  public static BencodeList of(BencodeValue... values) {
    return of(Arrays.asList(values));
  }

  /** Returns a list of {@code values}. */
  public static BencodeList of(List<? extends BencodeValue> values) {
    return new BencodeList(List.copyOf(values).toArray(new BencodeValue[0]));
  }

  /** Returns a list of {@code values} from index {@code from} to before index {@code to}. */
  static BencodeList copyOf(BencodeValue[] values, int from, int to) {
    return from == to ? EMPTY : new BencodeList(Arrays.copyOfRange(values, from, to));
  }

  /** Returns how many entries the list has. */
  public int size() {
    return values.length;
  }

  /**
   * Returns the entry at {@code index}.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  public BencodeValue get(int index) {
    return values[index];
  }

  @Override
  public Iterator<BencodeValue> iterator() {
    return Arrays.asList(values).iterator();
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
    return other instanceof BencodeList list && Arrays.equals(values, list.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
