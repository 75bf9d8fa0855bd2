package io.rtpengine.sidecar.translate;

import com.google.protobuf.Message;
import io.rtpengine.sidecar.bencode.BencodeValue;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How messages of one type are written and read. Immutable and thread-safe. */
abstract sealed class MessagePlan implements ElementCodec
    permits DictionaryPlan, TokensPlan, TuplePlan {

  /** Writes a message. */
  abstract void writeMessage(Message message, BencodeWriter writer, Violations violations);

  /**
   * Reads a value into an empty message.
   *
   * @return whether the message can hold the value without loss; if not, the builder is of no use
   *     any more
   */
  abstract boolean readMessage(BencodeValue value, Message.Builder builder);

  @Override
  public final void write(Object value, BencodeWriter writer, Violations violations) {
    writeMessage((Message) value, writer, violations);
  }

  @Override
  public final @Nullable Object read(BencodeValue value, Supplier<Message.Builder> message) {
    Message.Builder builder = message.get();
    return readMessage(value, builder) ? builder.build() : null;
  }
}
