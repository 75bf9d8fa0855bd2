package io.rtpengine.sidecar.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class DocumentedErrorsTest {

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\| ([A-Z_]+) \\|");

  @Test
  void theErrorsOfTheReadmeAreTheCatalogue() throws IOException {
    assertThat(
            ROW.matcher(Files.readString(Path.of("../README.md")))
                .results()
                .map(row -> row.group(1) + " " + row.group(2)))
        .containsExactlyElementsOf(
            Stream.of(Reason.values()).map(reason -> reason + " " + reason.code()).toList());
  }
}
