package io.rtpengine.sidecar.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.MethodDescriptor;
import io.rtpengine.sidecar.translate.ContractWalk.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class VocabularyTest {

  @Test
  void everyWordOfNgHasATypedField() throws IOException {
    Set<String> known =
        ContractWalk.commands().stream()
            .map(MethodDescriptor::getInputType)
            .flatMap(type -> ContractWalk.words(type).stream())
            .map(word -> line(word.kind(), word.where(), word.word()))
            .collect(Collectors.toSet());

    List<String> unknown = words().stream().filter(word -> !known.contains(word)).toList();

    assertThat(unknown).isEmpty();
  }

  @Test
  void wordsAreListedOnce() throws IOException {
    List<String> words = words();

    assertThat(words).hasSizeGreaterThan(400).doesNotHaveDuplicates();
  }

  @Test
  void everyCommandOfNgHasAnRpc() {
    Set<String> commands =
        ContractWalk.commands().stream()
            .map(method -> method.getOptions().getExtension(io.rtpengine.v1.Options.ngCommand))
            .map(command -> command.getName())
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(commands)
        .containsExactlyInAnyOrder(
            "ping",
            "offer",
            "answer",
            "delete",
            "list",
            "query",
            "start recording",
            "stop recording",
            "pause recording",
            "block DTMF",
            "unblock DTMF",
            "block media",
            "unblock media",
            "silence media",
            "unsilence media",
            "start forwarding",
            "stop forwarding",
            "play media",
            "stop media",
            "play DTMF",
            "statistics",
            "publish",
            "subscribe request",
            "subscribe answer",
            "unsubscribe",
            "connect",
            "create",
            "create answer",
            "mesh",
            "inject start",
            "inject stop",
            "transform");
  }

  private static List<String> words() throws IOException {
    try (InputStream file = VocabularyTest.class.getResourceAsStream("ng-words.tsv")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .skip(1)
          .map(line -> line.split("\t", -1))
          .map(word -> line(Kind.valueOf(word[0].toUpperCase(Locale.ROOT)), word[1], word[2]))
          .toList();
    }
  }

  private static String line(Kind kind, String where, String word) {
    return kind + " " + ContractWalk.normalised(where) + " " + ContractWalk.normalised(word);
  }
}
