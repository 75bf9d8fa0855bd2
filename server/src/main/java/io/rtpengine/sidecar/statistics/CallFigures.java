package io.rtpengine.sidecar.statistics;

import io.rtpengine.v1.CallReport;
import io.rtpengine.v1.GetCallStatisticsResponse;
import io.rtpengine.v1.MediaStatistics;
import io.rtpengine.v1.OpensipsStatistics;
import io.rtpengine.v1.ParticipantStatistics;
import io.rtpengine.v1.TagReport;
import java.util.Map;

/** Computes the statistics of a call from what an engine reports of it. */
public final class CallFigures {

  private CallFigures() {}

  /** Returns the statistics of a call: all of a response that can be computed from the report. */
  public static GetCallStatisticsResponse.Builder of(CallReport call) {
    Sources sources = Sources.of(call);
    OpensipsStatistics.Builder opensips = OpensipsFigures.of(call, sources);
    OpensipsFigures.addLine(call, opensips);
    GetCallStatisticsResponse.Builder statistics =
        GetCallStatisticsResponse.newBuilder()
            .setCall(media(call, sources, opensips))
            .putAllSsrcs(sources.bySsrc());
    for (Map.Entry<String, TagReport> tag : call.getTagsMap().entrySet()) {
      statistics.putParticipants(tag.getKey(), participant(call, sources, tag.getValue()));
    }
    if (call.hasTotals()) {
      statistics.setTotals(call.getTotals());
    }
    if (call.hasCreateTime()) {
      statistics.setCreateTime(call.getCreateTime());
    }
    return statistics;
  }

  private static ParticipantStatistics participant(
      CallReport call, Sources sources, TagReport tag) {
    ParticipantStatistics.Builder participant =
        ParticipantStatistics.newBuilder()
            .setMedia(
                media(call, sources.of(tag), OpensipsFigures.of(call, sources.ofStreams(tag))));
    if (tag.hasLabel()) {
      participant.setLabel(tag.getLabel());
    }
    return participant.build();
  }

  private static MediaStatistics media(
      CallReport call, Sources sources, OpensipsStatistics.Builder opensips) {
    return MediaStatistics.newBuilder()
        .setQuality(QualityFigures.of(call, sources))
        .setOpensips(opensips)
        .addAllSsrcs(sources.bySsrc().keySet())
        .build();
  }
}
