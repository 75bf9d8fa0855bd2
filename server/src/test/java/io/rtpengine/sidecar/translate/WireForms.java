package io.rtpengine.sidecar.translate;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Other wire forms of the same message: fields in another order, values that later ones replace,
 * messages in pieces, numbers packed and not, lengths in too many bytes, unknown fields.
 */
final class WireForms {

  private static final int UNKNOWN = 2_000;

  private final Random random;

  WireForms(Random random) {
    this.random = random;
  }

  /**
   * A field as it is on the wire.
   *
   * @param order fields that share it must stay in their order
   */
  private record Piece(String order, ByteString bytes) {}

  /** Returns another form of a message. */
  byte[] of(Descriptor type, byte[] message) throws IOException {
    List<Piece> pieces = new ArrayList<>();
    CodedInputStream in = CodedInputStream.newInstance(message);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
      if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        addString(field, in.readByteArray(), pieces);
      } else {
        addNumber(field, in, pieces);
      }
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      pieces.add(new Piece("unknown" + i, ByteString.copyFrom(unknown())));
    }
    return shuffled(pieces);
  }

  private void addNumber(FieldDescriptor field, CodedInputStream in, List<Piece> pieces)
      throws IOException {
    byte[] value;
    if (field.getLiteType().getWireType() == WireFormat.WIRETYPE_VARINT) {
      value = varint(in.readRawVarint64());
      addFormer(field, varint(random.nextInt(300)), pieces);
    } else {
      value = in.readRawBytes(Double.BYTES);
    }
    if (field.isRepeated() && random.nextBoolean()) {
      pieces.add(piece(field, WireFormat.WIRETYPE_LENGTH_DELIMITED, prefixed(value)));
    } else {
      pieces.add(piece(field, field.getLiteType().getWireType(), value));
    }
  }

  private void addString(FieldDescriptor field, byte[] value, List<Piece> pieces)
      throws IOException {
    if (field.isPackable()) {
      pieces.add(piece(field, WireFormat.WIRETYPE_LENGTH_DELIMITED, prefixed(value)));
    } else if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
      addFormer(field, prefixed(new byte[] {'x'}), pieces);
      pieces.add(piece(field, WireFormat.WIRETYPE_LENGTH_DELIMITED, prefixed(value)));
    } else if (field.isRepeated()) {
      pieces.add(message(field, of(field.getMessageType(), value)));
    } else {
      for (byte[] part : parts(of(field.getMessageType(), value))) {
        pieces.add(message(field, part));
      }
    }
  }

  /** Adds a value that the next one replaces. */
  private void addFormer(FieldDescriptor field, byte[] value, List<Piece> pieces)
      throws IOException {
    if (!field.isRepeated() && random.nextInt(3) == 0) {
      pieces.add(piece(field, field.getLiteType().getWireType(), value));
    }
  }

  private Piece message(FieldDescriptor field, byte[] message) throws IOException {
    return piece(field, WireFormat.WIRETYPE_LENGTH_DELIMITED, prefixed(message));
  }

  private Piece piece(FieldDescriptor field, int wireType, byte[] value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(varint((long) field.getNumber() << 3 | wireType));
    bytes.write(value);
    return new Piece(order(field), ByteString.copyFrom(bytes.toByteArray()));
  }

  private static String order(FieldDescriptor field) {
    return field.getRealContainingOneof() != null
        ? field.getRealContainingOneof().getName()
        : Integer.toString(field.getNumber());
  }

  /** Cuts a message in two, somewhere between two fields, or leaves it in one piece. */
  private List<byte[]> parts(byte[] message) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(message);
    int cut = 0;
    for (int tag = in.readTag(); tag != 0 && random.nextInt(4) > 0; tag = in.readTag()) {
      in.skipField(tag);
      cut = in.getTotalBytesRead();
    }
    ByteString whole = ByteString.copyFrom(message);
    return random.nextBoolean()
        ? List.of(message)
        : List.of(whole.substring(0, cut).toByteArray(), whole.substring(cut).toByteArray());
  }

  private byte[] unknown() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    switch (random.nextInt(5)) {
      case 0 -> out.writeInt64(UNKNOWN, random.nextLong());
      case 1 -> out.writeFixed32(UNKNOWN, random.nextInt());
      case 2 -> out.writeFixed64(UNKNOWN, random.nextLong());
      case 3 -> out.writeByteArray(UNKNOWN, new byte[random.nextInt(200)]);
      default -> {
        out.writeTag(UNKNOWN, WireFormat.WIRETYPE_START_GROUP);
        out.writeString(1, "inside");
        out.writeTag(UNKNOWN, WireFormat.WIRETYPE_END_GROUP);
      }
    }
    out.flush();
    return bytes.toByteArray();
  }

  /** Puts fields into another order, which leaves those alone whose order means something. */
  private byte[] shuffled(List<Piece> pieces) throws IOException {
    List<Piece> left = new ArrayList<>(pieces);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (!left.isEmpty()) {
      Piece chosen = left.get(random.nextInt(left.size()));
      Piece first = first(left, chosen.order);
      first.bytes.writeTo(bytes);
      left.remove(first);
    }
    return bytes.toByteArray();
  }

  private static Piece first(List<Piece> pieces, String order) {
    return pieces.stream().filter(piece -> piece.order.equals(order)).findFirst().orElseThrow();
  }

  private byte[] prefixed(byte[] value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(varint(value.length));
    bytes.write(value);
    return bytes.toByteArray();
  }

  /** Returns a number, now and then in more bytes than it needs. */
  private byte[] varint(long value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeUInt64NoTag(value);
    out.flush();
    byte[] shortest = bytes.toByteArray();
    if (random.nextInt(8) > 0 || shortest.length > 4) {
      return shortest;
    }
    byte[] longer = java.util.Arrays.copyOf(shortest, shortest.length + 1);
    longer[shortest.length - 1] |= (byte) 0x80;
    return longer;
  }
}
