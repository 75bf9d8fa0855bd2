package io.rtpengine.sidecar.observe;

import io.rtpengine.sidecar.ng.NgObserver;
import io.rtpengine.sidecar.ng.NgObserver.DropReason;
import io.rtpengine.sidecar.notify.NotifyObserver;
import io.rtpengine.sidecar.pool.NodeView;
import io.rtpengine.sidecar.pool.PoolObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The metrics of the sidecar; {@code docs/metrics.md} has the table of them. Thread-safe: counting
 * neither locks nor allocates.
 */
public final class Metrics {

  private static final String REQUESTS = "rtpengine_sidecar_ng_requests_total";
  private static final String DURATION = "rtpengine_sidecar_ng_request_duration_seconds";
  private static final String IN_FLIGHT = "rtpengine_sidecar_ng_requests_in_flight";
  private static final String RETRANSMISSIONS = "rtpengine_sidecar_ng_retransmissions_total";
  private static final String DROPPED = "rtpengine_sidecar_ng_datagrams_dropped_total";

  private final FaultMetrics faults = new FaultMetrics();
  private final Map<String, NodeMetrics> nodes = new ConcurrentHashMap<>();
  private final NotificationMetrics notifications = new NotificationMetrics(faults);
  private final PoolMetrics pool = new PoolMetrics();
  private volatile Supplier<List<NodeView>> views = List::of;

  /** Returns what counts for a node: the same for the same name. */
  public NgObserver node(String name) {
    return nodes.computeIfAbsent(name, unused -> new NodeMetrics(faults));
  }

  /** Returns what counts for the notification stream. */
  public NotifyObserver notifications() {
    return notifications;
  }

  /** Returns what counts for the pool. */
  public PoolObserver pool() {
    return pool;
  }

  /** Returns what counts faults of the sidecar's own, and logs them. */
  public Consumer<RuntimeException> faults() {
    return faults;
  }

  /** Takes note of where to ask for the nodes as they are. */
  public void watch(Supplier<List<NodeView>> source) {
    views = source;
  }

  /** Returns all metrics in the text format of Prometheus. */
  String scrape() {
    Exposition out = new Exposition();
    writeCommands(out);
    writeNodes(out);
    notifications.writeTo(out);
    pool.writeTo(out, views.get());
    faults.writeTo(out);
    writeProcess(out);
    return out.toString();
  }

  private void writeCommands(Exposition out) {
    out.metric(REQUESTS, "counter", "Requests to nodes that have their outcome.");
    eachCommand(
        (labels, command) -> {
          for (OutcomeLabel outcome : OutcomeLabel.values()) {
            long count = command.finished(outcome);
            if (count > 0) {
              out.sample(REQUESTS, count, labels.and("outcome", outcome.label()));
            }
          }
        });
    out.metric(DURATION, "histogram", "Time from the first transmission to the outcome.");
    eachCommand((labels, command) -> command.durations().writeTo(out, DURATION, labels));
    out.metric(RETRANSMISSIONS, "counter", "Transmissions of requests but for the first.");
    eachCommand((labels, command) -> out.sample(RETRANSMISSIONS, command.retransmitted(), labels));
  }

  private void writeNodes(Exposition out) {
    out.metric(IN_FLIGHT, "gauge", "Requests that have been sent and have no outcome yet.");
    eachNode(
        (labels, node) ->
            out.sample(
                IN_FLIGHT,
                node.commands().values().stream().mapToLong(CommandMetrics::inFlight).sum(),
                labels));
    out.metric(DROPPED, "counter", "Datagrams that arrived and were dropped.");
    eachNode(
        (labels, node) -> {
          for (DropReason reason : DropReason.values()) {
            out.sample(
                DROPPED,
                node.dropped(reason),
                labels.and("reason", reason.name().toLowerCase(Locale.ROOT)));
          }
        });
  }

  private static void writeProcess(Exposition out) {
    ProcessHandle.Info process = ProcessHandle.current().info();
    out.metric("process_cpu_seconds_total", "counter", "Processor time that was used.");
    out.sample(
        "process_cpu_seconds_total",
        process.totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3);
    Optional<Instant> start = process.startInstant();
    if (start.isPresent()) {
      out.metric("process_start_time_seconds", "gauge", "When the process was started.");
      out.sample("process_start_time_seconds", start.get().toEpochMilli() / 1e3);
    }
    Runtime memory = Runtime.getRuntime();
    out.metric("jvm_memory_used_bytes", "gauge", "Memory that is in use.");
    out.sample(
        "jvm_memory_used_bytes",
        memory.totalMemory() - memory.freeMemory(),
        Labels.of("area", "heap"));
    out.metric("jvm_memory_max_bytes", "gauge", "Memory that may be used.");
    out.sample("jvm_memory_max_bytes", memory.maxMemory(), Labels.of("area", "heap"));
  }

  private void eachNode(BiConsumer<Labels, NodeMetrics> write) {
    new TreeMap<>(nodes).forEach((name, node) -> write.accept(Labels.of("node", name), node));
  }

  private void eachCommand(BiConsumer<Labels, CommandMetrics> write) {
    eachNode(
        (labels, node) ->
            node.commands()
                .forEach((name, command) -> write.accept(labels.and("command", name), command)));
  }
}
