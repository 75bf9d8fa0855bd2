package io.rtpengine.sidecar.statistics;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import io.rtpengine.v1.EngineStatistics;
import io.rtpengine.v1.JitterSamples;
import io.rtpengine.v1.MosSamples;
import io.rtpengine.v1.PacketLossSamples;
import io.rtpengine.v1.RoundTripTimeSamples;
import io.rtpengine.v1.TotalStatistics;
import io.rtpengine.v1.TranscoderStatistics;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Sums the statistics of engines: adds what can be added, computes averages anew, and leaves out
 * what is of one engine only.
 */
public final class EngineSums {

  /** Of one engine, or computed anew. */
  private static final Set<FieldDescriptor> NOT_ADDED =
      Set.of(
          field(EngineStatistics.getDefaultInstance(), EngineStatistics.INTERVAL_FIELD_NUMBER),
          field(EngineStatistics.getDefaultInstance(), EngineStatistics.BUFFER_POOLS_FIELD_NUMBER),
          field(TotalStatistics.getDefaultInstance(), TotalStatistics.UPTIME_FIELD_NUMBER),
          field(
              TotalStatistics.getDefaultInstance(),
              TotalStatistics.AVERAGE_CALL_DURATION_FIELD_NUMBER),
          field(
              TotalStatistics.getDefaultInstance(),
              TotalStatistics.CALL_DURATION_STANDARD_DEVIATION_FIELD_NUMBER),
          field(MosSamples.getDefaultInstance(), MosSamples.AVERAGE_FIELD_NUMBER),
          field(MosSamples.getDefaultInstance(), MosSamples.STANDARD_DEVIATION_FIELD_NUMBER),
          field(JitterSamples.getDefaultInstance(), JitterSamples.AVERAGE_FIELD_NUMBER),
          field(JitterSamples.getDefaultInstance(), JitterSamples.STANDARD_DEVIATION_FIELD_NUMBER),
          field(
              RoundTripTimeSamples.getDefaultInstance(), RoundTripTimeSamples.AVERAGE_FIELD_NUMBER),
          field(
              RoundTripTimeSamples.getDefaultInstance(),
              RoundTripTimeSamples.STANDARD_DEVIATION_FIELD_NUMBER),
          field(PacketLossSamples.getDefaultInstance(), PacketLossSamples.AVERAGE_FIELD_NUMBER),
          field(
              PacketLossSamples.getDefaultInstance(),
              PacketLossSamples.STANDARD_DEVIATION_FIELD_NUMBER));

  private EngineSums() {}

  private static FieldDescriptor field(Message message, int number) {
    return message.getDescriptorForType().findFieldByNumber(number);
  }

  /** Returns the sum of the statistics of engines. */
  public static EngineStatistics of(Collection<EngineStatistics> engines) {
    EngineStatistics.Builder sum = EngineStatistics.newBuilder();
    for (EngineStatistics engine : engines) {
      add(engine, sum);
    }
    sum.addAllTranscoders(transcoders(engines));
    Averages.addTo(sum);
    return sum.build();
  }

  /** Adds numbers and spans of time, at any depth; nothing else. */
  private static void add(Message addend, Message.Builder sum) {
    addend
        .getAllFields()
        .forEach(
            (field, value) -> {
              if (!field.isRepeated() && !NOT_ADDED.contains(field)) {
                add(field, value, sum);
              }
            });
  }

  private static void add(FieldDescriptor field, Object value, Message.Builder sum) {
    switch (field.getJavaType()) {
      case INT, LONG -> {
        long before = ((Number) sum.getField(field)).longValue();
        long after = before + ((Number) value).longValue();
        sum.setField(field, value instanceof Integer ? (Object) (int) after : (Object) after);
      }
      case DOUBLE -> sum.setField(field, (Double) sum.getField(field) + (Double) value);
      case MESSAGE -> {
        if (value instanceof Duration span) {
          long micros = Spans.micros((Duration) sum.getField(field)) + Spans.micros(span);
          sum.setField(field, Spans.ofMicros(micros));
        } else {
          add((Message) value, sum.getFieldBuilder(field));
        }
      }
      default -> {
        // Text and the like: of one engine.
      }
    }
  }

  /** Adds those of the same pair of codecs. */
  private static Collection<TranscoderStatistics> transcoders(
      Collection<EngineStatistics> engines) {
    Map<String, TranscoderStatistics> sums = new LinkedHashMap<>();
    for (EngineStatistics engine : engines) {
      for (TranscoderStatistics transcoder : engine.getTranscodersList()) {
        TranscoderStatistics.Builder sum =
            sums
                .getOrDefault(
                    transcoder.getChain(),
                    TranscoderStatistics.newBuilder().setChain(transcoder.getChain()).build())
                .toBuilder();
        add(transcoder, sum);
        sums.put(transcoder.getChain(), sum.build());
      }
    }
    return sums.values();
  }
}
