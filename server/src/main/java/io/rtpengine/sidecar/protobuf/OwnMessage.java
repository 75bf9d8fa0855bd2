package io.rtpengine.sidecar.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.Optional;

/** Messages in wire form that the sidecar has made itself, and which are well-formed, therefore. */
public final class OwnMessage {

  private OwnMessage() {}

  /**
   * Returns the string, bytes or message that a field holds, and reads nothing else of the message;
   * nothing if the field isn't set.
   *
   * @param number the field's number
   */
  public static Optional<ByteString> field(ByteString message, int number) {
    CodedInputStream fields = message.newCodedInput();
    // The field is a part of the message, and no copy of it.
    fields.enableAliasing(true);
    try {
      for (int tag = fields.readTag(); tag != 0; tag = fields.readTag()) {
        if (WireFormat.getTagFieldNumber(tag) == number) {
          return Optional.of(fields.readBytes());
        }
        fields.skipField(tag);
      }
    } catch (IOException impossible) {
      throw new IllegalStateException("a message of the sidecar's own is malformed", impossible);
    }
    return Optional.empty();
  }
}
