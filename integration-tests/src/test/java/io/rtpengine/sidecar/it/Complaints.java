package io.rtpengine.sidecar.it;

import io.rtpengine.sidecar.testing.RtcpPacket.Block;
import io.rtpengine.sidecar.testing.RtcpPacket.ReceiverReport;
import io.rtpengine.sidecar.testing.RtcpPacket.SenderReport;
import io.rtpengine.sidecar.testing.RtpEndpoint;

/**
 * What a party of a call reports by RTCP of the media that it receives.
 *
 * @param lost packets, in 256ths
 * @param jitter in units of the codec's clock, 8000 Hz
 */
record Complaints(int lost, int jitter) {

  /**
   * Has both parties of a call report, Bob first. An engine knows the quality of what a party
   * reports once it knows the round-trip time of the other: of Bob's first report, it does not.
   */
  static void exchange(Call call, Complaints alice, Complaints bob) {
    long toBob = sendReport(call.alice(), call.bob());
    long toAlice = sendReport(call.bob(), call.alice());
    bob.send(call.bob(), call.alice(), toBob);
    alice.send(call.alice(), call.bob(), toAlice);
  }

  /** Returns how the report is referred to. */
  private static long sendReport(RtpEndpoint from, RtpEndpoint to) {
    to.receiver().clear();
    from.sender().sendSenderReport();
    to.receiver().awaitReport(SenderReport.class);
    SenderReport report = (SenderReport) to.receiver().reports().get(0);
    return report.ntpTime() >>> 16 & 0xffff_ffffL;
  }

  private void send(RtpEndpoint from, RtpEndpoint of, long lastReport) {
    of.receiver().clear();
    from.sender()
        .sendReceiverReport(new Block(of.sender().ssrc(), lost, 5, 100, jitter, lastReport, 1));
    of.receiver().awaitReport(ReceiverReport.class);
  }
}
