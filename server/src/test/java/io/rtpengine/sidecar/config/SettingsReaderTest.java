package io.rtpengine.sidecar.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsReaderTest {

  @TempDir private Path directory;

  @Test
  void expressionThatWouldMatchEveryRefusalIsRefused() throws Exception {
    Path file = Files.writeString(directory.resolve("settings.yaml"), "extra_failover_error: ''");

    assertThatExceptionOfType(InvalidSettingsException.class)
        .isThrownBy(() -> new SettingsReader(Map.of()).read(Optional.of(file)))
        .withMessageContaining("extra_failover_error: ");
    assertThatExceptionOfType(InvalidSettingsException.class)
        .isThrownBy(() -> read("too busy; ;no licence"))
        .withMessageContaining("extra_failover_error: ");
    assertThatExceptionOfType(InvalidSettingsException.class)
        .isThrownBy(() -> read("too busy|"))
        .withMessageContaining("extra_failover_error: ");
  }

  @Test
  void expressionsAreALineEachInAnyCase() throws Exception {
    assertThat(read("too busy; no licen[cs]e").pool().extraFailoverErrors())
        .allMatch(expression -> expression.flags() == Pattern.CASE_INSENSITIVE)
        .extracting(Pattern::pattern)
        .containsExactly("too busy", "no licen[cs]e");
    assertThat(read("none").pool().extraFailoverErrors()).isEmpty();
  }

  private static Settings read(String extraFailoverError) throws InvalidSettingsException {
    return new SettingsReader(Map.of("EXTRA_FAILOVER_ERROR", extraFailoverError))
        .read(Optional.empty());
  }
}
