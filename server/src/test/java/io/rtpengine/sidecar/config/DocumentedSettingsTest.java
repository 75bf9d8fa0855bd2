package io.rtpengine.sidecar.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class DocumentedSettingsTest {

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_]+)` \\| `([^`]*)` \\|");

  @Test
  void theSettingsOfTheReadmeAreThoseThereAre() throws IOException {
    assertThat(
            ROW.matcher(Files.readString(Path.of("../README.md")))
                .results()
                .map(row -> row.group(1) + " " + row.group(2)))
        .containsExactlyElementsOf(
            Stream.of(Setting.values())
                .map(setting -> setting.key() + " " + setting.defaultValue())
                .toList());
  }
}
