package io.rtpengine.sidecar.examples.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;

/** Sends messages, as datagrams. Thread-safe. */
final class Wire {

  private final DatagramSocket socket;

  Wire(DatagramSocket socket) {
    this.socket = socket;
  }

  /** Returns where messages come from, and arrive. */
  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** Sends a message. */
  void send(Message message, InetSocketAddress to) {
    byte[] bytes = message.bytes();
    try {
      socket.send(new DatagramPacket(bytes, bytes.length, to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a response of another's on, without the Via of this proxy. */
  void back(Message response) {
    Message onward = response.without("Via");
    send(onward, Address.backTo(onward.header("Via")));
  }

  /** Sends a response of the proxy's own. */
  void respond(Message request, String status) {
    send(request.response(status), Address.backTo(request.header("Via")));
  }
}
