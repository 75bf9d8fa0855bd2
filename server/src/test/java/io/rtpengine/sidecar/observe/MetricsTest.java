package io.rtpengine.sidecar.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.ng.NgObserver;
import io.rtpengine.sidecar.ng.NgObserver.DropReason;
import io.rtpengine.sidecar.ng.NgOutcome;
import io.rtpengine.sidecar.ng.NgRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class MetricsTest {

  private static final String NODE = "udp:127.0.0.1:2223";
  private static final NgRequest OFFER = request("offer");

  private final Metrics metrics = new Metrics();
  private final NgObserver node = metrics.node(NODE);

  @Test
  void aRequestIsInFlightFromItsFirstTransmissionToItsOutcome() {
    node.sent(OFFER);
    assertThat(samples()).contains(inFlight(1));

    node.retransmitted(OFFER, 2);
    assertThat(samples()).contains(inFlight(1));

    node.finished(OFFER, replied(Duration.ofMillis(3)));
    assertThat(samples()).contains(inFlight(0));
  }

  @Test
  void requestsAreCountedByCommandAndOutcome() {
    node.finished(OFFER, new NgOutcome.Refused("no", BencodeDictionary.empty(), 1, 1));
    node.finished(OFFER, new NgOutcome.Overloaded(7));
    node.finished(request("query"), replied(Duration.ofMillis(1)));

    assertThat(samples())
        .contains(
            requests("offer", "refused", 1),
            requests("offer", "overloaded", 1),
            requests("query", "replied", 1));
  }

  @Test
  void requestsThatWereNeverSentAreNeitherInFlightNorTimed() {
    node.finished(OFFER, new NgOutcome.TooLarge(70_000, 65_000));

    assertThat(samples())
        .contains(inFlight(0))
        .contains("rtpengine_sidecar_ng_request_duration_seconds_count" + labels("offer") + " 0");
  }

  @Test
  void faultsAreCountedAndLoggedWithoutTheirWords() {
    Logger log = (Logger) LoggerFactory.getLogger(FaultMetrics.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    try {
      node.faulted(new IllegalStateException("a=crypto:secret", new IOException("secret")));
      metrics.notifications().faulted(new IllegalStateException("a=crypto:secret"));
      metrics.faults().accept(new IllegalStateException("a=crypto:secret"));
    } finally {
      log.detachAppender(lines);
    }

    assertThat(samples()).contains("rtpengine_sidecar_faults_total 3");
    assertThat(lines.list).hasSize(3);
    String logged = ThrowableProxyUtil.asString(lines.list.get(0).getThrowableProxy());
    assertThat(logged)
        .contains("IllegalStateException", "IOException", "MetricsTest")
        .doesNotContain("secret");
  }

  @Test
  void durationsFallIntoCumulativeBuckets() {
    node.finished(OFFER, replied(Duration.ofNanos(200_000)));
    node.finished(OFFER, replied(Duration.ofMillis(2)));
    node.finished(OFFER, replied(Duration.ofSeconds(60)));

    assertThat(samples())
        .contains(
            bucket("1.0E-4", 0),
            bucket("2.5E-4", 1),
            bucket("0.0025", 2),
            bucket("5.0", 2),
            bucket("+Inf", 3),
            "rtpengine_sidecar_ng_request_duration_seconds_count" + labels("offer") + " 3",
            "rtpengine_sidecar_ng_request_duration_seconds_sum" + labels("offer") + " 60.0022");
  }

  @Test
  void droppedDatagramsAreCountedByReason() {
    node.dropped(
        DropReason.LATE, new InetSocketAddress(InetAddress.getLoopbackAddress(), 2223), 100);

    assertThat(samples())
        .contains(
            "rtpengine_sidecar_ng_datagrams_dropped_total{node=\"" + NODE + "\",reason=\"late\"} 1",
            "rtpengine_sidecar_ng_datagrams_dropped_total{node=\""
                + NODE
                + "\",reason=\"malformed\"} 0");
  }

  @Test
  void commandsThatCallersMakeUpDoNotFillTheMemory() {
    for (int i = 0; i < 1_000; i++) {
      node.retransmitted(request("made up " + i), 2);
    }

    assertThat(samples())
        .filteredOn(sample -> sample.startsWith("rtpengine_sidecar_ng_retransmissions_total{"))
        .hasSizeLessThan(100)
        .anyMatch(sample -> sample.contains("command=\"other\""));
  }

  @Test
  void labelsAreEscaped() {
    assertThat(Labels.of("node", "unix:/a\"b\\c\nd").text())
        .isEqualTo("node=\"unix:/a\\\"b\\\\c\\nd\"");
  }

  @Test
  void theDocumentedMetricsAreThoseThereAre() throws IOException {
    node.sent(OFFER);
    node.finished(OFFER, replied(Duration.ofMillis(1)));
    Matcher documented =
        Pattern.compile("(?m)^\\| `(\\w+)` \\| (\\w+) \\|")
            .matcher(Files.readString(Path.of("../docs/metrics.md")));

    assertThat(documented.results().map(row -> row.group(1) + " " + row.group(2)))
        .containsExactlyInAnyOrderElementsOf(
            samples().stream()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.substring("# TYPE ".length()))
                .toList());
  }

  private List<String> samples() {
    return metrics.scrape().lines().toList();
  }

  private static String inFlight(int count) {
    return "rtpengine_sidecar_ng_requests_in_flight{node=\"" + NODE + "\"} " + count;
  }

  private static String requests(String command, String outcome, int count) {
    return "rtpengine_sidecar_ng_requests_total{node=\"%s\",command=\"%s\",outcome=\"%s\"} %d"
        .formatted(NODE, command, outcome, count);
  }

  private static String bucket(String bound, int count) {
    return "rtpengine_sidecar_ng_request_duration_seconds_bucket"
        + "{node=\"%s\",command=\"offer\",le=\"%s\"} %d".formatted(NODE, bound, count);
  }

  private static String labels(String command) {
    return "{node=\"%s\",command=\"%s\"}".formatted(NODE, command);
  }

  private static NgOutcome replied(Duration elapsed) {
    return new NgOutcome.Replied(BencodeDictionary.empty(), 1, elapsed.toNanos());
  }

  private static NgRequest request(String command) {
    return NgRequest.encode(command, writer -> {});
  }
}
