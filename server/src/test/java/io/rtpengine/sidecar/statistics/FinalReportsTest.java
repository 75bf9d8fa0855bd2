package io.rtpengine.sidecar.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.rtpengine.v1.CallReport;
import io.rtpengine.v1.DeleteResponse;
import io.rtpengine.v1.NgValue;
import io.rtpengine.v1.Served;
import io.rtpengine.v1.TagReport;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Reports that are kept, for as long as there is time and room. */
class FinalReportsTest {

  private static final FinalReportLimits AMPLE =
      new FinalReportLimits(Duration.ofMinutes(5), 1_000, 1 << 20);

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private long now = -3;

  private static final DeleteResponse RESPONSE =
      DeleteResponse.newBuilder()
          .setReport(CallReport.newBuilder().putTags("alice", TagReport.getDefaultInstance()))
          .putExtra("large", NgValue.newBuilder().setText("x".repeat(7_500)).build())
          .setServed(Served.newBuilder().setNode("udp:127.0.0.1:2223").setSetId(7))
          .build();

  @Test
  void keptReportIsTheSame() {
    FinalReports reports = reports(AMPLE);

    reports.keep("call", RESPONSE.toByteString());

    FinalReport kept = reports.find("call").orElseThrow();
    assertThat(kept.response()).isEqualTo(RESPONSE);
    assertThat(kept.time()).isEqualTo(NOON);
    assertThat(reports.find("another call")).isEmpty();
  }

  @Test
  void reportIsForgottenWhenItsTimeIsUp() {
    FinalReports reports = reports(AMPLE);
    keep(reports, "early");
    pass(Duration.ofMinutes(4));
    keep(reports, "late");

    pass(Duration.ofMinutes(1).minusNanos(1));
    assertThat(reports.find("early")).isPresent();

    pass(Duration.ofNanos(1));
    assertThat(reports.find("early")).isEmpty();
    assertThat(reports.find("late")).isPresent();
    assertThat(reports.size()).isEqualTo(1);
  }

  @Test
  void beyondTheCallsTheOldestGoesFirst() {
    FinalReports reports = reports(new FinalReportLimits(Duration.ofMinutes(5), 2, 1 << 20));

    keep(reports, "first");
    keep(reports, "second");
    keep(reports, "first");
    keep(reports, "third");

    assertThat(reports.find("second")).isEmpty();
    assertThat(reports.find("first")).isPresent();
    assertThat(reports.find("third")).isPresent();
  }

  @Test
  void beyondTheBytesTheOldestGoesFirst() {
    FinalReports reports = reports(new FinalReportLimits(Duration.ofMinutes(5), 1_000, 17_000));

    keep(reports, "first");
    keep(reports, "second");
    assertThat(reports.size()).isEqualTo(2);
    keep(reports, "third");

    assertThat(reports.find("first")).isEmpty();
    assertThat(reports.find("second")).isPresent();
    assertThat(reports.find("third")).isPresent();
  }

  @Test
  void roomOfWhatIsReplacedIsFree() {
    FinalReports reports = reports(new FinalReportLimits(Duration.ofMinutes(5), 1_000, 17_000));

    keep(reports, "other");
    for (int i = 0; i < 100; i++) {
      keep(reports, "call");
    }

    assertThat(reports.find("other")).isPresent();
    assertThat(reports.find("call")).isPresent();
  }

  @Test
  void reportThatFitsNowhereIsNotKept() {
    FinalReports reports = reports(new FinalReportLimits(Duration.ofMinutes(5), 1_000, 4_000));

    keep(reports, "call");

    assertThat(reports.find("call")).isEmpty();
    assertThat(reports.size()).isZero();
  }

  @Test
  void withoutTimeNothingIsKept() {
    FinalReports reports = reports(new FinalReportLimits(Duration.ZERO, 1_000, 1 << 20));

    keep(reports, "call");

    assertThat(reports.size()).isZero();
  }

  private FinalReports reports(FinalReportLimits limits) {
    return new FinalReports(limits, () -> now, () -> NOON);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private static void keep(FinalReports reports, String callId) {
    reports.keep(callId, RESPONSE.toByteString());
  }
}
