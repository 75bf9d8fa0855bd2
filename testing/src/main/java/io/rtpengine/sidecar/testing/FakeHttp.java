package io.rtpengine.sidecar.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.rtpengine.sidecar.testing.FakeRequest.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The HTTP side of a {@link FakeEngine}. Thread-safe. */
final class FakeHttp implements AutoCloseable {

  private static final String PATH = "/ng";
  private static final String CONTENT_TYPE = "application/x-rtpengine-ng";

  private final FakeEngine engine;
  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(task -> FakeEngine.daemon("fake-engine-http", task));
  private final Set<InetSocketAddress> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger brokenOff = new AtomicInteger();

  FakeHttp(FakeEngine engine, InetAddress host, @Nullable SSLContext tls) {
    this.engine = engine;
    try {
      server = newServer(new InetSocketAddress(host, 0), tls);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext(PATH, this::handle);
    server.start();
  }

  private static HttpServer newServer(InetSocketAddress address, @Nullable SSLContext tls)
      throws IOException {
    if (tls == null) {
      return HttpServer.create(address, 0);
    }
    HttpsServer server = HttpsServer.create(address, 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    return server;
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Returns how many connections requests have come over. */
  int connections() {
    return connections.size();
  }

  /** Returns how many replies could not be sent because the connection was gone. */
  int brokenOff() {
    return brokenOff.get();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    connections.add(exchange.getRemoteAddress());
    byte[] body = exchange.getRequestBody().readAllBytes();
    boolean isNg =
        exchange.getRequestMethod().equals("POST")
            && exchange.getRequestURI().getPath().equals(PATH)
            && CONTENT_TYPE.equals(exchange.getRequestHeaders().getFirst("Content-Type"));
    if (!isNg) {
      respond(exchange, 404, new byte[0]);
      return;
    }
    engine.onRequest(
        FakeRequest.withCookie(Transport.HTTP, body),
        (reply, fromAnotherPort) -> threads.execute(() -> respond(exchange, 200, reply)));
  }

  private void respond(HttpExchange exchange, int status, byte[] body) {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (IOException e) {
      brokenOff.incrementAndGet();
    }
  }
}
