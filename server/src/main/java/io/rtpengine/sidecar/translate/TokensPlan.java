package io.rtpengine.sidecar.translate;

import com.google.protobuf.Message;
import io.rtpengine.sidecar.bencode.BencodeList;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.bencode.BencodeValue;
import io.rtpengine.sidecar.bencode.BencodeWriter;

/** The plan of a message that is a list of strings. */
final class TokensPlan extends MessagePlan {

  private final TokenList tokens;
  private final boolean singleAsString;

  TokensPlan(TokenList tokens, boolean singleAsString) {
    this.tokens = tokens;
    this.singleAsString = singleAsString;
  }

  @Override
  void writeMessage(Message message, BencodeWriter writer, Violations violations) {
    int start = writer.size();
    writer.beginList();
    int count = tokens.write(message, writer, violations);
    writer.end();
    if (singleAsString && count == 1) {
      writer.rewind(start);
      tokens.write(message, writer, violations);
    }
  }

  @Override
  boolean readMessage(BencodeValue value, Message.Builder builder) {
    if (value instanceof BencodeString && singleAsString) {
      return tokens.read(BencodeList.of(value), builder);
    }
    return value instanceof BencodeList list
        && !(singleAsString && list.size() == 1)
        && tokens.read(list, builder);
  }
}
