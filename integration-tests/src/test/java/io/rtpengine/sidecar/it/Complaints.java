package io.rtpengine.sidecar.it;

import io.rtpengine.sidecar.testing.RtcpPacket.Block;
import io.rtpengine.sidecar.testing.RtcpPacket.ReceiverReport;
import io.rtpengine.sidecar.testing.RtcpPacket.SenderReport;
import io.rtpengine.sidecar.testing.RtpEndpoint;
import java.time.Duration;

/**
 * What a party of a call reports by RTCP of the media that it receives.
 *
 * @param lost packets, in 256ths
 * @param jitter in units of the codec's clock
 * @param delay the time that it says it has kept the other's last report before it sends its own,
 *     in 65536ths of a second; an engine takes what is beyond for the way. Not 0.
 */
record Complaints(int lost, int jitter, int delay) {

  /** How many packets every report says were lost in all. */
  static final int LOST_IN_ALL = 5;

  private static final long MICROS = 1_000_000;

  /** Complaints of one who says it reports at once. */
  Complaints(int lost, int jitter) {
    this(lost, jitter, 1);
  }

  /**
   * What an engine can have measured as the round trip to a party and back.
   *
   * @param leastMicros the time for which the party has kept the report, less its {@code delay}
   * @param mostMicros the time from before the report was sent to when the party's had come through
   */
  record RoundTrip(long leastMicros, long mostMicros) {}

  /** The round trips that the reports of both parties make. */
  record RoundTrips(RoundTrip alice, RoundTrip bob) {

    /** Returns the longest that any of them can have taken, in microseconds. */
    long mostMicros() {
      return Math.max(alice.mostMicros(), bob.mostMicros());
    }
  }

  /**
   * A sender report: how it is referred to, and before and after which instants it came through.
   */
  private record Sent(long lastReport, long earliestNanos, long latestNanos) {}

  /** Has both parties of a call report, at once. */
  static RoundTrips exchange(Call call, Complaints alice, Complaints bob) {
    return exchange(call.alice(), alice, call.bob(), bob, Duration.ZERO);
  }

  /**
   * Has both parties of a call report, Bob first. An engine knows the quality of what a party
   * reports once it knows the round-trip time of the other: of Bob's first report, it does not.
   *
   * @param pause for which Alice talks on between the sender reports and these
   */
  static RoundTrips exchange(
      RtpEndpoint alice, Complaints ofAlice, RtpEndpoint bob, Complaints ofBob, Duration pause) {
    Sent toBob = sendReport(alice, bob);
    Sent toAlice = sendReport(bob, alice);
    alice.sender().sendTone(pause);
    RoundTrip ofBobs = ofBob.send(bob, alice, toBob);
    return new RoundTrips(ofAlice.send(alice, bob, toAlice), ofBobs);
  }

  private static Sent sendReport(RtpEndpoint from, RtpEndpoint to) {
    to.receiver().clear();
    long earliest = System.nanoTime();
    from.sender().sendSenderReport();
    to.receiver().awaitReport(SenderReport.class);
    long latest = System.nanoTime();
    SenderReport report = (SenderReport) to.receiver().reports().get(0);
    return new Sent(report.ntpTime() >>> 16 & 0xffff_ffffL, earliest, latest);
  }

  private RoundTrip send(RtpEndpoint from, RtpEndpoint of, Sent last) {
    of.receiver().clear();
    long earliest = System.nanoTime();
    from.sender()
        .sendReceiverReport(
            new Block(of.sender().ssrc(), lost, LOST_IN_ALL, 100, jitter, last.lastReport, delay));
    of.receiver().awaitReport(ReceiverReport.class);
    long latest = System.nanoTime();
    return new RoundTrip(
        beyondDelay(earliest - last.latestNanos), beyondDelay(latest - last.earliestNanos));
  }

  private long beyondDelay(long nanos) {
    return nanos / 1_000 - delay * MICROS / 65_536;
  }
}
