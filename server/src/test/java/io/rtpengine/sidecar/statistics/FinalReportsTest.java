package io.rtpengine.sidecar.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.rtpengine.sidecar.bencode.BencodeDictionary;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Reports that are kept, for as long as there is time and room. */
class FinalReportsTest {

  private static final FinalReportLimits AMPLE =
      new FinalReportLimits(Duration.ofMinutes(5), 1_000, 1 << 20);

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private long now = -3;

  @Test
  void keptReportIsTheSameAndSaysWhoseItWas() throws Exception {
    FinalReports reports = reports(AMPLE);
    BencodeDictionary reply = Reports.reply("26.0/delete-with-media");

    reports.keep("call", 7, "udp:127.0.0.1:2223", reply);

    FinalReport kept = reports.find("call").orElseThrow();
    assertThat(kept.reply()).isEqualTo(reply);
    assertThat(kept.reply().entries()).isEqualTo(reply.entries());
    assertThat(kept.setId()).isEqualTo(7);
    assertThat(kept.node()).isEqualTo("udp:127.0.0.1:2223");
    assertThat(kept.time()).isEqualTo(NOON);
    assertThat(reports.find("another call")).isEmpty();
  }

  @Test
  void reportIsForgottenWhenItsTimeIsUp() throws Exception {
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
  void beyondTheCallsTheOldestGoesFirst() throws Exception {
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
  void beyondTheBytesTheOldestGoesFirst() throws Exception {
    // One report has 7,747 bytes.
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
  void roomOfWhatIsReplacedIsFree() throws Exception {
    FinalReports reports = reports(new FinalReportLimits(Duration.ofMinutes(5), 1_000, 17_000));

    keep(reports, "other");
    for (int i = 0; i < 100; i++) {
      keep(reports, "call");
    }

    assertThat(reports.find("other")).isPresent();
    assertThat(reports.find("call")).isPresent();
  }

  @Test
  void reportThatFitsNowhereIsNotKept() throws Exception {
    FinalReports reports = reports(new FinalReportLimits(Duration.ofMinutes(5), 1_000, 4_000));

    keep(reports, "call");

    assertThat(reports.find("call")).isEmpty();
    assertThat(reports.size()).isZero();
  }

  @Test
  void replyWithoutAReportReplacesNone() throws Exception {
    FinalReports reports = reports(AMPLE);
    keep(reports, "call");

    reports.keep("call", 0, "node", Reports.reply("26.0/delete-unknown-call"));
    reports.keep("unknown", 0, "node", Reports.reply("10.5/delete-unknown-call"));

    assertThat(reports.find("call")).isPresent();
    assertThat(reports.find("unknown")).isEmpty();
  }

  @Test
  void withoutTimeNothingIsKept() throws Exception {
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

  private static void keep(FinalReports reports, String callId) throws Exception {
    reports.keep(callId, 0, "node", Reports.reply("26.0/delete-with-media"));
  }
}
