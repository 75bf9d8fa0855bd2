package io.rtpengine.sidecar.benchmarks.codec;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeException;
import io.rtpengine.sidecar.bencode.BencodeLimits;
import io.rtpengine.sidecar.bencode.BencodeReader;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import io.rtpengine.sidecar.protobuf.WireBuilder;
import io.rtpengine.sidecar.translate.Command;
import io.rtpengine.sidecar.translate.CommandCompiler;
import io.rtpengine.v1.CallServiceOuterClass;
import io.rtpengine.v1.OfferRequest;
import io.rtpengine.v1.QueryResponse;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Translation between the contract and NG, from protobuf's bytes to NG's and back; and what
 * protobuf itself takes to parse and serialize the same messages.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class TranslationBenchmark {

  private final Command offer = command("Offer");
  private final Command query = command("Query");
  private final byte[] offerProtobuf = offerProtobuf();
  private final byte[] queryBencode = Sample.QUERY_REPLY.bytes();
  private final QueryResponse queryMessage = queryMessage();

  private static Command command(String rpc) {
    MethodDescriptor method =
        CallServiceOuterClass.getDescriptor()
            .findServiceByName("CallService")
            .findMethodByName(rpc);
    return new CommandCompiler(Set.of("command")).compile(method);
  }

  private byte[] offerProtobuf() {
    BencodeDictionary.Builder entries = BencodeDictionary.builder();
    Sample.OFFER.dictionary().entries().stream()
        .filter(entry -> !entry.getKey().toString().equals("command"))
        .forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
    WireBuilder message = new WireBuilder();
    require(offer.readRequest(entries.build(), message));
    return message.toByteArray();
  }

  private QueryResponse queryMessage() {
    try {
      return QueryResponse.parseFrom(readQueryReply());
    } catch (InvalidProtocolBufferException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void require(boolean translated) {
    if (!translated) {
      throw new IllegalStateException("not translated");
    }
  }

  @Benchmark
  public byte[] writeOffer() throws Exception {
    BencodeWriter writer = new BencodeWriter(2_048);
    writer.beginDictionary().string("command").string("offer");
    offer.writeRequest(offer.request(offerProtobuf), writer);
    return writer.end().toByteArray();
  }

  @Benchmark
  public byte[] readQueryReply() {
    try {
      WireBuilder message = new WireBuilder();
      require(
          query.readResponse(
              BencodeReader.readDictionary(
                  queryBencode, 0, queryBencode.length, BencodeLimits.DATAGRAM),
              message));
      return message.toByteArray();
    } catch (BencodeException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Benchmark
  public Message protobufParsesOffer() throws Exception {
    return OfferRequest.parseFrom(offerProtobuf);
  }

  @Benchmark
  public byte[] protobufSerializesQueryReply() {
    return queryMessage.toByteArray();
  }
}
