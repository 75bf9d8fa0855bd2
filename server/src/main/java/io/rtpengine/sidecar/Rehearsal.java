package io.rtpengine.sidecar;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.rtpengine.v1.CallServiceGrpc;
import io.rtpengine.v1.DeleteRequest;
import io.rtpengine.v1.ManageRequest;
import io.rtpengine.v1.OfferRequest;
import io.rtpengine.v1.SipMessage;
import io.rtpengine.v1.SipServiceGrpc;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Starts a sidecar as a process of its own, has it carry a call to an engine that is played here,
 * asks for its metrics, and stops it: what the class-data archive of the launcher is made from.
 * What only clients need is loaded here, and does not get into the archive.
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

  private static final Pattern GRPC = Pattern.compile("gRPC on 127\\.0\\.0\\.1:(\\d+)");
  private static final Pattern HTTP = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)");

  /** How a JVM exits when it is told to stop: by signal 15. */
  private static final int STOPPED = 128 + 15;

  /** What a message has before it. */
  private static final int GRPC_PREFIX_BYTES = 5;

  /** A build may share its machine with many others. */
  private static final int AMPLE_SECONDS = 60;

  private static final int MAX_DATAGRAM = 65_535;

  private Rehearsal() {}

  /**
   * Rehearses; fails if anything goes otherwise than it should.
   *
   * @param command starts the sidecar, which takes its settings from the environment
   */
  public static void main(String[] command) throws IOException, InterruptedException {
    LogProvider.install();
    try (DatagramSocket engine = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Thread player = new Thread(() -> play(engine), "engine");
      player.setDaemon(true);
      player.start();
      Process sidecar = start(command, engine.getLocalPort());
      try (BufferedReader log = sidecar.inputReader(UTF_8)) {
        call(addressIn(log, GRPC));
        scrape(addressIn(log, HTTP));
        stop(sidecar, log);
      } finally {
        sidecar.destroyForcibly();
      }
    }
  }

  private static Process start(String[] command, int enginePort) throws IOException {
    Map<String, String> settings =
        Map.of(
            "GRPC_LISTEN", ANY_PORT,
            "HTTP_LISTEN", ANY_PORT,
            "NOTIFICATION_SOCK", ANY_PORT,
            "XMLRPC_LISTEN", ANY_PORT,
            "STATE_FILE", "none",
            "RTPENGINE_TOUT", String.valueOf(AMPLE_SECONDS),
            "RTPENGINE_SOCK", "udp:127.0.0.1:" + enginePort);
    ProcessBuilder sidecar = new ProcessBuilder(command).redirectErrorStream(true);
    // Those of whoever rehearses are for another sidecar.
    sidecar.environment().clear();
    sidecar.environment().putAll(settings);
    return sidecar.start();
  }

  /** Reads a log up to where it tells an address. */
  private static InetSocketAddress addressIn(BufferedReader log, Pattern told) throws IOException {
    StringBuilder before = new StringBuilder();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      Matcher matcher = told.matcher(line);
      if (matcher.find()) {
        return new InetSocketAddress(
            InetAddress.getLoopbackAddress(), Integer.parseInt(matcher.group(1)));
      }
      before.append(line).append('\n');
    }
    throw new IllegalStateException("the sidecar has not started:\n" + before);
  }

  private static void stop(Process sidecar, BufferedReader log) throws InterruptedException {
    // By its handle: the process itself would close the log, which the sidecar goes on writing to.
    sidecar.toHandle().destroy();
    String last = log.lines().collect(Collectors.joining("\n"));
    if (sidecar.waitFor() != STOPPED) {
      throw new IllegalStateException("the sidecar has not stopped as it should:\n" + last);
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

  /** Offers, in typed fields and by a SIP message, and deletes. */
  private static void call(InetSocketAddress sidecar) {
    ManagedChannel channel = NettyChannelBuilder.forAddress(sidecar).usePlaintext().build();
    try {
      CallServiceGrpc.CallServiceBlockingStub calls =
          CallServiceGrpc.newBlockingStub(channel)
              .withDeadlineAfter(AMPLE_SECONDS, TimeUnit.SECONDS);
      OfferRequest offer =
          OfferRequest.newBuilder()
              .setCallId("rehearsal")
              .setFromTag("a")
              .setSdp(ByteString.copyFromUtf8(SDP))
              .build();
      requireSdp(
          calls
              .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(lengthOf(offer)))
              .offer(offer)
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
      calls.delete(DeleteRequest.newBuilder().setCallId("rehearsal").setFromTag("a").build());
    } finally {
      channel.shutdownNow();
    }
  }

  /** Some clients say how long a request is. */
  private static Metadata lengthOf(OfferRequest request) {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("content-length", Metadata.ASCII_STRING_MARSHALLER),
        String.valueOf(GRPC_PREFIX_BYTES + request.getSerializedSize()));
    return headers;
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
