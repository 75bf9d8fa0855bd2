package io.rtpengine.sidecar.statistics;

import io.rtpengine.v1.CallReport;
import io.rtpengine.v1.MediaReport;
import io.rtpengine.v1.SsrcReport;
import io.rtpengine.v1.StreamReport;
import io.rtpengine.v1.TagReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sources of RTP in a call, wherever the release of the engine reports them: by SSRC, in the
 * order of the report. Immutable.
 */
final class Sources {

  private final Map<Integer, SsrcReport> reports;

  private Sources(Map<Integer, SsrcReport> reports) {
    this.reports = reports;
  }

  /**
   * Returns all sources of a call. What is said of a source in the call and in its medias is put
   * together; some releases say one part here and the other there.
   */
  static Sources of(CallReport call) {
    Map<Integer, SsrcReport> inMedias = new LinkedHashMap<>();
    for (TagReport tag : call.getTagsMap().values()) {
      for (SsrcReport source : ingress(tag)) {
        inMedias.putIfAbsent(source.getSsrc(), source);
      }
    }
    Map<Integer, SsrcReport> reports = new LinkedHashMap<>();
    call.getSsrcsMap()
        .forEach(
            (ssrc, report) -> {
              SsrcReport.Builder whole = SsrcReport.newBuilder().setSsrc(ssrc);
              reports.put(ssrc, whole.mergeFrom(missing(inMedias.get(ssrc), report)).build());
            });
    inMedias.forEach(reports::putIfAbsent);
    return new Sources(reports);
  }

  /** Returns what the call says of a source, and the counts of its media where it has none. */
  private static SsrcReport missing(@Nullable SsrcReport inMedia, SsrcReport inCall) {
    if (inMedia == null || inCall.hasPackets()) {
      return inCall;
    }
    SsrcReport.Builder counts = inMedia.toBuilder();
    counts.clearAverage().clearLowest().clearHighest().clearProgression().clearCumulativeLoss();
    return counts.mergeFrom(inCall).build();
  }

  /** Returns those that a participant has sent from. */
  Sources of(TagReport tag) {
    Set<Integer> ssrcs = new LinkedHashSet<>(streamed(tag));
    ingress(tag).forEach(source -> ssrcs.add(source.getSsrc()));
    return only(ssrcs);
  }

  /**
   * Returns those that OpenSIPS' module takes for a participant's: those that its streams name. In
   * reports whose streams name none, all that it has sent from.
   */
  Sources ofStreams(TagReport tag) {
    Set<Integer> ssrcs = streamed(tag);
    return ssrcs.isEmpty() ? of(tag) : only(ssrcs);
  }

  private Sources only(Set<Integer> ssrcs) {
    Map<Integer, SsrcReport> chosen = new LinkedHashMap<>(reports);
    chosen.keySet().retainAll(ssrcs);
    return new Sources(chosen);
  }

  private static Set<Integer> streamed(TagReport tag) {
    Set<Integer> ssrcs = new LinkedHashSet<>();
    for (MediaReport media : tag.getMediasList()) {
      for (StreamReport stream : media.getStreamsList()) {
        if (stream.hasSsrc()) {
          ssrcs.add(stream.getSsrc());
        }
      }
    }
    return ssrcs;
  }

  private static List<SsrcReport> ingress(TagReport tag) {
    List<SsrcReport> sources = new ArrayList<>();
    for (MediaReport media : tag.getMediasList()) {
      sources.addAll(media.getIngressSsrcsList());
      for (StreamReport stream : media.getStreamsList()) {
        sources.addAll(stream.getIngressSsrcsList());
      }
    }
    return sources;
  }

  Map<Integer, SsrcReport> bySsrc() {
    return reports;
  }

  Collection<SsrcReport> reports() {
    return reports.values();
  }
}
