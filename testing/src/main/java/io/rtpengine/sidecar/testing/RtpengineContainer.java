package io.rtpengine.sidecar.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * A real rtpengine in a container, for as long as it runs ({@link #start} to {@link #stop}).
 *
 * <p>It shares the host's network, because RTP has to cross between it and the test unaltered, and
 * listens on a loopback address of its own: any number of them, also of test runs side by side, get
 * along. So it needs a Docker engine on this very machine, and Linux.
 *
 * <p>What it listens on: NG over UDP ({@link #ng}), NG over HTTP ({@link #httpNg}), and RTP on the
 * same address. What is recorded is kept as pcap files ({@link #copyRecordings}). There is no
 * kernel module: all media is forwarded in user space.
 */
public final class RtpengineContainer extends GenericContainer<RtpengineContainer> {

  private static final int NG_PORT = 2223;
  private static final int HTTP_PORT = 2225;
  private static final int RTP_PORT_MIN = 30_000;
  private static final int RTP_PORT_MAX = 39_999;
  private static final String RECORDINGS = "/var/spool/rtpengine";
  private static final Duration STARTUP_TIMEOUT = Duration.ofMinutes(2);

  private final InetAddress address = LoopbackAddresses.next(NG_PORT);
  private final List<String> arguments = new ArrayList<>();

  /** An rtpengine of a release. Its image is built, when it is started, if it is missing. */
  public RtpengineContainer(RtpengineRelease release) {
    super(new RtpengineImage(release));
    listen();
  }

  /**
   * An rtpengine of any other image, whose entry point is to take rtpengine's arguments and run it
   * in the foreground, logging to standard error.
   */
  public RtpengineContainer(DockerImageName image) {
    super(image);
    listen();
  }

  private void listen() {
    withNetworkMode("host");
    waitingFor(
        Wait.forLogMessage(".*Startup complete.*\\n", 1).withStartupTimeout(STARTUP_TIMEOUT));
    withArguments(
        "--interface=" + address.getHostAddress(),
        "--listen-ng=" + address.getHostAddress() + ":" + NG_PORT,
        "--listen-http=" + address.getHostAddress() + ":" + HTTP_PORT,
        "--port-min=" + RTP_PORT_MIN,
        "--port-max=" + RTP_PORT_MAX,
        "--recording-dir=" + RECORDINGS,
        "--recording-method=pcap");
  }

  /** Adds arguments of rtpengine's command line. */
  public RtpengineContainer withArguments(String... more) {
    arguments.addAll(List.of(more));
    return withCommand(arguments.toArray(String[]::new));
  }

  /** Has every DTMF event reported to an address, as JSON, a datagram an event. */
  public RtpengineContainer withDtmfLog(InetSocketAddress destination) {
    return withArguments(
        "--dtmf-log-dest="
            + destination.getAddress().getHostAddress()
            + ":"
            + destination.getPort());
  }

  /** Returns the address that it listens on, which is no other engine's. */
  public InetAddress address() {
    return address;
  }

  /** Returns where it takes NG over UDP. */
  public InetSocketAddress ng() {
    return new InetSocketAddress(address, NG_PORT);
  }

  /** Returns where it takes NG over HTTP. */
  public URI httpNg() {
    return URI.create("http://" + address.getHostAddress() + ":" + HTTP_PORT + "/ng");
  }

  /**
   * Copies what has been recorded so far, by all calls.
   *
   * @param directory where to
   * @return the pcap files; the name of each begins with the call-id
   */
  public List<Path> copyRecordings(Path directory) {
    List<Path> copies = new ArrayList<>();
    for (String file : recordings()) {
      Path copy = directory.resolve(file.substring(file.lastIndexOf('/') + 1));
      copyFileFromContainer(file, copy.toString());
      copies.add(copy);
    }
    return copies;
  }

  private List<String> recordings() {
    try {
      ExecResult found = execInContainer("find", RECORDINGS, "-name", "*.pcap");
      return found.getStdout().lines().sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while looking for recordings", e);
    }
  }
}
