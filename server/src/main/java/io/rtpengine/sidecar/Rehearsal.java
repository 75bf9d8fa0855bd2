package io.rtpengine.sidecar;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.rtpengine.sidecar.config.InvalidSettingsException;
import io.rtpengine.v1.CallServiceGrpc;
import io.rtpengine.v1.ManageRequest;
import io.rtpengine.v1.OfferRequest;
import io.rtpengine.v1.SipMessage;
import io.rtpengine.v1.SipServiceGrpc;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Starts a sidecar, has it carry offers to an engine that is played here, asks for its metrics, and
 * stops it: what the class-data archive of the launcher is made from.
 */
final class Rehearsal {

  private static final String SDP = "v=0\r\n";
  private static final String INVITE =
      String.join(
          "\r\n",
          "INVITE sip:b@192.0.2.3 SIP/2.0",
          "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKa",
          "From: <sip:a@192.0.2.1>;tag=a",
          "To: <sip:b@192.0.2.3>",
          "Call-ID: rehearsal@192.0.2.1",
          "CSeq: 1 INVITE",
          "Content-Type: application/sdp",
          "Content-Length: " + SDP.length(),
          "",
          SDP);
  private static final String REPLY = " d6:result2:ok3:sdp" + SDP.length() + ":" + SDP + "e";
  private static final String ANY_PORT = "127.0.0.1:0";

  /** A build may share its machine with many others. */
  private static final int AMPLE_SECONDS = 60;

  private static final int MAX_DATAGRAM = 65_535;

  private Rehearsal() {}

  /** Rehearses; fails if anything goes otherwise than it should. */
  public static void main(String[] arguments) throws IOException, InvalidSettingsException {
    LogProvider.install();
    try (DatagramSocket engine = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Thread player = new Thread(() -> play(engine), "engine");
      player.setDaemon(true);
      player.start();
      Map<String, String> environment =
          Map.of(
              "GRPC_LISTEN", ANY_PORT,
              "HTTP_LISTEN", ANY_PORT,
              "NOTIFICATION_SOCK", ANY_PORT,
              "XMLRPC_LISTEN", ANY_PORT,
              "STATE_FILE", "none",
              "RTPENGINE_TOUT", String.valueOf(AMPLE_SECONDS),
              "RTPENGINE_SOCK", "udp:127.0.0.1:" + engine.getLocalPort());
      try (Sidecar sidecar = Main.start(environment)) {
        offer(sidecar.grpcAddress());
        scrape(sidecar.httpAddress());
      }
    }
  }

  private static void play(DatagramSocket engine) {
    DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
    try {
      while (true) {
        engine.receive(packet);
        String request = new String(packet.getData(), 0, packet.getLength(), UTF_8);
        byte[] reply = (request.substring(0, request.indexOf(' ')) + REPLY).getBytes(UTF_8);
        engine.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
      }
    } catch (IOException closed) {
      // The rehearsal is over.
    }
  }

  /** Offers twice, in typed fields and by a SIP message. */
  private static void offer(InetSocketAddress sidecar) {
    ManagedChannel channel = NettyChannelBuilder.forAddress(sidecar).usePlaintext().build();
    try {
      requireSdp(
          CallServiceGrpc.newBlockingStub(channel)
              .withDeadlineAfter(AMPLE_SECONDS, TimeUnit.SECONDS)
              .offer(
                  OfferRequest.newBuilder()
                      .setCallId("rehearsal")
                      .setFromTag("a")
                      .setSdp(ByteString.copyFromUtf8(SDP))
                      .build())
              .getSdp());
      requireSdp(
          SipServiceGrpc.newBlockingStub(channel)
              .withDeadlineAfter(AMPLE_SECONDS, TimeUnit.SECONDS)
              .manage(
                  ManageRequest.newBuilder()
                      .setFlagsString("RTP/AVP replace-origin ICE=remove")
                      .setSipMessage(
                          SipMessage.newBuilder()
                              .setRaw(ByteString.copyFromUtf8(INVITE))
                              .setSourceAddress("192.0.2.1")
                              .setRewrite(true))
                      .build())
              .getSdp());
    } finally {
      channel.shutdownNow();
    }
  }

  private static void requireSdp(ByteString answered) {
    if (!answered.toStringUtf8().equals(SDP)) {
      throw new IllegalStateException("an SDP of " + answered.size() + " bytes came back");
    }
  }

  private static void scrape(InetSocketAddress sidecar) throws IOException {
    URI metrics = URI.create("http://127.0.0.1:" + sidecar.getPort() + "/metrics");
    try (InputStream body = metrics.toURL().openStream()) {
      if (body.readAllBytes().length == 0) {
        throw new IllegalStateException("no metrics");
      }
    }
  }
}
