package io.rtpengine.sidecar.store;

import io.rtpengine.sidecar.pool.NodeDefinition;
import io.rtpengine.sidecar.pool.NodeId;
import io.rtpengine.sidecar.pool.RtpengineSock;
import io.rtpengine.sidecar.pool.SetDefinition;
import io.rtpengine.sidecar.store.NodeList.Rejection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes sets of nodes of the rows of a table. A row that can't be right is rejected, with the
 * reason, and does not touch the others. Used once, by one thread.
 */
final class NodeRows {

  /** Of what a row holds, enough to find it by. */
  private static final int MAX_QUOTED = 300;

  private final Map<Integer, Map<String, NodeDefinition>> sets = new LinkedHashMap<>();
  private final Set<NodeId> disabled = new LinkedHashSet<>();
  private final List<Rejection> rejected = new ArrayList<>();

  NodeList read(List<NodeRow> rows) {
    for (int i = 0; i < rows.size(); i++) {
      NodeRow row = rows.get(i);
      try {
        add(row);
      } catch (IllegalArgumentException wrong) {
        rejected.add(new Rejection(described(row, i + 1), printable(wrong.getMessage())));
      }
    }
    List<SetDefinition> definitions = new ArrayList<>();
    sets.forEach(
        (id, nodes) -> definitions.add(new SetDefinition(id, List.copyOf(nodes.values()))));
    return new NodeList(definitions, disabled, rejected);
  }

  /** Adds all nodes of a row or, with the exception, none. */
  private void add(NodeRow row) {
    if (row.socket() == null || row.socket().isBlank()) {
      throw new IllegalArgumentException("it has no address");
    }
    int set = number("set", row.setId(), SetDefinition.DEFAULT_ID);
    List<NodeDefinition> nodes =
        RtpengineSock.parseNodes(
            row.socket(),
            number("weight", row.weight(), NodeDefinition.DEFAULT_WEIGHT),
            number("priority", row.priority(), NodeDefinition.DEFAULT_PRIORITY));
    boolean off = truth("disabled", row.disabled());
    Map<String, NodeDefinition> others = sets.getOrDefault(set, Map.of());
    for (NodeDefinition node : nodes) {
      if (others.containsKey(node.name())) {
        throw new IllegalArgumentException(node.name() + " is in set " + set + " already");
      }
    }
    for (NodeDefinition node : nodes) {
      sets.computeIfAbsent(set, unused -> new LinkedHashMap<>()).put(node.name(), node);
      if (off) {
        disabled.add(new NodeId(set, node.name()));
      }
    }
  }

  private static int number(String what, @Nullable String written, int absent) {
    if (written == null) {
      return absent;
    }
    try {
      int number = Integer.parseInt(written.strip());
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Reported below.
    }
    throw new IllegalArgumentException(
        what + ": '" + written + "' (expected: a number, not negative)");
  }

  private static boolean truth(String what, @Nullable String written) {
    return switch (written == null ? "" : written.strip().toLowerCase(Locale.ROOT)) {
      case "", "0", "f", "false", "n", "no" -> false;
      case "1", "t", "true", "y", "yes" -> true;
      default ->
          throw new IllegalArgumentException(what + ": '" + written + "' (expected: 0 or 1)");
    };
  }

  private static String described(NodeRow row, int number) {
    return row.id() == null ? "row " + number : "row with id " + printable(row.id());
  }

  /** Returns text that can be logged: on one line, and not endless. */
  private static String printable(@Nullable String text) {
    String line = String.valueOf(text).replaceAll("\\p{Cntrl}", "?");
    return line.length() > MAX_QUOTED ? line.substring(0, MAX_QUOTED) + "..." : line;
  }
}
