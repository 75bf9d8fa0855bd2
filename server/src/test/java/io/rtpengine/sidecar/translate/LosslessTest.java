package io.rtpengine.sidecar.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Message;
import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeReader;
import io.rtpengine.sidecar.bencode.BencodeWriter;
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
      Message.Builder message = newBuilder(method.getInputType());

      assertThat(command.readRequest(sent, message)).as("%s", sent).isTrue();
      BencodeWriter writer = new BencodeWriter(256).beginDictionary();
      command.writeRequest(parsed(message, newBuilder(method.getInputType())), writer);

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
      Message.Builder message = newBuilder(method.getOutputType());

      assertThat(command.readResponse(received, message)).as("%s", received).isTrue();
      BencodeWriter writer = new BencodeWriter(256).beginDictionary();
      command.writeResponse(parsed(message, newBuilder(method.getOutputType())), writer);

      assertThat(BencodeReader.read(writer.end().toByteArray())).isEqualTo(received);
    }
  }

  /** Takes the message over a wire of its own, as a client would. */
  private static Message parsed(Message.Builder message, Message.Builder empty) throws Exception {
    return empty.mergeFrom(message.build().toByteString()).build();
  }

  private static Message.Builder newBuilder(Descriptor type) throws Exception {
    String name = type.getFile().getOptions().getJavaPackage() + "." + type.getName();
    return ((Message) Class.forName(name).getMethod("getDefaultInstance").invoke(null))
        .newBuilderForType();
  }
}
