package io.rtpengine.sidecar.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import io.rtpengine.sidecar.protobuf.WireBuilder;
import io.rtpengine.sidecar.translate.RandomDictionaries.Side;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Protobuf leaves senders a choice of how to write a message: all of it means the same. */
class WireFormsTest {

  private static final int MESSAGES = 30;
  private static final int FORMS = 4;

  private static final CommandCompiler COMPILER = new CommandCompiler(Set.of("command"));

  static List<MethodDescriptor> commands() {
    return ContractWalk.commands();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyFormOfARequestIsTheSameOnTheWire(MethodDescriptor method) throws Exception {
    Command command = COMPILER.compile(method);
    Descriptor type = method.getInputType();
    Random random = new Random(3);
    RandomDictionaries dictionaries = new RandomDictionaries(type, Side.REQUEST, random);
    WireForms forms = new WireForms(random);
    for (int i = 0; i < MESSAGES; i++) {
      WireBuilder built = new WireBuilder();
      assertThat(command.readRequest(dictionaries.next(), built)).isTrue();
      Message message = parsed(type, built.toByteArray());
      byte[] canonical = message.toByteArray();
      for (int j = 0; j < FORMS; j++) {
        byte[] form = forms.of(type, canonical);

        assertThat(parsed(type, form)).isEqualTo(message);
        assertThat(written(command, form)).isEqualTo(written(command, canonical));
      }
    }
  }

  private static Message parsed(Descriptor type, byte[] bytes) throws Exception {
    return DiscardUnknownFieldsParser.wrap(
            DynamicMessage.getDefaultInstance(type).getParserForType())
        .parseFrom(bytes);
  }

  private static byte[] written(Command command, byte[] request) throws Exception {
    BencodeWriter writer = new BencodeWriter(256);
    command.writeRequest(command.request(request), writer);
    return writer.toByteArray();
  }
}
