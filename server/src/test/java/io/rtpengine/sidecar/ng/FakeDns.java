package io.rtpengine.sidecar.ng;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A name server on loopback that says the same of every name, and can be told what. Thread-safe.
 */
final class FakeDns implements AutoCloseable {

  private static final int TYPE_A = 1;
  private static final int NO_SUCH_NAME = 3;

  private final DatagramSocket socket;
  private final AtomicInteger queries = new AtomicInteger();
  private volatile List<String> addresses = List.of();
  private volatile int lifeSeconds;
  private volatile boolean silent;

  FakeDns() throws IOException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "fake-dns");
    thread.setDaemon(true);
    thread.start();
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** Says from now on what IPv4 addresses names have; if none, that there is no such name. */
  void say(int seconds, String... now) {
    lifeSeconds = seconds;
    addresses = List.of(now);
    silent = false;
  }

  void beSilent() {
    silent = true;
  }

  int queries() {
    return queries.get();
  }

  private void serve() {
    DatagramPacket packet = new DatagramPacket(new byte[512], 512);
    try {
      while (true) {
        socket.receive(packet);
        if (!silent) {
          byte[] answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()));
          socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
        // Counted when answered, so that whoever sees the count may rely on what was said.
        queries.incrementAndGet();
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private byte[] answer(byte[] query) throws IOException {
    int end = 12;
    while (query[end] != 0) {
      end += query[end] + 1;
    }
    boolean wantsA = query[end + 2] == TYPE_A;
    List<String> found = wantsA ? addresses : List.of();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(query, 0, 2);
    out.writeShort(0x8180 | (addresses.isEmpty() ? NO_SUCH_NAME : 0));
    out.writeShort(1);
    out.writeShort(found.size());
    out.writeInt(0);
    out.write(query, 12, end + 5 - 12);
    for (String address : found) {
      out.writeShort(0xc00c);
      out.writeShort(TYPE_A);
      out.writeShort(1);
      out.writeInt(lifeSeconds);
      out.writeShort(4);
      out.write(InetAddress.getByName(address).getAddress());
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    socket.close();
  }
}
