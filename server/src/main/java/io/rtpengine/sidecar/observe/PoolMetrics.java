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
  private static final String CHECKS = "rtpengine_sidecar_call_checks_total";
  private static final String FAILOVERS = "rtpengine_sidecar_failovers_total";
  private static final String ALL_DOWN = "rtpengine_sidecar_calls_while_all_down_total";
  private static final String SEARCHES = "rtpengine_sidecar_searches_total";
  private static final String GHOSTS_ENDED = "rtpengine_sidecar_ghosts_ended_total";

  /**
   * What is counted. Its labels are written only when somebody asks.
   *
   * @param metric its name
   * @param setId the set that it concerns
   * @param node the node that it concerns; "" if it concerns the whole set
   * @param detail the value of the last label; "" if there is none
   */
  private record Key(String metric, int setId, String node, Object detail) {

    Labels labels(String detailName) {
      Labels labels = Labels.of("set", Integer.toString(setId));
      if (!node.isEmpty()) {
        labels = labels.and("node", node);
      }
      String value = detail.toString().toLowerCase(Locale.ROOT);
      return value.isEmpty() ? labels : labels.and(detailName, value);
    }
  }

  private final Map<Key, LongAdder> counters = new ConcurrentHashMap<>();
  private final Map<NodeId, LongAdder> bound = new ConcurrentHashMap<>();

  @Override
  public void callBound(NodeId node, String callId) {
    bound.computeIfAbsent(node, unused -> new LongAdder()).increment();
  }

  @Override
  public void callUnbound(NodeId node, String callId, Unbound why) {
    count(new Key(UNBOUND, node.setId(), node.name(), why));
  }

  @Override
  public void callChecked(NodeId node, String callId, Checked result) {
    count(new Key(CHECKS, node.setId(), node.name(), result));
  }

  @Override
  public void failedOver(NodeId from, NodeId to, Verdict why) {
    count(new Key(FAILOVERS, from.setId(), from.name(), why));
  }

  @Override
  public void allDown(int setId) {
    count(new Key(ALL_DOWN, setId, "", ""));
  }

  @Override
  public void searched(int setId, String callId, List<String> asked, boolean found) {
    count(new Key(SEARCHES, setId, "", found));
  }

  @Override
  public void ghostDeleted(NodeId node, String callId) {
    count(new Key(GHOSTS_ENDED, node.setId(), node.name(), "deleted"));
  }

  @Override
  public void ghostDropped(NodeId node, String callId) {
    count(new Key(GHOSTS_ENDED, node.setId(), node.name(), "dropped"));
  }

  private void count(Key key) {
    counters.computeIfAbsent(key, unused -> new LongAdder()).increment();
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
    writeCounter(out, UNBOUND, "reason", "Calls that have left a node.");
    writeCounter(out, CHECKS, "result", "Calls that a node was asked whether it has them.");
    writeCounter(
        out, FAILOVERS, "reason", "New calls that a node did not take, and another was tried.");
    writeCounter(out, ALL_DOWN, "", "New calls that came while no node of the set was up.");
    writeCounter(out, SEARCHES, "found", "Searches for calls whose node was not known.");
    writeCounter(out, GHOSTS_ENDED, "how", "Calls left behind on a node that are off the list.");
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

  private void writeCounter(Exposition out, String metric, String detail, String help) {
    out.metric(metric, "counter", help);
    Map<String, LongAdder> samples = new TreeMap<>();
    counters.forEach(
        (key, count) -> {
          if (key.metric().equals(metric)) {
            samples.put(key.labels(detail).text(), count);
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
