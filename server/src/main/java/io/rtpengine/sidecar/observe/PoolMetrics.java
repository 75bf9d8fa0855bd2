package io.rtpengine.sidecar.observe;

import io.rtpengine.sidecar.pool.HealthState;
import io.rtpengine.sidecar.pool.NodeId;
import io.rtpengine.sidecar.pool.NodeView;
import io.rtpengine.sidecar.pool.OperatorState;
import io.rtpengine.sidecar.pool.PoolObserver;
import io.rtpengine.sidecar.pool.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/** What happens in the pool, counted. Thread-safe. */
final class PoolMetrics implements PoolObserver {

  private static final String HEALTH = "rtpengine_sidecar_node_health";
  private static final String STATE = "rtpengine_sidecar_node_operator_state";
  private static final String CALLS = "rtpengine_sidecar_node_calls";
  private static final String GHOSTS = "rtpengine_sidecar_node_ghosts";
  private static final String BOUND = "rtpengine_sidecar_calls_bound_total";
  private static final String UNBOUND = "rtpengine_sidecar_calls_unbound_total";
  private static final String FAILOVERS = "rtpengine_sidecar_failovers_total";
  private static final String ALL_DOWN = "rtpengine_sidecar_calls_while_all_down_total";
  private static final String SEARCHES = "rtpengine_sidecar_searches_total";
  private static final String GHOSTS_ENDED = "rtpengine_sidecar_ghosts_ended_total";

  /**
   * What is counted.
   *
   * @param metric its name
   * @param labels its labels
   */
  private record Key(String metric, Labels labels) {}

  private final Map<Key, LongAdder> counters = new ConcurrentHashMap<>();
  private final Map<NodeId, LongAdder> bound = new ConcurrentHashMap<>();

  @Override
  public void callBound(NodeId node, String callId) {
    bound.computeIfAbsent(node, unused -> new LongAdder()).increment();
  }

  @Override
  public void callUnbound(NodeId node, String callId, Unbound why) {
    count(UNBOUND, of(node).and("reason", lowerCase(why)));
  }

  @Override
  public void failedOver(NodeId from, NodeId to, Verdict why) {
    count(FAILOVERS, of(from).and("reason", lowerCase(why)));
  }

  @Override
  public void allDown(int setId) {
    count(ALL_DOWN, Labels.of("set", Integer.toString(setId)));
  }

  @Override
  public void searched(int setId, String callId, List<String> asked, boolean found) {
    count(
        SEARCHES, Labels.of("set", Integer.toString(setId)).and("found", Boolean.toString(found)));
  }

  @Override
  public void ghostDeleted(NodeId node, String callId) {
    count(GHOSTS_ENDED, of(node).and("how", "deleted"));
  }

  @Override
  public void ghostDropped(NodeId node, String callId) {
    count(GHOSTS_ENDED, of(node).and("how", "dropped"));
  }

  private void count(String metric, Labels labels) {
    counters.computeIfAbsent(new Key(metric, labels), unused -> new LongAdder()).increment();
  }

  /** Writes all metrics, with the nodes as they are now. */
  void writeTo(Exposition out, List<NodeView> nodes) {
    writeStates(
        out, HEALTH, "What is observed of a node.", HealthState.values(), nodes, NodeView::health);
    writeStates(
        out,
        STATE,
        "What the operator says of a node.",
        OperatorState.values(),
        nodes,
        NodeView::operatorState);
    out.metric(CALLS, "gauge", "Calls that are known to be on a node.");
    nodes.forEach(node -> out.sample(CALLS, node.calls(), of(node.id())));
    out.metric(GHOSTS, "gauge", "Calls that are to be deleted on a node when it answers.");
    nodes.forEach(node -> out.sample(GHOSTS, node.ghosts(), of(node.id())));
    out.metric(BOUND, "counter", "Calls that were taken to a node.");
    bound.forEach((node, count) -> out.sample(BOUND, count.sum(), of(node)));
    writeCounter(out, UNBOUND, "Calls that have left a node.");
    writeCounter(out, FAILOVERS, "New calls that a node did not take, and another was tried.");
    writeCounter(out, ALL_DOWN, "New calls that came while no node of the set was up.");
    writeCounter(out, SEARCHES, "Searches for calls whose node was not known.");
    writeCounter(out, GHOSTS_ENDED, "Calls left behind on a node that are off the list.");
  }

  private static <E extends Enum<E>> void writeStates(
      Exposition out,
      String metric,
      String help,
      E[] states,
      List<NodeView> nodes,
      Function<NodeView, E> current) {
    out.metric(metric, "gauge", help);
    for (NodeView node : nodes) {
      for (E state : states) {
        out.sample(
            metric,
            current.apply(node) == state ? 1L : 0L,
            of(node.id()).and("state", lowerCase(state)));
      }
    }
  }

  private void writeCounter(Exposition out, String metric, String help) {
    out.metric(metric, "counter", help);
    Map<String, LongAdder> samples = new TreeMap<>();
    counters.forEach(
        (key, count) -> {
          if (key.metric().equals(metric)) {
            samples.put(key.labels().text(), count);
          }
        });
    samples.forEach((labels, count) -> out.sample(metric, count.sum(), new Labels(labels)));
  }

  private static Labels of(NodeId node) {
    return Labels.of("set", Integer.toString(node.setId())).and("node", node.name());
  }

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
