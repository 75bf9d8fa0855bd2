package io.rtpengine.sidecar.testing;

import io.rtpengine.sidecar.testing.FakeRequest.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The UDP side of a {@link FakeEngine}. */
final class FakeDatagrams implements AutoCloseable {

  private static final int MAX_DATAGRAM = 65_535;
  private static final int SOCKET_BUFFER = 4 << 20;

  private final FakeEngine engine;
  private final DatagramSocket socket;
  private final DatagramSocket otherSocket;
  private final int port;
  private final Thread receiver;
  private volatile @Nullable SocketAddress latest;

  FakeDatagrams(FakeEngine engine, InetAddress host, int port) {
    this.engine = engine;
    try {
      socket = new DatagramSocket(new InetSocketAddress(host, port));
      otherSocket = new DatagramSocket(new InetSocketAddress(host, 0));
      socket.setReceiveBufferSize(SOCKET_BUFFER);
      socket.setSendBufferSize(SOCKET_BUFFER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.port = socket.getLocalPort();
    receiver = FakeEngine.daemon("fake-engine-udp", this::receive);
    receiver.start();
  }

  int port() {
    return port;
  }

  void sendToLatest(byte[] datagram) {
    SocketAddress peer = latest;
    if (peer == null) {
      throw new IllegalStateException("nobody has sent anything yet");
    }
    send(socket, datagram, peer);
  }

  @Override
  public void close() {
    socket.close();
    otherSocket.close();
    try {
      // The port is free only when nobody receives on it any more.
      receiver.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void receive() {
    byte[] buffer = new byte[MAX_DATAGRAM];
    while (!socket.isClosed()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
      } catch (IOException closedOrRefused) {
        continue;
      }
      SocketAddress peer = packet.getSocketAddress();
      latest = peer;
      engine.onRequest(
          FakeRequest.withCookie(Transport.UDP, Arrays.copyOf(buffer, packet.getLength())),
          (reply, fromAnotherPort) -> send(fromAnotherPort ? otherSocket : socket, reply, peer));
    }
  }

  private static void send(DatagramSocket socket, byte[] datagram, SocketAddress peer) {
    try {
      socket.send(new DatagramPacket(datagram, datagram.length, peer));
    } catch (IOException e) {
      // As with the real one, a reply that cannot be sent is lost.
    }
  }
}
