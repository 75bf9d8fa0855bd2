package io.rtpengine.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/reference} to the contract, and writes it when asked to. */
class ReferencePagesTest {

  private static final Path DESCRIPTOR_SET = Path.of("target/contract.binpb");
  private static final Path PAGES = Path.of("../docs/reference");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#/]*)#?([^)/]*)\\)");
  private static final String WRITE = "writeReference";
  private static final String COMMAND =
      "mvn -pl client-stubs test -Dtest=ReferencePagesTest -D" + WRITE;

  @Test
  void pagesAreWhatTheContractGenerates() throws IOException {
    Map<String, String> generated = ReferencePages.of(Contract.read(DESCRIPTOR_SET));
    if (System.getProperty(WRITE) != null) {
      write(generated);
    }
    Map<String, String> written = written();
    Set<String> stale = new TreeSet<>(generated.keySet());
    stale.addAll(written.keySet());
    stale.removeIf(name -> Objects.equals(generated.get(name), written.get(name)));
    assertThat(stale).as("stale pages in docs/reference; to write them: " + COMMAND).isEmpty();
  }

  @Test
  void everyLinkLeadsToAHeading() throws IOException {
    Map<String, String> pages = ReferencePages.of(Contract.read(DESCRIPTOR_SET));
    List<String> dead = new ArrayList<>();
    pages.forEach(
        (name, page) -> {
          Matcher link = LINK.matcher(page);
          while (link.find()) {
            String target = pages.get(link.group(1).isEmpty() ? name : link.group(1));
            if (target == null || !hasHeading(target, link.group(2))) {
              dead.add(name + ": " + link.group());
            }
          }
        });
    assertThat(dead).isEmpty();
  }

  private static boolean hasHeading(String page, String anchor) {
    return anchor.isEmpty()
        || page.lines().anyMatch(line -> line.matches("(?i)#+ " + Pattern.quote(anchor)));
  }

  private static void write(Map<String, String> pages) throws IOException {
    Files.createDirectories(PAGES);
    for (Path stale : files()) {
      Files.delete(stale);
    }
    for (Map.Entry<String, String> page : pages.entrySet()) {
      Files.writeString(PAGES.resolve(page.getKey()), page.getValue());
    }
  }

  private static Map<String, String> written() throws IOException {
    Map<String, String> pages = new TreeMap<>();
    for (Path file : files()) {
      pages.put(file.getFileName().toString(), Files.readString(file));
    }
    return pages;
  }

  private static List<Path> files() throws IOException {
    if (!Files.isDirectory(PAGES)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(PAGES)) {
      return files.filter(file -> file.toString().endsWith(".md")).toList();
    }
  }
}
