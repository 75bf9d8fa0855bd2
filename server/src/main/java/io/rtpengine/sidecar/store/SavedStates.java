package io.rtpengine.sidecar.store;

import static java.util.stream.Collectors.joining;

import io.rtpengine.sidecar.pool.NodeId;
import io.rtpengine.sidecar.pool.OperatorState;
import io.rtpengine.sidecar.pool.OperatorStates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators have said of nodes, kept in a file across restarts, and what the source of the
 * nodes says beside. Thread-safe.
 *
 * <p>The file has a line for each node that is not simply enabled, {@code DRAINING 0
 * udp:10.0.0.1:2223} for instance, also for one that is not configured at the moment: it comes back
 * as it was. The file is replaced whole, so that it is never half written. Without it, or if it
 * can't be written, everything works but for the memory.
 */
public final class SavedStates implements OperatorStates {

  private static final Logger LOG = LoggerFactory.getLogger(SavedStates.class);
  private static final String HEADING =
      "# What operators have said of nodes: state, set, node. Written by rtpengine-sidecar.\n";

  private static final Comparator<NodeId> BY_SET =
      Comparator.comparingInt(NodeId::setId).thenComparing(NodeId::name);

  private final Optional<Path> file;

  /** What is not simply enabled. Never changed: replaced. */
  private volatile Map<NodeId, OperatorState> wishes = Map.of();

  private volatile Set<NodeId> disabledAtSource = Set.of();

  private SavedStates(Optional<Path> file) {
    this.file = file;
  }

  /**
   * Reads what was saved.
   *
   * @param file where it is kept; nothing to remember it only until the end of the process
   */
  public static SavedStates load(Optional<Path> file) {
    SavedStates states = new SavedStates(file);
    file.ifPresent(states::read);
    return states;
  }

  private void read(Path from) {
    Map<NodeId, OperatorState> found = new HashMap<>();
    try {
      for (String line : Files.readAllLines(from)) {
        if (!line.isBlank() && !line.startsWith("#")) {
          read(from, line.strip(), found);
        }
      }
    } catch (NoSuchFileException nothingSavedYet) {
      // As on the first start.
    } catch (IOException unreadable) {
      LOG.error(
          "{}: what operators have said of nodes can't be read: {}", from, unreadable.toString());
    }
    wishes = Map.copyOf(found);
  }

  private static void read(Path from, String line, Map<NodeId, OperatorState> found) {
    String[] parts = line.split("\\s+", 3);
    try {
      found.put(new NodeId(Integer.parseInt(parts[1]), parts[2]), OperatorState.valueOf(parts[0]));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException wrong) {
      LOG.error("{}: '{}' is left out (expected: state, set, node)", from, line);
    }
  }

  /** Returns the state that a node is to be in: what the operator wants, if the source lets it. */
  @Override
  public OperatorState of(NodeId node) {
    return disabledAtSource.contains(node) ? OperatorState.DISABLED : wish(node);
  }

  /** Returns what the operator wants of a node. */
  public OperatorState wish(NodeId node) {
    return wishes.getOrDefault(node, OperatorState.ENABLED);
  }

  /** Returns whether the source of the nodes says that one is disabled. */
  public boolean isDisabledAtSource(NodeId node) {
    return disabledAtSource.contains(node);
  }

  /** Takes over which nodes their source says are disabled. */
  void setDisabledAtSource(Set<NodeId> nodes) {
    disabledAtSource = Set.copyOf(nodes);
  }

  /** Takes note of what the operator wants of nodes; {@link #save} is still to be called. */
  synchronized void setWish(Collection<NodeId> nodes, OperatorState state) {
    Map<NodeId, OperatorState> changed = new HashMap<>(wishes);
    for (NodeId node : nodes) {
      if (state == OperatorState.ENABLED) {
        changed.remove(node);
      } else {
        changed.put(node, state);
      }
    }
    wishes = Map.copyOf(changed);
  }

  /**
   * Writes the file. Blocks while it does, and is called by one thread at a time.
   *
   * @return whether a restart will find again what is known now
   */
  boolean save() {
    return file.isPresent() && write(file.get());
  }

  private boolean write(Path to) {
    Map<NodeId, OperatorState> known = wishes;
    String lines =
        known.keySet().stream()
            .sorted(BY_SET)
            .map(node -> known.get(node) + " " + node.setId() + " " + node.name() + "\n")
            .collect(joining());
    try {
      WholeFile.write(to, HEADING + lines);
      return true;
    } catch (IOException unwritable) {
      LOG.error(
          "{}: what operators say of nodes will be forgotten at the next restart: {}",
          to,
          unwritable.toString());
      return false;
    }
  }
}
