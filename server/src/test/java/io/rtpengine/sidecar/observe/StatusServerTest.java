package io.rtpengine.sidecar.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StatusServerTest {

  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicBoolean ready = new AtomicBoolean(true);
  private final Metrics metrics = new Metrics();
  private final StatusServer endpoint;

  StatusServerTest() throws IOException {
    endpoint =
        StatusServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), metrics, ready::get);
  }

  @AfterEach
  void stop() {
    endpoint.close();
  }

  @Test
  void isLive() throws Exception {
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void isReadyAsLongAsRequestsAreTaken() throws Exception {
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);

    ready.set(false);

    assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void servesMetricsAsPrometheusReadsThem() throws Exception {
    metrics.node("udp:127.0.0.1:2223");

    HttpResponse<String> response = get("/metrics");

    assertThat(response.headers().firstValue("Content-Type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
    assertThat(response.body())
        .endsWith("\n")
        .contains("rtpengine_sidecar_ng_requests_in_flight{node=\"udp:127.0.0.1:2223\"} 0\n");
  }

  @Test
  void answersHeadWithoutABody() throws Exception {
    HttpResponse<String> response =
        send(request("/metrics").method("HEAD", BodyPublishers.noBody()).build());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void refusesWhatItDoesNotServe() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(404);
    assertThat(send(request("/metrics").POST(BodyPublishers.ofString("x")).build()).statusCode())
        .isEqualTo(405);
  }

  @Test
  void aClientThatSaysNothingHoldsNobodyUp() throws Exception {
    try (Socket silent = new Socket()) {
      silent.connect(endpoint.address());
      silent.getOutputStream().write('G');

      assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void saysWhichAddressIsTaken() {
    assertThatThrownBy(() -> StatusServer.start(endpoint.address(), metrics, ready::get))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1:" + endpoint.address().getPort());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(request(path).build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + endpoint.address().getPort() + path));
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    return client.send(request, BodyHandlers.ofString());
  }
}
