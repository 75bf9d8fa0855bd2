package io.rtpengine.sidecar.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * The few frames of HTTP/2 that a gRPC client sends (RFC 9113), its headers uncompressed (RFC
 * 7541).
 */
final class Http2Frames {

  static final int HEADER_LENGTH = 9;

  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;

  static final int ACK = 1;
  static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;

  private static final int INITIAL_WINDOW_SIZE = 4;
  private static final int WINDOW = 1 << 30;

  private Http2Frames() {}

  /** Returns how a connection begins: with windows so large that they need no further thought. */
  static ByteBuffer preface() {
    ByteBuffer bytes = ByteBuffer.allocate(128);
    bytes.put("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
    header(bytes, 6, SETTINGS, 0).putShort((short) INITIAL_WINDOW_SIZE).putInt(WINDOW);
    header(bytes, 4, WINDOW_UPDATE, 0).putInt(WINDOW);
    return bytes.flip();
  }

  /** Returns an empty acknowledgement of settings, or one of a ping with what it carried. */
  static ByteBuffer acknowledgement(int type, byte[] payload) {
    ByteBuffer bytes = ByteBuffer.allocate(HEADER_LENGTH + payload.length);
    return header(bytes, payload.length, type, ACK).put(payload).flip();
  }

  /** Returns a connection's window, widened by what has been used up. */
  static ByteBuffer windowUpdate(int increment) {
    return header(ByteBuffer.allocate(HEADER_LENGTH + 4), 4, WINDOW_UPDATE, 0)
        .putInt(increment)
        .flip();
  }

  /** Returns a unary gRPC request, on stream 0: {@link #setStream} puts it on another. */
  static byte[] request(String path, String authority, byte[] message) {
    byte[] headers = headers(path, authority);
    ByteBuffer bytes = ByteBuffer.allocate(2 * HEADER_LENGTH + headers.length + 5 + message.length);
    header(bytes, headers.length, HEADERS, END_HEADERS).put(headers);
    header(bytes, 5 + message.length, DATA, END_STREAM);
    return bytes.put((byte) 0).putInt(message.length).put(message).array();
  }

  /** Puts a request on a stream. */
  static void setStream(byte[] request, int stream) {
    ByteBuffer bytes = ByteBuffer.wrap(request);
    int headers = bytes.getInt(0) >>> 8;
    bytes.putInt(5, stream).putInt(HEADER_LENGTH + headers + 5, stream);
  }

  private static ByteBuffer header(ByteBuffer bytes, int length, int type, int flags) {
    return bytes.putInt((length << 8) | type).put((byte) flags).putInt(0);
  }

  private static byte[] headers(String path, String authority) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.write(0x83); // entry 3 of the static table, ":method: POST"
    block.write(0x86); // entry 6, ":scheme: http"
    block.write(0x04); // the name of entry 4, ":path", and a value
    string(block, path);
    block.write(0x01); // the name of entry 1, ":authority", and a value
    string(block, authority);
    block.write(0x0f); // the name of entry 15 + 16, "content-type", and a value
    block.write(16);
    string(block, "application/grpc");
    block.write(0x00); // a name and a value
    string(block, "te");
    string(block, "trailers");
    return block.toByteArray();
  }

  private static void string(ByteArrayOutputStream block, String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    if (bytes.length >= 127) {
      throw new IllegalArgumentException("text: " + text + " (expected: below 127 bytes)");
    }
    block.write(bytes.length);
    block.writeBytes(bytes);
  }
}
