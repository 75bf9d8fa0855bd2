package io.rtpengine.sidecar.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;

/** Messages as protobuf itself has them, made of what a {@link WireMessage} says of its fields. */
final class Rebuilt {

  private static final MessageTypes TYPES = new MessageTypes();

  private Rebuilt() {}

  /** Reads every field of a message. */
  static Message message(Descriptor type, byte[] bytes) throws MalformedMessageException {
    return message(TYPES.of(type), WireMessage.parse(TYPES.of(type), bytes));
  }

  /** Has protobuf itself read the message. */
  static Message byProtobuf(Descriptor type, byte[] bytes) throws InvalidProtocolBufferException {
    return DiscardUnknownFieldsParser.wrap(
            DynamicMessage.getDefaultInstance(type).getParserForType())
        .parseFrom(bytes);
  }

  private static Message message(MessageType type, WireMessage message)
      throws MalformedMessageException {
    DynamicMessage.Builder builder = DynamicMessage.newBuilder(type.descriptor());
    for (MessageField field : type.fields()) {
      if (field.isRepeated()) {
        WireList values = message.list(field);
        for (int i = 0; i < values.size(); i++) {
          builder.addRepeatedField(field.descriptor(), value(field, values, i));
        }
      } else if (message.isSet(field)) {
        builder.setField(field.descriptor(), value(field, message, field.slot()));
      }
    }
    return builder.build();
  }

  private static Object value(MessageField field, WireValues values, int index)
      throws MalformedMessageException {
    FieldDescriptor descriptor = field.descriptor();
    return switch (descriptor.getJavaType()) {
      case INT -> (int) values.number(index);
      case LONG -> values.number(index);
      case BOOLEAN -> values.number(index) != 0;
      case FLOAT -> Float.intBitsToFloat((int) values.number(index));
      case DOUBLE -> Double.longBitsToDouble(values.number(index));
      case ENUM ->
          descriptor.getEnumType().findValueByNumberCreatingIfUnknown((int) values.number(index));
      case STRING -> values.text(index);
      case BYTE_STRING ->
          ByteString.copyFrom(values.bytes(), values.offset(index), values.length(index));
      case MESSAGE -> message(field.messageType(), values.message(index));
    };
  }
}
