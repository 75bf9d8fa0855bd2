package io.rtpengine.sidecar.service;

import com.google.protobuf.ByteString;
import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeInteger;
import io.rtpengine.sidecar.bencode.BencodeList;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.bencode.BencodeValue;
import io.rtpengine.v1.NgBinaryEntry;
import io.rtpengine.v1.NgDictionary;
import io.rtpengine.v1.NgList;
import io.rtpengine.v1.NgValue;
import java.util.Optional;

/** What the contract says of NG values as they are. */
final class NgMessages {

  private NgMessages() {}

  static NgDictionary of(BencodeDictionary dictionary) {
    NgDictionary.Builder message = NgDictionary.newBuilder();
    for (int i = 0; i < dictionary.size(); i++) {
      NgValue value = of(dictionary.value(i));
      Optional<String> key = dictionary.key(i).text();
      if (key.isPresent()) {
        message.putEntries(key.get(), value);
      } else {
        message.addBinaryEntries(
            NgBinaryEntry.newBuilder().setKey(bytes(dictionary.key(i))).setValue(value));
      }
    }
    return message.build();
  }

  private static NgValue of(BencodeValue value) {
    NgValue.Builder message = NgValue.newBuilder();
    if (value instanceof BencodeDictionary dictionary) {
      message.setDictionary(of(dictionary));
    } else if (value instanceof BencodeList list) {
      NgList.Builder values = NgList.newBuilder();
      list.forEach(each -> values.addValues(of(each)));
      message.setList(values);
    } else if (value instanceof BencodeInteger integer) {
      message.setInteger(integer.value());
    } else if (value instanceof BencodeString string) {
      string.text().ifPresentOrElse(message::setText, () -> message.setBinary(bytes(string)));
    }
    return message.build();
  }

  private static ByteString bytes(BencodeString string) {
    return ByteString.copyFrom(string.toByteArray());
  }
}
