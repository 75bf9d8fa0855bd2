package io.rtpengine.sidecar.ng;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.rtpengine.sidecar.bencode.BencodeLimits;
import io.rtpengine.sidecar.ng.NgObserver.DropReason;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Requests that travel as HTTP, each POSTed once.
 *
 * <p>rtpengine's HTTP side stands still for good when connections break off with work in flight. So
 * there are but a few of them, which stay open, and whoever gives a request up leaves its exchange
 * to run to its own end; its slot is taken until then.
 */
final class HttpLane extends Lane {

  /** How many requests there may be at a time, and so how many connections. */
  static final int MAX_CONNECTIONS = 2;

  private static final BencodeLimits LIMITS = new BencodeLimits(4 << 20, 32, 1 << 18);
  private static final String CONTENT_TYPE = "application/x-rtpengine-ng";
  private static final int OK = 200;

  /** When an exchange that nobody waits for any longer is broken off after all. */
  private static final Duration GENEROUS = Duration.ofMinutes(2);

  /** While it is being opened, there is no work in flight over a connection. */
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final URI uri;
  private final Cookies cookies;
  private final Supplier<HttpClient> newClient;
  private @Nullable HttpClient client;

  /**
   * Creates a lane.
   *
   * @param newClient makes the client, which takes time, when there is need of one
   */
  HttpLane(
      EventLoop loop,
      URI uri,
      NgSettings settings,
      NgObserver observer,
      Cookies cookies,
      Supplier<HttpClient> newClient) {
    super(loop, settings, observer);
    this.uri = uri;
    this.cookies = cookies;
    this.newClient = newClient;
  }

  /** Returns a client as this lane needs it: one that keeps connections and asks no proxy. */
  static HttpClient newClient() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(CONNECT_TIMEOUT)
        .proxy(HttpClient.Builder.NO_PROXY)
        .followRedirects(HttpClient.Redirect.NEVER)
        .build();
  }

  @Override
  boolean isReady() {
    return true;
  }

  @Override
  int maxRequestSize() {
    return LIMITS.maxBytes();
  }

  @Override
  long retransmissionDelayNanos(int transmissions) {
    return NEVER;
  }

  @Override
  void transmit(Exchange exchange) {
    if (client == null) {
      client = newClient.get();
    }
    HttpRequest post =
        HttpRequest.newBuilder(uri)
            .timeout(GENEROUS)
            .header("Content-Type", CONTENT_TYPE)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body(exchange)))
            .build();
    var unused =
        client
            .sendAsync(post, headers -> new BoundedBody(LIMITS.maxBytes()))
            .whenComplete((response, failure) -> execute(() -> onEnd(exchange, response, failure)));
  }

  private byte[] body(Exchange exchange) {
    byte[] dictionary = exchange.request().dictionary();
    ByteBuf body = Unpooled.buffer(Cookies.MAX_LENGTH + 1 + dictionary.length);
    cookies.write(exchange.serial(), body);
    body.writeByte(' ').writeBytes(dictionary);
    byte[] bytes = new byte[body.readableBytes()];
    body.readBytes(bytes);
    return bytes;
  }

  private void onEnd(
      Exchange exchange,
      @Nullable HttpResponse<Optional<byte[]>> response,
      @Nullable Throwable failure) {
    if (exchange.isFinished()) {
      if (response != null) {
        observer()
            .dropped(
                DropReason.LATE,
                InetSocketAddress.createUnresolved(uri.getHost(), Math.max(uri.getPort(), 0)),
                response.body().map(body -> body.length).orElse(0));
      }
      freeSlot();
    } else if (response != null) {
      answer(exchange, outcome(exchange, response));
    } else {
      answer(exchange, outcome(exchange, failure));
    }
  }

  private NgOutcome outcome(Exchange exchange, @Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    long now = nowNanos();
    if (cause instanceof SSLException) {
      // Whom to trust is settled on this side.
      return exchange.fault(String.valueOf(cause.getMessage()), now);
    }
    return exchange.silence(now);
  }

  private NgOutcome outcome(Exchange exchange, HttpResponse<Optional<byte[]>> response) {
    long now = nowNanos();
    if (response.statusCode() != OK) {
      return exchange.malformed("HTTP status " + response.statusCode(), now);
    }
    if (response.body().isEmpty()) {
      return exchange.malformed("more than " + LIMITS.maxBytes() + " bytes", now);
    }
    byte[] body = response.body().get();
    ByteBuf reply = Unpooled.wrappedBuffer(body);
    int cookieLength = reply.bytesBefore((byte) ' ');
    if (cookieLength < 0 || cookies.serial(reply, 0, cookieLength) != exchange.serial()) {
      return exchange.malformed("another cookie", now);
    }
    long elapsed = exchange.elapsedNanos(now);
    return Replies.read(body, cookieLength + 1, LIMITS, exchange.transmissions(), elapsed);
  }

  @Override
  boolean abandon(Exchange exchange) {
    return false;
  }

  @Override
  void closeSockets() {
    // The client closes its connections when nobody uses it any more.
    client = null;
  }
}
