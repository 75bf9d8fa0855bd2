package io.rtpengine.sidecar.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where nodes come from, and where what is said of them is kept. Immutable and thread-safe.
 *
 * @param database the database to read nodes from; nothing if they are in the settings
 * @param table the table to read
 * @param timeout how long to wait for the database
 * @param pollInterval how long from one reading to the next; zero to read when told to only
 * @param stateFile where operators' states are kept, and beside it the last list of nodes; nothing
 *     to forget them at the end
 */
public record SourceSettings(
    Optional<DatabaseUrl> database,
    NodeTable table,
    Duration timeout,
    Duration pollInterval,
    Optional<Path> stateFile) {

  /** Returns where the list is kept that was last read from the database. */
  public Optional<Path> lastNodesFile() {
    return stateFile.map(file -> Path.of(file + ".nodes"));
  }
}
