package io.rtpengine.sidecar.translate;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.rtpengine.v1.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The words of NG stand in the contract, and nowhere else. */
final class NoNgWordsTest {

  private static final Path SOURCES = Path.of("src/main/java/io/rtpengine/sidecar");

  /**
   * By coincidence words of NG: what errors call the set of nodes that was asked, and what {@code
   * rtpengine_sock} calls the tier of a node.
   */
  private static final Set<String> OWN = Set.of("set", "priority");

  /** A comment, or a string literal, whose text is the group. */
  private static final Pattern LITERAL =
      Pattern.compile("(?s)/\\*.*?\\*/|//[^\\n]*|\"((?:[^\"\\\\\\n]|\\\\.)*)\"");

  @ParameterizedTest
  @ValueSource(strings = {"expand", "flags", "translate", "pool", "statistics", "service"})
  void noWordOfNgStandsInTheSources(String room) throws IOException {
    Set<String> words = words();
    try (Stream<Path> files = Files.list(SOURCES.resolve(room))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        assertThat(literals(Files.readString(file)))
            .as(file.toString())
            .noneMatch(literal -> words.contains(ContractWalk.normalised(literal)));
      }
    }
  }

  private static Set<String> words() {
    return Stream.concat(
            ContractWalk.commands().stream()
                .map(method -> method.getOptions().getExtension(Options.ngCommand).getName()),
            ContractWalk.commands().stream()
                .flatMap(method -> Stream.of(method.getInputType(), method.getOutputType()))
                .flatMap(type -> ContractWalk.words(type).stream())
                .map(ContractWalk.Word::word))
        .filter(word -> !word.isEmpty() && !OWN.contains(word))
        .map(ContractWalk::normalised)
        .collect(toSet());
  }

  private static List<String> literals(String code) {
    return LITERAL
        .matcher(code)
        .results()
        .map(match -> match.group(1))
        .filter(literal -> literal != null)
        .toList();
  }
}
