package io.rtpengine.sidecar.translate;

import io.rtpengine.sidecar.bencode.BencodeValue;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import io.rtpengine.sidecar.protobuf.MalformedMessageException;
import io.rtpengine.sidecar.protobuf.MessageField;
import io.rtpengine.sidecar.protobuf.WireBuilder;
import io.rtpengine.sidecar.protobuf.WireValues;

/**
 * Translates one value: of a field, of an entry of a repeated field, or of an entry of a map.
 * Immutable and thread-safe.
 *
 * <p>The one rule of translation is kept here: a value is read only if writing it again gives the
 * same. What can't be read so is left to whoever asked, and ends up as it is among the `extra`
 * entries of a message.
 */
interface ElementCodec {

  /** Writes a value, and adds what is wrong with it to {@code violations}. */
  void write(WireValues values, int index, BencodeWriter writer, Violations violations)
      throws MalformedMessageException;

  /**
   * Reads a value into a field.
   *
   * @return whether the field can hold it without loss; if not, the builder is as it was
   */
  boolean read(BencodeValue value, MessageField field, WireBuilder builder);
}
