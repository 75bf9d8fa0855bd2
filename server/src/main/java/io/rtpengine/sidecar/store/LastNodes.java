package io.rtpengine.sidecar.store;

import io.rtpengine.sidecar.pool.NodeDefinition;
import io.rtpengine.sidecar.pool.NodeId;
import io.rtpengine.sidecar.pool.SetDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes that were last read from a source, kept in a file for a start at which the source can't
 * be read. Used by one thread at a time, which may be blocked.
 *
 * <p>The file has a line for each node, {@code 0 1 0 0 udp:10.0.0.1:2223} for instance: set,
 * weight, priority, whether it is disabled, and how it is reached. It begins with the name of the
 * source, and is good for no other.
 */
public final class LastNodes {

  private static final Logger LOG = LoggerFactory.getLogger(LastNodes.class);
  private static final String HEADING =
      "# set, weight, priority, disabled, node: as last read from ";
  private static final int COLUMNS = 5;

  private final Optional<Path> file;
  private final String heading;
  private String saved = "";

  /**
   * Creates a memory.
   *
   * @param file where it is kept; nothing for none
   */
  public LastNodes(Optional<Path> file, NodeSource source) {
    this.file = file;
    this.heading = HEADING + source + "\n";
  }

  /** Keeps the nodes that a pool has been given, if they are others than before. */
  void save(List<SetDefinition> sets, Collection<NodeId> disabled) {
    StringBuilder content = new StringBuilder(heading);
    for (SetDefinition set : sets) {
      for (NodeDefinition node : set.nodes()) {
        boolean off = disabled.contains(new NodeId(set.id(), node.name()));
        content.append(
            "%d %d %d %d %s\n"
                .formatted(set.id(), node.weight(), node.priority(), off ? 1 : 0, node.socket()));
      }
    }
    if (file.isPresent() && !saved.contentEquals(content)) {
      saved = content.toString();
      try {
        WholeFile.write(file.get(), saved);
      } catch (IOException unwritable) {
        LOG.error(
            "{}: the nodes will not be known at a start without their source: {}",
            file.get(),
            unwritable.toString());
      }
    }
  }

  /** Returns the nodes that were kept; nothing if there are none, or they are of another source. */
  Optional<NodeList> read() {
    try {
      return file.isPresent() ? read(Files.readString(file.get())) : Optional.empty();
    } catch (NoSuchFileException nothingKeptYet) {
      return Optional.empty();
    } catch (IOException unreadable) {
      LOG.error("{}: can't be read: {}", file.orElseThrow(), unreadable.toString());
      return Optional.empty();
    }
  }

  private Optional<NodeList> read(String content) {
    if (!content.startsWith(heading)) {
      return Optional.empty();
    }
    List<NodeRow> rows = new ArrayList<>();
    content
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.strip().split("\\s+", COLUMNS))
        .filter(columns -> columns.length == COLUMNS)
        .forEach(
            columns ->
                rows.add(
                    new NodeRow(null, columns[4], columns[0], columns[1], columns[2], columns[3])));
    return Optional.of(new NodeRows().read(rows)).filter(list -> !list.sets().isEmpty());
  }
}
