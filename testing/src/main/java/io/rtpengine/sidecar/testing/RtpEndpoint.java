package io.rtpengine.sidecar.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A party of a call, as far as its media goes: a socket for RTP on an even port and one for RTCP on
 * the next, what is received there, and who is sent to.
 *
 * <pre>{@code
 * try (RtpEndpoint alice = RtpEndpoint.open()) {
 *   String offer = Sdp.audio(alice.address());
 *   ...
 *   alice.sendTo(Sdp.parse(answer).audio().rtp());
 *   alice.sender().sendTone(Duration.ofMillis(200));
 *   alice.receiver().awaitPackets(10);
 * }
 * }</pre>
 *
 * <p>Thread-safe, but for {@link RtpSender}: one thread at a time sends.
 */
public final class RtpEndpoint implements AutoCloseable {

  private static final int PORT_MIN = 20_000;
  private static final int PORT_MAX = 30_000;
  private static final int MAX_DATAGRAM = 65_535;
  private static final int ATTEMPTS = 1_000;

  private final DatagramSocket rtp;
  private final DatagramSocket rtcp;
  private final RtpReceiver receiver = new RtpReceiver();
  private final RtpSender sender = new RtpSender(this);
  private volatile @Nullable InetSocketAddress remote;
  private volatile @Nullable Srtp outgoing;
  private volatile @Nullable Srtp incoming;

  private RtpEndpoint(DatagramSocket rtp, DatagramSocket rtcp) {
    this.rtp = rtp;
    this.rtcp = rtcp;
  }

  /** Opens an endpoint on 127.0.0.1. */
  public static RtpEndpoint open() {
    return open(InetAddress.getLoopbackAddress());
  }

  /** Opens an endpoint on any free pair of ports of an address of this machine. */
  public static RtpEndpoint open(InetAddress address) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(PORT_MIN, PORT_MAX) & ~1;
      DatagramSocket rtp = bind(address, port);
      if (rtp != null) {
        DatagramSocket rtcp = bind(address, port + 1);
        if (rtcp != null) {
          RtpEndpoint endpoint = new RtpEndpoint(rtp, rtcp);
          endpoint.listen();
          return endpoint;
        }
        rtp.close();
      }
    }
    throw new IllegalStateException("no pair of ports is free on " + address.getHostAddress());
  }

  private static @Nullable DatagramSocket bind(InetAddress address, int port) {
    try {
      return new DatagramSocket(new InetSocketAddress(address, port));
    } catch (SocketException e) {
      return null;
    }
  }

  private void listen() {
    listen(
        rtp,
        datagram -> {
          if (RtpPacket.isRtcp(datagram)) {
            RtcpCodec.decode(datagram).forEach(receiver::received);
          } else {
            decrypted(datagram).flatMap(RtpPacket::decode).ifPresent(receiver::received);
          }
        });
    listen(rtcp, datagram -> RtcpCodec.decode(datagram).forEach(receiver::received));
  }

  private Optional<ByteBuffer> decrypted(ByteBuffer datagram) {
    Srtp srtp = incoming;
    if (srtp == null) {
      return Optional.of(datagram);
    }
    byte[] packet = new byte[datagram.remaining()];
    datagram.duplicate().get(packet);
    return srtp.unprotect(packet).map(ByteBuffer::wrap);
  }

  /** Has a thread receive until the socket is closed. */
  private static void listen(DatagramSocket socket, Consumer<ByteBuffer> listener) {
    Thread thread =
        new Thread(
            () -> {
              byte[] buffer = new byte[MAX_DATAGRAM];
              while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                try {
                  socket.receive(packet);
                } catch (IOException e) {
                  if (socket.isClosed()) {
                    return;
                  }
                  // An ICMP error, from a peer that is gone: what others send still counts.
                  continue;
                }
                byte[] copy = new byte[packet.getLength()];
                System.arraycopy(buffer, 0, copy, 0, copy.length);
                listener.accept(ByteBuffer.wrap(copy));
              }
            },
            "rtp-" + socket.getLocalPort());
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns where it receives RTP; RTCP is one port above. */
  public InetSocketAddress address() {
    return (InetSocketAddress) rtp.getLocalSocketAddress();
  }

  /** Sets where it sends RTP to; RTCP goes one port above. */
  public void sendTo(InetSocketAddress destination) {
    remote = destination;
  }

  /**
   * Has RTP encrypted from now on; what can't be decrypted is not received.
   *
   * @param sent encrypts what is sent
   * @param received decrypts what is received
   */
  public void encrypt(Srtp sent, Srtp received) {
    outgoing = sent;
    incoming = received;
  }

  /** Returns what sends for it. */
  public RtpSender sender() {
    return sender;
  }

  /** Returns what has been received. */
  public RtpReceiver receiver() {
    return receiver;
  }

  void sendRtp(byte[] datagram) {
    Srtp srtp = outgoing;
    send(rtp, srtp == null ? datagram : srtp.protect(datagram), remote());
  }

  void sendRtcp(byte[] datagram) {
    InetSocketAddress to = remote();
    send(rtcp, datagram, new InetSocketAddress(to.getAddress(), to.getPort() + 1));
  }

  private InetSocketAddress remote() {
    InetSocketAddress to = remote;
    if (to == null) {
      throw new IllegalStateException("sendTo was not called");
    }
    return to;
  }

  private static void send(DatagramSocket socket, byte[] datagram, SocketAddress to) {
    try {
      socket.send(new DatagramPacket(datagram, datagram.length, to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes the sockets. */
  @Override
  public void close() {
    rtp.close();
    rtcp.close();
  }
}
