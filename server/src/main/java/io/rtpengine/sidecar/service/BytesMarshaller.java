package io.rtpengine.sidecar.service;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Hands messages on as the bytes that they are. */
enum BytesMarshaller implements Marshaller<byte[]> {
  INSTANCE;

  @Override
  public byte[] parse(InputStream stream) {
    try {
      if (!(stream instanceof KnownLength)) {
        return stream.readAllBytes();
      }
      byte[] message = new byte[stream.available()];
      if (stream.readNBytes(message, 0, message.length) < message.length) {
        throw new IOException("a message is shorter than announced");
      }
      return message;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  @Override
  public InputStream stream(byte[] message) {
    return new Message(message);
  }

  /** Tells gRPC how long it is, and is copied in one piece. */
  private static final class Message extends ByteArrayInputStream
      implements KnownLength, Drainable {
    Message(byte[] message) {
      super(message);
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
      int length = available();
      transferTo(target);
      return length;
    }
  }
}
