package io.rtpengine.sidecar.statistics;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Timestamp;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeReader;
import io.rtpengine.sidecar.protobuf.WireBuilder;
import io.rtpengine.sidecar.translate.CommandCompiler;
import io.rtpengine.v1.CallReport;
import io.rtpengine.v1.CallServiceGrpc;
import io.rtpengine.v1.EngineStatistics;
import io.rtpengine.v1.GetStatisticsResponse;
import io.rtpengine.v1.NodeServiceGrpc;
import io.rtpengine.v1.QualitySample;
import io.rtpengine.v1.QueryResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What rtpengine 10.5, 12.5 and 26.0 really answered, and what they might. */
final class Reports {

  private static final Path REPLIES = Path.of("src/test/resources/replies");

  private Reports() {}

  /** Returns the names of all replies. */
  static List<String> names() throws IOException {
    try (Stream<Path> files = Files.walk(REPLIES)) {
      return files
          .map(file -> REPLIES.relativize(file).toString())
          .filter(file -> file.endsWith(".bencode"))
          .map(file -> file.replace(".bencode", ""))
          .sorted()
          .toList();
    }
  }

  /** Returns a reply: {@code 10.5/query-secure}, for instance. */
  static BencodeDictionary reply(String name) throws Exception {
    return (BencodeDictionary)
        BencodeReader.read(Files.readAllBytes(REPLIES.resolve(name + ".bencode")));
  }

  /** Returns what a reply reports of a call. */
  static CallReport call(String name) throws Exception {
    MethodDescriptor query =
        ((ProtoMethodDescriptorSupplier) CallServiceGrpc.getQueryMethod().getSchemaDescriptor())
            .getMethodDescriptor();
    return QueryResponse.parseFrom(translated(query, reply(name))).getReport();
  }

  /** Returns what a reply reports of an engine. */
  static EngineStatistics engine(String name) throws Exception {
    MethodDescriptor statistics =
        ((ProtoMethodDescriptorSupplier)
                NodeServiceGrpc.getGetStatisticsMethod().getSchemaDescriptor())
            .getMethodDescriptor();
    return GetStatisticsResponse.parseFrom(translated(statistics, reply(name))).getStatistics();
  }

  private static byte[] translated(MethodDescriptor rpc, BencodeDictionary reply) {
    WireBuilder response = new WireBuilder();
    if (!new CommandCompiler(Set.of()).compile(rpc).readResponse(reply, response)) {
      throw new IllegalArgumentException("reply: " + reply + " (expected: one of the contract)");
    }
    return response.toByteArray();
  }

  /** Returns a sample that arrived at a time. */
  static QualitySample sample(double mos, int jitterMs, int roundTripUs, int loss, long time) {
    return QualitySample.newBuilder()
        .setMos(mos)
        .setJitter(Spans.ofMicros(jitterMs * 1_000L))
        .setRoundTripTime(Spans.ofMicros(roundTripUs))
        .setPacketLossPercent(loss)
        .setReportTime(Timestamp.newBuilder().setSeconds(time))
        .build();
  }
}
