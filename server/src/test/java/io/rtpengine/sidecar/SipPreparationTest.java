package io.rtpengine.sidecar;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.rtpengine.v1.ManageAction;
import io.rtpengine.v1.ManageRequest;
import io.rtpengine.v1.SipMessage;
import io.rtpengine.v1.SipServiceGrpc;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SipPreparationTest {

  private static final String LIBRARY = "gov.nist.";

  private static final String LOG =
      """
      <configuration>
        <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
          <encoder><pattern>%m%n</pattern></encoder>
        </appender>
        <logger name="io.rtpengine" level="DEBUG"/>
        <root level="INFO"><appender-ref ref="out"/></root>
      </configuration>
      """;

  @TempDir Path directory;

  @Test
  void firstMessageLoadsNothingOfTheLibrary() throws Exception {
    Path loaded = directory.resolve("loaded");
    Process sidecar = start(loaded);
    try {
      CompletableFuture<Integer> port = new CompletableFuture<>();
      CompletableFuture<Void> ready = new CompletableFuture<>();
      Thread reader = new Thread(() -> read(sidecar, port, ready), "log of the sidecar");
      reader.setDaemon(true);
      reader.start();
      ready.get(60, SECONDS);
      List<String> before = ofLibrary(loaded);

      ManageAction action = manage(port.get(60, SECONDS));

      assertThat(action).isEqualTo(ManageAction.MANAGE_ACTION_NONE);
      assertThat(before).isNotEmpty();
      assertThat(ofLibrary(loaded)).isEqualTo(before);
    } finally {
      sidecar.destroy();
      sidecar.waitFor();
    }
  }

  private Process start(Path loaded) throws IOException {
    Path log = Files.writeString(directory.resolve("logback.xml"), LOG);
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xlog:class+load:file=" + loaded,
            "-XX:TieredStopAtLevel=1",
            "-Dlogback.configurationFile=" + log,
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName());
    builder.environment().put("GRPC_LISTEN", "127.0.0.1:0");
    builder.environment().put("HTTP_LISTEN", "127.0.0.1:0");
    builder.environment().put("NOTIFICATION_SOCK", "none");
    builder.environment().put("XMLRPC_LISTEN", "none");
    builder.environment().put("STATE_FILE", "none");
    return builder.redirectErrorStream(true).start();
  }

  private static void read(
      Process sidecar, CompletableFuture<Integer> port, CompletableFuture<Void> ready) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(sidecar.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.contains("gRPC on ")) {
          port.complete(Integer.parseInt(line.substring(line.lastIndexOf(':') + 1)));
        } else if (line.contains("ready for SIP messages")) {
          ready.complete(null);
        }
      }
    } catch (IOException closed) {
      ready.completeExceptionally(new UncheckedIOException(closed));
    }
  }

  private static List<String> ofLibrary(Path loaded) throws IOException {
    return Files.readAllLines(loaded).stream().filter(line -> line.contains(LIBRARY)).toList();
  }

  private static ManageAction manage(int port) {
    String message =
        String.join(
            "\r\n",
            "INVITE sip:bob@example.com SIP/2.0",
            "Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK1;rport",
            "Max-Forwards: 70",
            "From: Alice <sip:alice@example.com>;tag=1",
            "To: <sip:bob@example.com>",
            "Call-ID: 1@127.0.0.1",
            "CSeq: 1 INVITE",
            "Contact: <sip:alice@127.0.0.1:5070>",
            "Allow: INVITE, ACK",
            "Supported: timer",
            "User-Agent: test",
            "Content-Length: 0",
            "",
            "");
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    try {
      return SipServiceGrpc.newBlockingStub(channel)
          .withDeadlineAfter(30, SECONDS)
          .manage(
              ManageRequest.newBuilder()
                  .setSipMessage(SipMessage.newBuilder().setRaw(ByteString.copyFromUtf8(message)))
                  .build())
          .getAction();
    } finally {
      channel.shutdownNow();
    }
  }
}
