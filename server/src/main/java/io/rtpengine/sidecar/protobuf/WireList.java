package io.rtpengine.sidecar.protobuf;

import java.util.Arrays;

/** The values of a repeated field, in order. Confined to one request. */
public final class WireList extends WireValues {

  private static final int TYPICAL_SIZE = 4;

  private final MessageField field;
  private int size;

  WireList(MessageField field, byte[] bytes, int depth) {
    super(bytes, depth, TYPICAL_SIZE);
    this.field = field;
  }

  void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }

  /** Returns how many values there are. */
  public int size() {
    return size;
  }

  @Override
  public WireMessage message(int index) throws MalformedMessageException {
    return WireMessage.within(this, field).merge(offset(index), length(index));
  }
}
