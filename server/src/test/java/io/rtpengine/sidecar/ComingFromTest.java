package io.rtpengine.sidecar;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is said to those who come from other programs: whatever these have stands in a row, and
 * every row is proved.
 */
final class ComingFromTest {

  private static final Path ROOT = Path.of("..");
  private static final Path DOCS = ROOT.resolve("docs");

  private static final Pattern LINK = Pattern.compile("\\[(\\w+)\\.(\\w+)\\]\\(([^)]+)\\)");
  private static final Pattern NAME = Pattern.compile("`([^`]+)`");
  private static final Pattern RPC = Pattern.compile("`(\\w+Service)\\.(\\w+)`");

  @ParameterizedTest
  @ValueSource(strings = {"opensips", "kamailio"})
  void everyRowIsProvedByTestsThatThereAre(String program) throws IOException {
    List<String> rows = rows(program);

    assertThat(rows).hasSizeGreaterThan(20);
    for (String row : rows) {
      List<MatchResult> proofs = LINK.matcher(lastCell(row)).results().toList();
      assertThat(proofs).as(row).isNotEmpty();
      for (MatchResult proof : proofs) {
        Path file = DOCS.resolve(proof.group(3));
        assertThat(file.getFileName()).as(row).hasToString(proof.group(1) + ".java");
        assertThat(file).as(row).isRegularFile();
        assertThat(Files.readString(file)).as(row).contains("  void " + proof.group(2) + "(");
      }
    }
  }

  /** The names are those of the module's documentation, each on a line. */
  @ParameterizedTest
  @ValueSource(strings = {"opensips", "kamailio"})
  void everythingThatTheModuleHasStandsInARow(String program) throws IOException {
    Set<String> named =
        rows(program).stream()
            .flatMap(row -> NAME.matcher(firstCell(row)).results())
            .map(name -> name.group(1).replaceFirst("[(=].*", ""))
            .collect(toSet());
    Path index = Path.of("src/test/resources/coming-from", program + ".txt");

    Set<String> missing = new TreeSet<>(Files.readAllLines(index));
    missing.removeIf(name -> named.contains(name.replaceFirst("[(=].*", "")));

    assertThat(missing).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"opensips", "kamailio"})
  void rpcsThatAreNamedAreInTheContract(String program) throws IOException {
    StringBuilder contract = new StringBuilder();
    try (Stream<Path> files = Files.list(ROOT.resolve("proto/rtpengine/v1"))) {
      for (Path file : files.toList()) {
        contract.append(Files.readString(file));
      }
    }
    for (String row : rows(program)) {
      RPC.matcher(row)
          .results()
          .forEach(
              rpc ->
                  assertThat(contract)
                      .contains("service " + rpc.group(1) + " {")
                      .contains("  rpc " + rpc.group(2) + "("));
    }
  }

  private static List<String> rows(String program) throws IOException {
    return Files.readAllLines(DOCS.resolve("coming-from-" + program + ".md")).stream()
        .filter(line -> line.startsWith("| ") && !line.endsWith("| proof |"))
        .toList();
  }

  private static String firstCell(String row) {
    return row.split(" \\| ", -1)[0];
  }

  private static String lastCell(String row) {
    String[] cells = row.split(" \\| ", -1);
    assertThat(cells).as(row).hasSize(4);
    return cells[3];
  }
}
