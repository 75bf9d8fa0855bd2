package io.rtpengine.sidecar.observe;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/**
 * Serves over HTTP what operators and orchestrators ask for: {@code /health/live}, {@code
 * /health/ready} and {@code /metrics}. Thread-safe. It has threads of its own, and no call waits
 * for it.
 */
public final class StatusServer implements AutoCloseable {

  private static final Set<String> METHODS = Set.of("GET", "HEAD");
  private static final String PLAIN_TEXT = "text/plain; charset=utf-8";

  private final HttpServer server;
  private final ExecutorService threads;
  private final Metrics metrics;
  private final BooleanSupplier ready;

  private StatusServer(
      HttpServer server, ExecutorService threads, Metrics metrics, BooleanSupplier ready) {
    this.server = server;
    this.threads = threads;
    this.metrics = metrics;
    this.ready = ready;
  }

  /**
   * Starts serving.
   *
   * @param address where
   * @param metrics what there is to measure
   * @param ready whether requests are taken
   * @throws IOException if the address can't be listened on
   */
  public static StatusServer start(
      InetSocketAddress address, Metrics metrics, BooleanSupplier ready) throws IOException {
    HttpServer server;
    try {
      server = HttpServer.create(address, 0);
    } catch (IOException taken) {
      throw new IOException(
          "cannot serve HTTP on %s:%d: %s"
              .formatted(address.getHostString(), address.getPort(), taken.getMessage()),
          taken);
    }
    // One a request, so that a client which does not read its answer holds up no health check.
    ExecutorService threads = Executors.newCachedThreadPool(new DefaultThreadFactory("http", true));
    StatusServer status = new StatusServer(server, threads, metrics, ready);
    server.setExecutor(threads);
    server.createContext("/", status::serve);
    server.start();
    return status;
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!METHODS.contains(exchange.getRequestMethod())) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        answer(exchange, 405, PLAIN_TEXT, "GET and HEAD only\n");
        return;
      }
      switch (String.valueOf(exchange.getRequestURI().getPath())) {
        case "/health/live" -> answer(exchange, 200, PLAIN_TEXT, "live\n");
        case "/health/ready" -> {
          boolean now = ready.getAsBoolean();
          answer(exchange, now ? 200 : 503, PLAIN_TEXT, now ? "ready\n" : "not ready\n");
        }
        case "/metrics" -> answer(exchange, 200, Exposition.MEDIA_TYPE, metrics.scrape());
        default -> answer(exchange, 404, PLAIN_TEXT, "/health/live, /health/ready, /metrics\n");
      }
    }
  }

  private static void answer(HttpExchange exchange, int status, String mediaType, String text)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", mediaType);
    byte[] body = text.getBytes(UTF_8);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** Returns where it is served: with the port that was chosen, if any would do. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** Stops serving. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
