package io.rtpengine.sidecar.translate;

import com.google.protobuf.Message;
import io.rtpengine.sidecar.bencode.BencodeValue;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Translates one value: of a field, of an entry of a repeated field, or of an entry of a map.
 * Immutable and thread-safe.
 *
 * <p>The one rule of translation is kept here: a value is read only if writing it again gives the
 * same. What can't be read so is left to whoever asked, and ends up as it is among the `extra`
 * entries of a message.
 */
interface ElementCodec {

  /**
   * Writes a value, as {@link Message#getField} returns it, and adds what is wrong with it to
   * {@code violations}.
   */
  void write(Object value, BencodeWriter writer, Violations violations);

  /**
   * Reads a value.
   *
   * @param message makes an empty message of the field's type, if that is what the field holds
   * @return the value as {@link Message.Builder#setField} takes it; null if the field can't hold it
   *     without loss
   */
  @Nullable Object read(BencodeValue value, Supplier<Message.Builder> message);
}
