package io.rtpengine.sidecar.translate;

import com.google.protobuf.Message;
import io.rtpengine.sidecar.bencode.BencodeList;
import io.rtpengine.sidecar.bencode.BencodeValue;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The codec of a single value that travels as the only entry of a list. */
record ListedCodec(ElementCodec entry) implements ElementCodec {
  @Override
  public void write(Object value, BencodeWriter writer, Violations violations) {
    writer.beginList();
    entry.write(value, writer, violations);
    writer.end();
  }

  @Override
  public @Nullable Object read(BencodeValue value, Supplier<Message.Builder> message) {
    return value instanceof BencodeList list && list.size() == 1
        ? entry.read(list.get(0), message)
        : null;
  }
}
