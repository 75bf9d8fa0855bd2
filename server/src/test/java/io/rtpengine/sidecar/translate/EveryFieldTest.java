package io.rtpengine.sidecar.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeReader;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field of every request, with every word that it can stand for, there and back. */
class EveryFieldTest {

  static List<Named<MethodDescriptor>> commands() {
    return ContractWalk.commands().stream()
        .map(method -> Named.of(method.getName(), method))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void fieldOfARequestIsWrittenAndReadBack(MethodDescriptor method) throws Exception {
    Wire plan = Wire.of(method.getInputType(), "command");

    for (Message sample : Samples.of(method.getInputType())) {
      BencodeWriter writer = new BencodeWriter(256);
      plan.write(sample, writer).throwIfAny();
      BencodeDictionary written = (BencodeDictionary) BencodeReader.read(writer.toByteArray());

      DynamicMessage.Builder read = DynamicMessage.newBuilder(method.getInputType());
      assertThat(plan.read(written, read)).isTrue();

      assertThat(read.build()).as("%s", written).isEqualTo(sample);
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void fieldOfARequestIsOnTheWire(MethodDescriptor method) throws Exception {
    Wire plan = Wire.of(method.getInputType(), "command");
    List<Message> samples = Samples.of(method.getInputType());

    assertThat(samples.stream().map(sample -> written(plan, sample)).distinct())
        .as("two samples that differ are the same on the wire")
        .hasSameSizeAs(samples.stream().distinct().toList());
  }

  private static String written(Wire plan, Message sample) {
    BencodeWriter writer = new BencodeWriter(256);
    plan.write(sample, writer);
    return new String(writer.toByteArray(), StandardCharsets.ISO_8859_1);
  }
}
