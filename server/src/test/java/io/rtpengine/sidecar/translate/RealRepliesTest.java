package io.rtpengine.sidecar.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeReader;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import io.rtpengine.v1.DeleteResponse;
import io.rtpengine.v1.EngineStatistics;
import io.rtpengine.v1.Options;
import io.rtpengine.v1.QueryResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What rtpengine 10.5, 12.5 and 26.0 really answer: see the README beside the recorded replies. */
class RealRepliesTest {

  private static final Path REPLIES = Path.of("src/test/resources/replies");

  static List<String> replies() throws IOException {
    try (Stream<Path> files = Files.walk(REPLIES)) {
      return files
          .filter(file -> file.toString().endsWith(".bencode"))
          .map(file -> REPLIES.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("replies")
  void replySurvivesTheContractWithoutLoss(String reply) throws Exception {
    BencodeDictionary received = read(reply);

    BencodeWriter writer = new BencodeWriter(1024);
    plan(reply).write(translated(reply, received), writer);

    assertThat(BencodeReader.read(writer.toByteArray())).isEqualTo(received);
  }

  @ParameterizedTest
  @MethodSource("replies")
  void everyKeyOfTheReplyIsTyped(String reply) throws Exception {
    List<String> untyped = new ArrayList<>();
    collectExtras("", translated(reply, read(reply)), untyped);

    if (reply.equals("12.5/statistics-with-graphite.bencode")
        || reply.equals("26.0/statistics-with-graphite.bencode")) {
      // Typed as 10.5 has them, as text: the releases differ in the type.
      untyped.removeIf(path -> path.matches("/interval/(min|max|avg).*requestrate"));
    }
    assertThat(untyped).isEmpty();
  }

  private static BencodeDictionary read(String reply) throws Exception {
    BencodeDictionary dictionary =
        (BencodeDictionary) BencodeReader.read(Files.readAllBytes(REPLIES.resolve(reply)));
    return (BencodeDictionary) dictionary.get(BencodeString.of("statistics")).orElse(dictionary);
  }

  private static Wire plan(String reply) {
    return Wire.of(type(reply));
  }

  private static Message translated(String reply, BencodeDictionary received) {
    DynamicMessage.Builder builder = DynamicMessage.newBuilder(type(reply));
    assertThat(plan(reply).read(received, builder)).isTrue();
    return builder.build();
  }

  private static Descriptor type(String reply) {
    String command = Path.of(reply).getFileName().toString().replaceFirst("[-.].*", "");
    return switch (command) {
      case "query" -> QueryResponse.getDescriptor();
      case "delete" -> DeleteResponse.getDescriptor();
      case "statistics" -> EngineStatistics.getDescriptor();
      default -> throw new IllegalArgumentException(reply);
    };
  }

  /** Collects the paths of what no field of its own holds. */
  private static void collectExtras(String path, Message message, List<String> untyped) {
    message
        .getAllFields()
        .forEach(
            (field, value) -> {
              if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
                return;
              }
              List<?> values = field.isRepeated() ? (List<?>) value : List.of(value);
              for (Object each : values) {
                if (field.getOptions().getExtension(Options.ng).getExtra()) {
                  collectExtra(path, (Message) each, untyped);
                } else {
                  collectExtras(path + "/" + field.getName(), (Message) each, untyped);
                }
              }
            });
  }

  /**
   * Collects an extra entry, except an empty list or dictionary: a list or map of the contract
   * can't tell empty from absent, so that is where those must be.
   */
  private static void collectExtra(String path, Message entry, List<String> untyped) {
    Descriptor type = entry.getDescriptorForType();
    Message value = (Message) entry.getField(type.findFieldByNumber(2));
    boolean empty =
        value.getAllFields().values().stream()
            .anyMatch(
                kind -> kind instanceof Message container && container.getAllFields().isEmpty());
    if (!empty) {
      untyped.add(path + "/" + entry.getField(type.findFieldByNumber(1)));
    }
  }
}
