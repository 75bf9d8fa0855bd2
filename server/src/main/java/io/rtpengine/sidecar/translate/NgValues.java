package io.rtpengine.sidecar.translate;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeInteger;
import io.rtpengine.sidecar.bencode.BencodeList;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.bencode.BencodeValue;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import io.rtpengine.v1.NgBinaryEntry;
import io.rtpengine.v1.NgDictionary;
import io.rtpengine.v1.NgList;
import io.rtpengine.v1.NgValue;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The codec of {@link NgValue}, which holds any NG value as it is. */
final class NgValues implements ElementCodec {

  static final NgValues CODEC = new NgValues();

  private NgValues() {}

  @Override
  public void write(Object value, BencodeWriter writer, Violations violations) {
    write((NgValue) value, writer, violations);
  }

  @Override
  public Object read(BencodeValue value, Supplier<Message.Builder> message) {
    return read(value);
  }

  static void write(NgValue value, BencodeWriter writer, Violations violations) {
    switch (value.getKindCase()) {
      case TEXT -> writer.string(value.getText());
      case BINARY -> writer.string(value.getBinary().toByteArray());
      case INTEGER -> writer.integer(value.getInteger());
      case LIST -> {
        writer.beginList();
        for (NgValue entry : value.getList().getValuesList()) {
          write(entry, writer, violations);
        }
        writer.end();
      }
      case DICTIONARY -> {
        writer.beginDictionary();
        writeEntries(value.getDictionary(), writer, violations);
        writer.end();
      }
      case KIND_NOT_SET ->
          violations.add(Violation.Kind.INVALID_FIELD, "has an NgValue of no kind");
    }
  }

  private static void writeEntries(
      NgDictionary dictionary, BencodeWriter writer, Violations violations) {
    for (Map.Entry<String, NgValue> entry : dictionary.getEntriesMap().entrySet()) {
      writer.string(entry.getKey());
      write(entry.getValue(), writer, violations);
    }
    for (NgBinaryEntry entry : dictionary.getBinaryEntriesList()) {
      writer.string(entry.getKey().toByteArray());
      write(entry.getValue(), writer, violations);
    }
  }

  static NgValue read(BencodeValue value) {
    NgValue.Builder result = NgValue.newBuilder();
    if (value instanceof BencodeString string) {
      string
          .text()
          .ifPresentOrElse(
              result::setText, () -> result.setBinary(ByteString.copyFrom(string.asByteBuffer())));
    } else if (value instanceof BencodeInteger integer) {
      result.setInteger(integer.value());
    } else if (value instanceof BencodeList list) {
      NgList.Builder entries = NgList.newBuilder();
      for (BencodeValue entry : list) {
        entries.addValues(read(entry));
      }
      result.setList(entries);
    } else if (value instanceof BencodeDictionary dictionary) {
      result.setDictionary(readEntries(dictionary));
    }
    return result.build();
  }

  private static NgDictionary readEntries(BencodeDictionary dictionary) {
    NgDictionary.Builder result = NgDictionary.newBuilder();
    for (int i = 0; i < dictionary.size(); i++) {
      NgValue value = read(dictionary.value(i));
      Optional<String> key = dictionary.key(i).text();
      if (key.isPresent()) {
        result.putEntries(key.get(), value);
      } else {
        result.addBinaryEntries(
            NgBinaryEntry.newBuilder()
                .setKey(ByteString.copyFrom(dictionary.key(i).asByteBuffer()))
                .setValue(value));
      }
    }
    return result.build();
  }
}
