package io.rtpengine.sidecar.examples.call;

import io.rtpengine.v1.CallReport;
import io.rtpengine.v1.MediaReport;
import io.rtpengine.v1.StreamReport;
import io.rtpengine.v1.TagReport;
import io.rtpengine.v1.TrafficCounters;
import java.util.Map;
import java.util.TreeMap;

/** The statistics of a call, to be read by people. Immutable. */
record Statistics(CallReport report) {

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    append(text, "the whole call, RTP", report.getTotals().getRtp());
    append(text, "the whole call, RTCP", report.getTotals().getRtcp());
    for (Map.Entry<String, TagReport> tag : new TreeMap<>(report.getTagsMap()).entrySet()) {
      for (MediaReport media : tag.getValue().getMediasList()) {
        for (StreamReport stream : media.getStreamsList()) {
          String kind = stream.getFlagsList().contains("RTCP") ? "RTCP" : "RTP";
          append(text, "from " + tag.getKey() + ", " + kind, stream.getReceived());
        }
      }
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String what, TrafficCounters traffic) {
    text.append(
        "%-22s %4d packets, %6d bytes, %d errors%n"
            .formatted(what, traffic.getPackets(), traffic.getBytes(), traffic.getErrors()));
  }
}
