package io.rtpengine.sidecar.translate;

import io.rtpengine.sidecar.bencode.BencodeList;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.bencode.BencodeValue;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import io.rtpengine.sidecar.protobuf.MalformedMessageException;
import io.rtpengine.sidecar.protobuf.WireBuilder;
import io.rtpengine.sidecar.protobuf.WireMessage;

/** The plan of a message that is a list of strings. */
final class TokensPlan extends MessagePlan {

  private final TokenList tokens;
  private final boolean singleAsString;

  TokensPlan(TokenList tokens, boolean singleAsString) {
    this.tokens = tokens;
    this.singleAsString = singleAsString;
  }

  @Override
  void writeMessage(WireMessage message, BencodeWriter writer, Violations violations)
      throws MalformedMessageException {
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
  boolean readMessage(BencodeValue value, WireBuilder message) {
    if (value instanceof BencodeString && singleAsString) {
      return tokens.read(BencodeList.of(value), message);
    }
    return value instanceof BencodeList list
        && !(singleAsString && list.size() == 1)
        && tokens.read(list, message);
  }
}
