package io.rtpengine.sidecar.testing;

import io.rtpengine.sidecar.testing.FakeReply.Delivery;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An rtpengine that has no media, on a loopback address, and that misbehaves when told to.
 *
 * <pre>
 *   try (FakeEngine engine = FakeEngine.start()) {
 *     engine.next("offer", FakeReply.silence(), FakeReply.usual().sentTimes(2));
 *     engine.always("delete", FakeReply.error("Internal error"));
 *     ... let something call engine.address() ...
 *     engine.awaitRequests(3);
 *   }
 * </pre>
 *
 * <p>Left alone it does as rtpengine does: it answers {@code ping} with {@code pong}, gives back
 * the SDP of an offer or answer unchanged, knows which calls there are, and answers a cookie that
 * it has answered within 30 seconds with the same bytes as before, whatever the request says.
 *
 * <p>Thread-safe.
 */
public final class FakeEngine implements AutoCloseable {

  /** Stands for every command, where a command is named. */
  public static final String ANY = "*";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final InetAddress host;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(task -> daemon("fake-engine-timer", task));
  private final FakeScript script = new FakeScript();
  private final List<FakeRequest> requests = new ArrayList<>();
  private final List<Runnable> afterTheNext = new ArrayList<>();
  private final Set<String> outstanding = new HashSet<>();
  private final FakeAnswers answers = new FakeAnswers();
  private FakeCalls calls = new FakeCalls();
  private FakeDatagrams datagrams;
  private @Nullable FakeHttp http;
  private @Nullable FakeUnix unix;
  private int maxOutstanding;

  /** A way back to whoever sent a request. */
  interface ReturnPath {
    void send(byte[] reply, boolean fromAnotherPort);
  }

  private FakeEngine(InetAddress host) {
    this.host = host;
    datagrams = new FakeDatagrams(this, host, 0);
  }

  /** Starts an engine on a free UDP port of 127.0.0.1. */
  public static FakeEngine start() {
    return startOn("127.0.0.1");
  }

  /** Starts an engine on a free UDP port of a loopback address, {@code ::1} for one. */
  public static FakeEngine startOn(String loopbackAddress) {
    try {
      return new FakeEngine(InetAddress.getByName(loopbackAddress));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("loopbackAddress: " + loopbackAddress, e);
    }
  }

  /** Returns where the engine listens, as {@code udp:host:port}. */
  public String address() {
    return "udp:" + urlHost() + ":" + port();
  }

  /** Returns where the engine listens for HTTP, as {@code http://host:port/ng}; from now on. */
  public synchronized String httpAddress() {
    return "http://" + urlHost() + ":" + openHttp(null).port() + "/ng";
  }

  /**
   * Returns where the engine listens for HTTPS, as {@code https://host:port/ng}; from now on, and
   * instead of HTTP.
   */
  public synchronized String httpsAddress(SSLContext tls) {
    return "https://" + urlHost() + ":" + openHttp(tls).port() + "/ng";
  }

  /** Returns the Unix socket that the engine listens on, as {@code unix:path}; from now on. */
  public synchronized String unixAddress() {
    if (unix == null) {
      unix = new FakeUnix(this);
    }
    return "unix:" + unix.path();
  }

  /** Returns how many connections requests have come over by HTTP. */
  public synchronized int httpConnections() {
    return openHttp(null).connections();
  }

  /** Returns how many replies by HTTP could not be sent because the connection was gone. */
  public synchronized int httpBrokenOff() {
    return openHttp(null).brokenOff();
  }

  /** Returns the UDP port that the engine listens on. */
  public synchronized int port() {
    return datagrams.port();
  }

  /**
   * Scripts what the next requests of a command get, one reply each. A retransmission counts as a
   * request of its own unless the engine has answered it.
   *
   * @param command the name of a command, or {@link #ANY}, which comes second to a name
   */
  public synchronized FakeEngine next(String command, FakeReply... replies) {
    script.next(command, replies);
    return this;
  }

  /**
   * Scripts what all requests of a command get for which {@link #next} has nothing.
   *
   * @param command the name of a command, or {@link #ANY}, which comes second to a name
   */
  public synchronized FakeEngine always(String command, FakeReply reply) {
    script.always(command, reply);
    return this;
  }

  /** Returns all requests that came, retransmissions included, in the order of their coming. */
  public synchronized List<FakeRequest> requests() {
    return List.copyOf(requests);
  }

  /**
   * Waits until so many requests have come, and returns all that have.
   *
   * @throws AssertionError if they don't come within 30 seconds
   */
  public synchronized List<FakeRequest> awaitRequests(int count) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (requests.size() < count) {
      long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (millis <= 0) {
        throw new AssertionError("requests: " + requests + " (expected: " + count + ")");
      }
      wait(millis);
    }
    return requests();
  }

  /** Returns the largest number of requests that were unanswered at the same time. */
  public synchronized int maxOutstanding() {
    return maxOutstanding;
  }

  /** Sends bytes to the sender of the latest datagram, unasked. */
  public synchronized void sendUnasked(byte[] datagram) {
    datagrams.sendToLatest(datagram);
  }

  /** Goes away, forgets all calls and answers, and is back on the same UDP port. */
  public void restart() {
    int port = port();
    stop();
    synchronized (this) {
      datagrams = new FakeDatagrams(this, host, port);
    }
  }

  /** Goes away, and forgets all calls and answers. {@link #restart} brings it back. */
  public void stop() {
    FakeDatagrams closing;
    synchronized (this) {
      closing = datagrams;
      closeStreams();
      calls = new FakeCalls();
      answers.clear();
      outstanding.clear();
      afterTheNext.clear();
    }
    // Without the lock, which the receiving thread may need in order to end.
    closing.close();
  }

  private void closeStreams() {
    if (http != null) {
      http.close();
      http = null;
    }
    if (unix != null) {
      unix.close();
      unix = null;
    }
  }

  @Override
  public void close() {
    stop();
    timer.shutdownNow();
  }

  synchronized void onRequest(FakeRequest request, ReturnPath path) {
    requests.add(request);
    notifyAll();
    if (!request.cookie().isEmpty()) {
      outstanding.add(request.cookie());
    }
    maxOutstanding = Math.max(maxOutstanding, outstanding.size());
    byte[] answer = answers.get(request.cookie());
    if (answer != null) {
      send(request, answer, path, false);
      return;
    }
    FakeReply reply = script.take(request.command());
    Map<String, ?> dictionary = reply.content().of(request, calls);
    if (dictionary == null) {
      return;
    }
    byte[] bytes = request.reply(Bencode.encode(dictionary));
    byte[] delivered = reply.delivery().bytes().apply(bytes);
    if (!request.cookie().isEmpty()) {
      answers.put(request.cookie(), bytes);
    }
    deliver(request, delivered, reply.delivery(), path);
  }

  private void deliver(FakeRequest request, byte[] reply, Delivery how, ReturnPath path) {
    Runnable sending =
        () -> {
          for (int i = 0; i < how.times(); i++) {
            send(request, reply, path, how.fromAnotherPort());
          }
        };
    if (how.afterTheNext()) {
      afterTheNext.add(sending);
    } else if (how.delay().isZero()) {
      sending.run();
    } else {
      Future<?> unused = timer.schedule(sending, how.delay().toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private synchronized void send(
      FakeRequest request, byte[] reply, ReturnPath path, boolean fromAnotherPort) {
    outstanding.remove(request.cookie());
    path.send(reply, fromAnotherPort);
    List<Runnable> held = List.copyOf(afterTheNext);
    afterTheNext.clear();
    held.forEach(Runnable::run);
  }

  private String urlHost() {
    String text = host.getHostAddress();
    return text.contains(":") ? "[" + text + "]" : text;
  }

  private FakeHttp openHttp(@Nullable SSLContext tls) {
    if (http == null) {
      http = new FakeHttp(this, host, tls);
    }
    return http;
  }

  static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
