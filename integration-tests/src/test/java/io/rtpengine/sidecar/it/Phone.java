package io.rtpengine.sidecar.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.rtpengine.sidecar.testing.RtpEndpoint;
import io.rtpengine.sidecar.testing.Sdp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A SIP phone: a sipp that plays a scenario, and a party that talks and listens. It is one call
 * long.
 */
final class Phone implements AutoCloseable {

  /** How long anything is waited for, in a scenario too. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final int POLL_MILLIS = 5;

  /** Below those that sockets are given which want any. */
  private static final int FIRST_PORT = 10_000;

  private static final int LAST_PORT = 20_000;
  private static final String RECEIVED = "UDP message received";

  private final RtpEndpoint party = RtpEndpoint.open();
  private final InetSocketAddress sip = freePort();
  private final Path directory;
  private final Process sipp;

  private Phone(Path parent, String scenario, String name, InetSocketAddress server) {
    try {
      directory = Files.createTempDirectory(parent, name);
      sipp = start(scenario, name, server);
    } catch (IOException missing) {
      party.close();
      throw new UncheckedIOException(
          "sipp does not start; to install it: script/bootstrap sipp", missing);
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Starts a phone that waits for a call. */
  static Phone answering(Path directory, String scenario, String name) {
    InetSocketAddress nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
    Phone phone = new Phone(directory, scenario, name, nobody);
    String port = ":%04X ".formatted(phone.sip.getPort());
    phone.await("it listens", () -> read(Path.of("/proc/net/udp")).contains(port));
    return phone;
  }

  /** Starts a phone that calls. */
  static Phone calling(Path directory, String scenario, InetSocketAddress server) {
    return new Phone(directory, scenario, "alice", server);
  }

  private Process start(String scenario, String tag, InetSocketAddress server)
      throws IOException, URISyntaxException {
    URL file = Phone.class.getResource("sipp/" + scenario + ".xml");
    List<String> command = new ArrayList<>(List.of("sipp", "-sf"));
    command.add(Path.of(Objects.requireNonNull(file, scenario).toURI()).toString());
    command.addAll(List.of("-m", "1", "-nostdin", "-trace_err", "-error_file", "errors"));
    command.addAll(List.of("-trace_msg", "-message_file", "messages"));
    command.addAll(List.of("-timeout", PATIENCE.toSeconds() + "s", "-timeout_error"));
    command.addAll(List.of("-i", text(sip.getAddress()), "-p", String.valueOf(sip.getPort())));
    command.addAll(List.of("-key", "rtp_port", String.valueOf(party.address().getPort())));
    command.addAll(List.of("-key", "tag", tag));
    command.add(text(server.getAddress()) + ":" + server.getPort());
    return new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("screen").toFile())
        .start();
  }

  /** Returns a UDP port that nobody has, and that nobody is given before sipp takes it. */
  private static InetSocketAddress freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
      try (DatagramSocket socket = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
        return (InetSocketAddress) socket.getLocalSocketAddress();
      } catch (SocketException taken) {
        // Another one, then.
      }
    }
  }

  /** Returns where it takes SIP. */
  InetSocketAddress address() {
    return sip;
  }

  /** Returns the party that talks and listens. */
  RtpEndpoint party() {
    return party;
  }

  /**
   * Waits for a message, and has the party send to where its SDP says.
   *
   * @param start what the message begins with
   */
  Sdp connect(String start) {
    String message = await(start);
    Sdp sdp = Sdp.parse(message.substring(message.indexOf("\r\n\r\n")));
    party.sendTo(sdp.audio().rtp());
    return sdp;
  }

  /** Waits for a message, and returns the newest that begins like that. */
  String await(String start) {
    return await(start, 1);
  }

  /** Waits until there have been as many messages that begin like that; returns the newest. */
  String await(String start, int count) {
    await("'" + start + "'", () -> received(start).size() >= count);
    List<String> received = received(start);
    return received.get(received.size() - 1);
  }

  /** Waits until something is so, while sipp runs and has its last word. */
  private void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0 || (isOverIn(POLL_MILLIS) && !condition.getAsBoolean())) {
        throw new AssertionError("waited for " + what + ", but " + this);
      }
    }
  }

  private List<String> received(String start) {
    return received().stream().filter(message -> message.startsWith(start)).toList();
  }

  /** Returns the messages that it has received, as far as sipp has written them down. */
  private List<String> received() {
    List<String> messages = new ArrayList<>();
    for (String entry : file("messages").split("-{40,} [-0-9]+ [0-9:.]+\n", -1)) {
      if (entry.startsWith(RECEIVED) && !entry.contains(Cue.START_LINE)) {
        messages.add(entry.substring(entry.indexOf("\n\n") + 2));
      }
    }
    return messages;
  }

  /** Has the scenario go on where it waits for the cue. */
  void cue() {
    List<String> received = received();
    byte[] cue = Cue.after(received.get(received.size() - 1)).getBytes(ISO_8859_1);
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      socket.send(new DatagramPacket(cue, cue.length, sip));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the scenario is over, and fails unless all of it went as written. */
  void awaitEnd() {
    if (!isOverIn(PATIENCE.toMillis()) || sipp.exitValue() != 0) {
      throw new AssertionError("the scenario has failed: " + this);
    }
  }

  private boolean isOverIn(long millis) {
    try {
      return sipp.waitFor(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private String file(String name) {
    return read(directory.resolve(name));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, ISO_8859_1);
    } catch (IOException notYet) {
      return "";
    }
  }

  private static String text(InetAddress address) {
    return address.getHostAddress();
  }

  /** Tells the whole story: what went wrong is in it. */
  @Override
  public String toString() {
    return directory.getFileName() + ":\n" + file("errors") + "\n" + file("messages");
  }

  @Override
  public void close() {
    sipp.destroyForcibly();
    party.close();
  }

  /** What has a scenario go on: a message that no SIP server sends here. */
  private static final class Cue {

    static final String START_LINE = "MESSAGE sip:cue SIP/2.0\r\n";

    private Cue() {}

    /**
     * Returns the cue that has the headers of the message before it, since sipp's {@code
     * [last_...]} stand for those of the last message, which is the cue itself.
     */
    static String after(String message) {
      String headers =
          message.substring(message.indexOf("\r\n") + 2, message.indexOf("\r\n\r\n") + 2);
      Optional<String> length =
          headers.lines().filter(line -> line.startsWith("Content-Length:")).findFirst();
      return START_LINE + headers.replace(length.orElse(""), "Content-Length: 0") + "\r\n";
    }
  }
}
