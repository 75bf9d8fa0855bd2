package io.rtpengine.sidecar.protobuf;

import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A message in its wire form: an index of which value of which field stands where. Confined to one
 * request.
 *
 * <p>The index is of one message; those within it are indexed, and faults in them found, when they
 * are asked for. What it takes in memory is in proportion to what was received. Everything else is
 * as protobuf has it: fields come in any order; the last value of a field that has one counts, and
 * messages in such a field are merged; of a oneof, the field that came last is set; numbers may be
 * packed or not; unknown fields are passed over.
 */
public final class WireMessage extends WireValues {

  private final MessageType type;
  private final boolean[] present;

  /** By slot: the values of a repeated field; of a message in pieces, those after the first. */
  private final @Nullable WireList[] lists;

  /** By slot: the messages that were asked for. */
  private final @Nullable WireMessage[] messages;

  private WireMessage(MessageType type, byte[] bytes, int depth) {
    super(bytes, depth, type.fields().size());
    this.type = type;
    this.present = new boolean[values.length];
    this.lists = new WireList[values.length];
    this.messages = new WireMessage[values.length];
  }

  /**
   * Reads a message.
   *
   * @throws MalformedMessageException if the bytes are none
   */
  public static WireMessage parse(MessageType type, byte[] bytes) throws MalformedMessageException {
    return new WireMessage(type, bytes, 0).merge(0, bytes.length);
  }

  /** Returns an empty message of those that a field holds. */
  static WireMessage within(WireValues holder, MessageField field)
      throws MalformedMessageException {
    WireReader.checkDepth(holder.depth);
    return new WireMessage(field.messageType(), holder.bytes, holder.depth + 1);
  }

  /** Adds what these bytes say to what is here already. */
  WireMessage merge(int offset, int length) throws MalformedMessageException {
    WireReader reader = new WireReader(bytes, offset, length);
    while (!reader.atEnd()) {
      int tag = reader.tag();
      MessageField field = type.find(WireFormat.getTagFieldNumber(tag));
      int wireType = WireFormat.getTagWireType(tag);
      if (field == null || !read(field, wireType, reader)) {
        reader.skip(tag, depth);
      }
    }
    return this;
  }

  /** Reads a value, unless it is of another wire type than the field's values are. */
  private boolean read(MessageField field, int wireType, WireReader reader)
      throws MalformedMessageException {
    if (wireType == field.wireType()) {
      if (wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        int length = field.isText() ? reader.text() : reader.string();
        add(field, range(reader.position() - length, length));
      } else {
        add(field, field.decoded(reader.number(wireType)));
      }
      return true;
    }
    if (wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED && field.isPackable()) {
      int length = reader.string();
      WireReader packed = new WireReader(bytes, reader.position() - length, length);
      while (!packed.atEnd()) {
        add(field, field.decoded(packed.number(field.wireType())));
      }
      return true;
    }
    return false;
  }

  private void add(MessageField field, long value) {
    int slot = field.slot();
    if (field.isRepeated() || (field.isMessage() && present[slot])) {
      WireList list = lists[slot];
      if (list == null) {
        list = new WireList(field, bytes, depth);
        lists[slot] = list;
      }
      list.add(value);
      return;
    }
    for (int rival : field.rivals()) {
      present[rival] = false;
      values[rival] = 0;
      lists[rival] = null;
    }
    present[slot] = true;
    values[slot] = value;
  }

  /**
   * Whether a field is set: if it has presence, to whatever; if it has none, to something else than
   * its default; if it is repeated, to at least one value.
   */
  public boolean isSet(MessageField field) {
    int slot = field.slot();
    if (field.isRepeated()) {
      return lists[slot] != null;
    }
    if (field.hasPresence()) {
      return present[slot];
    }
    return field.wireType() == WireFormat.WIRETYPE_LENGTH_DELIMITED
        ? length(slot) > 0
        : values[slot] != 0;
  }

  /** Whether no field is set. */
  public boolean isEmpty() {
    for (MessageField field : type.fields()) {
      if (isSet(field)) {
        return false;
      }
    }
    return true;
  }

  /** Returns a hash of the bytes of a string or bytes; 0 if there are none. */
  public int hash(MessageField field) {
    int end = offset(field.slot()) + length(field.slot());
    int hash = 0;
    for (int i = offset(field.slot()); i < end; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash;
  }

  /**
   * Returns whether a string or bytes has these bytes, one at least, in it, one after the other.
   */
  public boolean contains(MessageField field, byte[] sought) {
    int last = offset(field.slot()) + length(field.slot()) - sought.length;
    for (int i = offset(field.slot()); i <= last; i++) {
      if (bytes[i] == sought[0]
          && Arrays.equals(bytes, i, i + sought.length, sought, 0, sought.length)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the values of a repeated field. */
  public WireList list(MessageField field) {
    WireList list = lists[field.slot()];
    return list == null ? new WireList(field, bytes, depth) : list;
  }

  /** Returns the message that a field holds; an empty one if it is not set. */
  public WireMessage message(MessageField field) throws MalformedMessageException {
    return message(field.slot());
  }

  @Override
  public WireMessage message(int slot) throws MalformedMessageException {
    WireMessage message = messages[slot];
    if (message == null) {
      message = within(this, type.fields().get(slot)).merge(offset(slot), length(slot));
      WireList further = lists[slot];
      for (int i = 0; further != null && i < further.size(); i++) {
        message.merge(further.offset(i), further.length(i));
      }
      messages[slot] = message;
    }
    return message;
  }

  /**
   * Returns a copy of the bytes of the message that a field holds: of one that came in pieces all
   * of them, which together mean the same.
   */
  public byte[] bytesOf(MessageField field) {
    int slot = field.slot();
    ByteArrayOutputStream copy = new ByteArrayOutputStream(length(slot));
    copy.write(bytes, offset(slot), length(slot));
    WireList further = lists[slot];
    for (int i = 0; further != null && i < further.size(); i++) {
      copy.write(bytes, further.offset(i), further.length(i));
    }
    return copy.toByteArray();
  }
}
