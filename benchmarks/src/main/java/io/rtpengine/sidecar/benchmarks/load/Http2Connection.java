package io.rtpengine.sidecar.benchmarks.load;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;

/**
 * A connection of HTTP/2 with as much of the protocol as unary gRPC needs. What it sends fits the
 * windows of the other side as long as a connection has less than 64 KB outstanding. Confined to
 * one thread.
 */
final class Http2Connection implements Closeable {

  private static final int RENEW_WINDOW_AT = 1 << 20;

  private final SocketChannel channel;
  private final ByteBuffer received = ByteBuffer.allocate(1 << 18);
  private final Map<Integer, Exchange> exchanges = new HashMap<>();
  private int nextStream = 1;
  private int windowUsed;

  /** A request that has been sent. */
  private static final class Exchange {
    private final int slot;
    private boolean hasMessage;

    Exchange(int slot) {
      this.slot = slot;
    }
  }

  Http2Connection(InetSocketAddress address, Selector selector) throws IOException {
    channel = SocketChannel.open(address);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, this);
    write(Http2Frames.preface());
  }

  void send(int slot, byte[] request) throws IOException {
    Http2Frames.setStream(request, nextStream);
    exchanges.put(nextStream, new Exchange(slot));
    nextStream += 2;
    write(ByteBuffer.wrap(request));
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      int unused = channel.write(bytes);
    }
  }

  void receive(Wire.Replies replies) throws IOException {
    if (channel.read(received) < 0) {
      throw new EOFException("the server has closed the connection");
    }
    received.flip();
    while (received.remaining() >= Http2Frames.HEADER_LENGTH) {
      int length = received.getInt(received.position()) >>> 8;
      if (received.remaining() < Http2Frames.HEADER_LENGTH + length) {
        break;
      }
      ByteBuffer frame = received.slice(received.position(), Http2Frames.HEADER_LENGTH + length);
      received.position(received.position() + frame.remaining());
      onFrame(frame, length, replies);
    }
    received.compact();
  }

  private void onFrame(ByteBuffer frame, int length, Wire.Replies replies) throws IOException {
    int type = frame.getInt() & 0xff;
    int flags = frame.get();
    int stream = frame.getInt();
    switch (type) {
      case Http2Frames.DATA -> onData(stream, length);
      case Http2Frames.HEADERS -> {
        if ((flags & Http2Frames.END_STREAM) != 0) {
          onEnd(stream, replies);
        }
      }
      case Http2Frames.SETTINGS, Http2Frames.PING -> acknowledge(type, flags, frame);
      case Http2Frames.GOAWAY -> throw new EOFException("the server goes away");
      default -> {
        // Windows are wide enough, and nothing else concerns us.
      }
    }
  }

  private void onData(int stream, int length) throws IOException {
    Exchange exchange = exchanges.get(stream);
    if (exchange != null) {
      exchange.hasMessage = true;
    }
    windowUsed += length;
    if (windowUsed > RENEW_WINDOW_AT) {
      write(Http2Frames.windowUpdate(windowUsed));
      windowUsed = 0;
    }
  }

  /** An error comes without a message; its status is in headers that we need not understand. */
  private void onEnd(int stream, Wire.Replies replies) throws IOException {
    Exchange exchange = exchanges.remove(stream);
    if (exchange != null) {
      replies.onReply(exchange.slot, exchange.hasMessage);
    }
  }

  private void acknowledge(int type, int flags, ByteBuffer frame) throws IOException {
    if ((flags & Http2Frames.ACK) == 0) {
      byte[] payload = new byte[type == Http2Frames.PING ? frame.remaining() : 0];
      frame.get(payload);
      write(Http2Frames.acknowledgement(type, payload));
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
