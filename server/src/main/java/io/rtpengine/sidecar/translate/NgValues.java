package io.rtpengine.sidecar.translate;

import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeInteger;
import io.rtpengine.sidecar.bencode.BencodeList;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.bencode.BencodeValue;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import io.rtpengine.sidecar.protobuf.MalformedMessageException;
import io.rtpengine.sidecar.protobuf.MessageField;
import io.rtpengine.sidecar.protobuf.MessageType;
import io.rtpengine.sidecar.protobuf.WireBuilder;
import io.rtpengine.sidecar.protobuf.WireList;
import io.rtpengine.sidecar.protobuf.WireMessage;
import io.rtpengine.sidecar.protobuf.WireValues;
import io.rtpengine.v1.NgBinaryEntry;
import io.rtpengine.v1.NgDictionary;
import io.rtpengine.v1.NgList;
import io.rtpengine.v1.NgValue;

/** The codec of {@link NgValue}, which holds any NG value as it is. */
final class NgValues implements ElementCodec {

  private final MessageField text;
  private final MessageField binary;
  private final MessageField integer;
  private final MessageField list;
  private final MessageField dictionary;
  private final MessageField values;
  private final FieldPlan.Keyed entries;
  private final MessageField binaryEntries;
  private final MessageField binaryKey;
  private final MessageField binaryValue;

  /**
   * Creates the codec.
   *
   * @param type the type of {@link NgValue}
   */
  NgValues(MessageType type) {
    text = type.field(NgValue.TEXT_FIELD_NUMBER);
    binary = type.field(NgValue.BINARY_FIELD_NUMBER);
    integer = type.field(NgValue.INTEGER_FIELD_NUMBER);
    list = type.field(NgValue.LIST_FIELD_NUMBER);
    dictionary = type.field(NgValue.DICTIONARY_FIELD_NUMBER);
    values = list.messageType().field(NgList.VALUES_FIELD_NUMBER);
    MessageType entryTypes = dictionary.messageType();
    entries = new FieldPlan.Keyed(entryTypes.field(NgDictionary.ENTRIES_FIELD_NUMBER), this);
    binaryEntries = entryTypes.field(NgDictionary.BINARY_ENTRIES_FIELD_NUMBER);
    binaryKey = binaryEntries.messageType().field(NgBinaryEntry.KEY_FIELD_NUMBER);
    binaryValue = binaryEntries.messageType().field(NgBinaryEntry.VALUE_FIELD_NUMBER);
  }

  @Override
  public void write(WireValues holder, int index, BencodeWriter writer, Violations violations)
      throws MalformedMessageException {
    WireMessage value = holder.message(index);
    if (value.isSet(text)) {
      writeString(value, text, writer);
    } else if (value.isSet(binary)) {
      writeString(value, binary, writer);
    } else if (value.isSet(integer)) {
      writer.integer(value.number(integer.slot()));
    } else if (value.isSet(list)) {
      writer.beginList();
      WireList each = value.message(list).list(values);
      for (int i = 0; i < each.size(); i++) {
        write(each, i, writer, violations);
      }
      writer.end();
    } else if (value.isSet(dictionary)) {
      writer.beginDictionary();
      writeEntries(value.message(dictionary), writer, violations);
      writer.end();
    } else {
      violations.add(Violation.Kind.INVALID_FIELD, "has an NgValue of no kind");
    }
  }

  private void writeEntries(WireMessage holder, BencodeWriter writer, Violations violations)
      throws MalformedMessageException {
    entries.writeEntries(holder, writer, violations);
    WireList each = holder.list(binaryEntries);
    for (int i = 0; i < each.size(); i++) {
      WireMessage entry = each.message(i);
      writeString(entry, binaryKey, writer);
      write(entry, binaryValue.slot(), writer, violations);
    }
  }

  private static void writeString(WireMessage holder, MessageField field, BencodeWriter writer) {
    int slot = field.slot();
    writer.string(holder.bytes(), holder.offset(slot), holder.length(slot));
  }

  @Override
  public boolean read(BencodeValue value, MessageField field, WireBuilder builder) {
    WireBuilder kept = builder.message();
    if (value instanceof BencodeString string) {
      kept.string(string.isText() ? text : binary, string.length(), string::copyTo);
    } else if (value instanceof BencodeInteger number) {
      kept.number(integer, number.value());
    } else if (value instanceof BencodeList each) {
      WireBuilder message = kept.message();
      for (int i = 0; i < each.size(); i++) {
        read(each.get(i), values, message);
      }
      kept.put(list, message);
    } else if (value instanceof BencodeDictionary each) {
      WireBuilder message = kept.message();
      for (int i = 0; i < each.size(); i++) {
        readEntry(each.key(i), each.value(i), message);
      }
      kept.put(dictionary, message);
    }
    builder.put(field, kept);
    return true;
  }

  private void readEntry(BencodeString key, BencodeValue value, WireBuilder holder) {
    if (!entries.readEntry(key, value, holder)) {
      WireBuilder entry = holder.message();
      entry.string(binaryKey, key.length(), key::copyTo);
      read(value, binaryValue, entry);
      holder.put(binaryEntries, entry);
    }
  }
}
