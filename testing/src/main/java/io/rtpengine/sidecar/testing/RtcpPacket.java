package io.rtpengine.sidecar.testing;

import java.util.List;

/** An RTCP packet (RFC 3550, section 6.4). Immutable. */
public sealed interface RtcpPacket {

  /** Returns the SSRC of who sent it, unsigned, 32 bits. */
  long ssrc();

  /**
   * What a sender says of itself, and of what it receives.
   *
   * @param ssrc whose report it is
   * @param ntpTime the time of the report, as NTP has it: seconds since 1900 in the upper half
   * @param rtpTimestamp the same instant on the RTP clock
   * @param packets how many it has sent
   * @param bytes how many bytes of payload it has sent
   * @param blocks on what it receives
   */
  record SenderReport(
      long ssrc, long ntpTime, long rtpTimestamp, long packets, long bytes, List<Block> blocks)
      implements RtcpPacket {
    /** Takes a copy. */
    public SenderReport {
      blocks = List.copyOf(blocks);
    }
  }

  /**
   * What one who sends nothing says of what it receives.
   *
   * @param ssrc whose report it is
   * @param blocks on what it receives
   */
  record ReceiverReport(long ssrc, List<Block> blocks) implements RtcpPacket {
    /** Takes a copy. */
    public ReceiverReport {
      blocks = List.copyOf(blocks);
    }
  }

  /**
   * A packet of another type, whose content is not looked at.
   *
   * @param ssrc the first SSRC that it has
   * @param type the RTCP packet type
   */
  record Other(long ssrc, int type) implements RtcpPacket {}

  /**
   * How one source is received.
   *
   * @param ssrc whose packets
   * @param fractionLost what part was lost since the last report, in 256ths
   * @param lost how many were lost in all; negative after duplicates
   * @param highestSequence the highest sequence number, extended by the count of its cycles
   * @param jitter in units of the RTP clock
   * @param lastReport the middle 32 bits of the NTP time of the last sender report
   * @param sinceLastReport the time since then, in 65536ths of a second
   */
  record Block(
      long ssrc,
      int fractionLost,
      int lost,
      long highestSequence,
      long jitter,
      long lastReport,
      long sinceLastReport) {}
}
