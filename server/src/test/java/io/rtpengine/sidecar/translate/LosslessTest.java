package io.rtpengine.sidecar.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Message;
import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeReader;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import io.rtpengine.sidecar.protobuf.WireBuilder;
import io.rtpengine.sidecar.protobuf.WireMessage;
import io.rtpengine.sidecar.translate.RandomDictionaries.Side;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Dictionaries survive NG → contract → NG: whatever is in them, of whatever type, in whatever
 * order, known to the contract or not.
 */
class LosslessTest {

  private static final int DICTIONARIES = 100;

  private static final CommandCompiler COMPILER = new CommandCompiler(Set.of("command"));

  static List<MethodDescriptor> commands() {
    return ContractWalk.commands();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void requestsSurvive(MethodDescriptor method) throws Exception {
    Command command = COMPILER.compile(method);
    RandomDictionaries dictionaries =
        new RandomDictionaries(method.getInputType(), Side.REQUEST, new Random(1));
    for (int i = 0; i < DICTIONARIES; i++) {
      BencodeDictionary sent = dictionaries.next();
      WireBuilder message = new WireBuilder();

      assertThat(command.readRequest(sent, message)).as("%s", sent).isTrue();
      BencodeWriter writer = new BencodeWriter(256).beginDictionary();
      command.writeRequest(
          WireMessage.parse(command.requestType(), parsed(message, method.getInputType())), writer);

      assertThat(BencodeReader.read(writer.end().toByteArray())).isEqualTo(sent);
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void repliesSurvive(MethodDescriptor method) throws Exception {
    Command command = COMPILER.compile(method);
    RandomDictionaries dictionaries =
        new RandomDictionaries(method.getOutputType(), Side.REPLY, new Random(2));
    for (int i = 0; i < DICTIONARIES; i++) {
      BencodeDictionary received = dictionaries.next();
      WireBuilder message = new WireBuilder();

      assertThat(command.readResponse(received, message)).as("%s", received).isTrue();
      BencodeWriter writer = new BencodeWriter(256).beginDictionary();
      command.writeResponse(
          WireMessage.parse(command.responseType(), parsed(message, method.getOutputType())),
          writer);

      assertThat(BencodeReader.read(writer.end().toByteArray())).isEqualTo(received);
    }
  }

  /** Takes the message through protobuf itself, as a client would. */
  private static byte[] parsed(WireBuilder message, Descriptor type) throws Exception {
    String name = type.getFile().getOptions().getJavaPackage() + "." + type.getName();
    Message parsed =
        ((Message) Class.forName(name).getMethod("getDefaultInstance").invoke(null))
            .getParserForType()
            .parseFrom(message.toByteArray());
    assertThat(parsed.getUnknownFields().asMap()).isEmpty();
    return parsed.toByteArray();
  }
}
