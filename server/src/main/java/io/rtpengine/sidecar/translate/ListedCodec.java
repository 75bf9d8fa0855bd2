package io.rtpengine.sidecar.translate;

import io.rtpengine.sidecar.bencode.BencodeList;
import io.rtpengine.sidecar.bencode.BencodeValue;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import io.rtpengine.sidecar.protobuf.MalformedMessageException;
import io.rtpengine.sidecar.protobuf.MessageField;
import io.rtpengine.sidecar.protobuf.WireBuilder;
import io.rtpengine.sidecar.protobuf.WireValues;

/** The codec of a single value that travels as the only entry of a list. */
record ListedCodec(ElementCodec entry) implements ElementCodec {
  @Override
  public void write(WireValues values, int index, BencodeWriter writer, Violations violations)
      throws MalformedMessageException {
    writer.beginList();
    entry.write(values, index, writer, violations);
    writer.end();
  }

  @Override
  public boolean read(BencodeValue value, MessageField field, WireBuilder builder) {
    return value instanceof BencodeList list
        && list.size() == 1
        && entry.read(list.get(0), field, builder);
  }
}
