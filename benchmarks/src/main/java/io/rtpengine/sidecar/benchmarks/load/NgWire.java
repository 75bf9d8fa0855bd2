package io.rtpengine.sidecar.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * NG over UDP, to an engine: one socket, cookies by which replies are told apart, and
 * retransmission.
 */
final class NgWire implements Wire {

  private static final int COOKIE_LENGTH = 33;
  private static final long RETRANSMIT_AFTER_NANOS = 250_000_000;
  private static final byte[] ERROR = "6:result5:error".getBytes(ISO_8859_1);

  private final DatagramChannel channel;
  private final Selector selector = Selector.open();
  private final ByteBuffer received = ByteBuffer.allocate(65_536);
  private final byte[] cookiePrefix = new byte[16];
  private final byte[][] outstanding;
  private final long[] serials;
  private final long[] sentNanos;
  private long serial;
  private long retransmissions;

  NgWire(InetSocketAddress engine, int slots) throws IOException {
    channel = DatagramChannel.open().connect(engine);
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ);
    outstanding = new byte[slots][0];
    serials = new long[slots];
    sentNanos = new long[slots];
    // The engine takes what has a cookie that it has seen for a retransmission, whoever sent it.
    Template.putHex(cookiePrefix, 0, new SecureRandom().nextLong());
  }

  @Override
  public Template template(Workload.Step step) {
    byte[] dictionary = step.bencode();
    byte[] bytes = new byte[COOKIE_LENGTH + dictionary.length];
    System.arraycopy(cookiePrefix, 0, bytes, 0, cookiePrefix.length);
    bytes[COOKIE_LENGTH - 1] = ' ';
    System.arraycopy(dictionary, 0, bytes, COOKIE_LENGTH, dictionary.length);
    return new Template(bytes);
  }

  @Override
  public void send(int slot, byte[] request) throws IOException {
    // The slot is part of the cookie, so that a reply finds it.
    serials[slot] = (serial++ << 16) | slot;
    Template.putHex(request, cookiePrefix.length, serials[slot]);
    outstanding[slot] = request;
    transmit(slot);
  }

  private void transmit(int slot) throws IOException {
    sentNanos[slot] = System.nanoTime();
    int unused = channel.write(ByteBuffer.wrap(outstanding[slot]));
  }

  @Override
  public void receive(Replies replies) throws IOException {
    if (!receiveOne(replies)) {
      int unused = selector.select(50);
      selector.selectedKeys().clear();
      retransmit();
    }
  }

  private boolean receiveOne(Replies replies) throws IOException {
    int length = channel.read(received.clear());
    if (length < COOKIE_LENGTH) {
      return false;
    }
    long answered = Template.getHex(received.array(), cookiePrefix.length);
    int slot = (int) (answered & 0xffff);
    if (answered == serials[slot] && outstanding[slot].length > 0) {
      outstanding[slot] = new byte[0];
      replies.onReply(slot, !contains(received.array(), length, ERROR));
    }
    return true;
  }

  private static boolean contains(byte[] bytes, int length, byte[] part) {
    for (int i = COOKIE_LENGTH; i <= length - part.length; i++) {
      if (bytes[i] == part[0] && Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }

  private void retransmit() throws IOException {
    long now = System.nanoTime();
    for (int slot = 0; slot < outstanding.length; slot++) {
      if (outstanding[slot].length > 0 && now - sentNanos[slot] > RETRANSMIT_AFTER_NANOS) {
        retransmissions++;
        transmit(slot);
      }
    }
  }

  @Override
  public long retransmissions() {
    return retransmissions;
  }

  @Override
  public void close() throws IOException {
    selector.close();
    channel.close();
  }
}
