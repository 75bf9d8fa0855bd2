package io.rtpengine.sidecar.store;

import io.rtpengine.sidecar.pool.NodeDefinition;
import io.rtpengine.sidecar.pool.NodeId;
import io.rtpengine.sidecar.pool.NodeView;
import io.rtpengine.sidecar.pool.OperatorState;
import io.rtpengine.sidecar.pool.Pool;
import io.rtpengine.sidecar.pool.ReloadReport;
import io.rtpengine.sidecar.pool.SetDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps the nodes of a pool as their source has them: reads it when told to, or from time to time,
 * and has the pool take over what has changed. Thread-safe.
 *
 * <p>A list that can't be read, or has no node that is in order, changes nothing. One of which a
 * part is rejected only adds and changes: what can't be read may be a node that is in use.
 *
 * <p>Reading has a thread of its own, and a time limit; nobody waits for a source that hangs.
 */
public final class Roster implements AutoCloseable {

  private static final Duration IDLE_THREAD = Duration.ofSeconds(10);
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final NodeSource source;
  private final Pool pool;
  private final SavedStates states;
  private final Runnable lookUp;
  private final Duration limit;
  private final RosterLog log;

  /** What blocks as long as the source does. */
  private final ScheduledThreadPoolExecutor reader;

  /** What must not wait for that. */
  private final ScheduledThreadPoolExecutor clerk;

  /** What the pool has. */
  private volatile List<SetDefinition> applied;

  /** What that was read as. */
  private volatile NodeList current;

  /**
   * Creates a roster.
   *
   * @param lookUp looks the names of hosts up anew
   * @param applied what the pool has of the source already; nothing if it has not been read
   * @param limit how long reading may take
   */
  public Roster(
      NodeSource source,
      Pool pool,
      SavedStates states,
      Runnable lookUp,
      List<SetDefinition> applied,
      Duration limit) {
    this.source = source;
    this.pool = pool;
    this.states = states;
    this.lookUp = lookUp;
    this.applied = List.copyOf(applied);
    this.current = NodeList.of(applied);
    this.limit = limit;
    this.log = new RosterLog(source);
    this.reader = executor("nodes-reader");
    this.clerk = executor("nodes-clerk");
  }

  /** Returns an executor of one thread, which is there only while there is something to do. */
  private static ScheduledThreadPoolExecutor executor(String name) {
    ThreadFactory threads =
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        };
    ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, threads);
    executor.setKeepAliveTime(IDLE_THREAD.toMillis(), TimeUnit.MILLISECONDS);
    executor.allowCoreThreadTimeOut(true);
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }

  /**
   * Reads the source from time to time, from now on.
   *
   * @param interval how long from the end of one reading to the next
   */
  public void poll(Duration interval) {
    var unused =
        reader.scheduleWithFixedDelay(
            this::poll, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Reads the source, which could not be read at first, until it can. */
  public void retry() {
    if (!hasNodes()) {
      var unused =
          reader.schedule(
              () -> {
                poll();
                retry();
              },
              RETRY.toMillis(),
              TimeUnit.MILLISECONDS);
    }
  }

  private void poll() {
    try {
      NodeList list = source.read();
      if (!list.equals(current)) {
        log.outcome(apply(list));
      }
    } catch (NodeSourceException | RuntimeException failed) {
      log.outcome(new ReloadOutcome.Unreadable(String.valueOf(failed.getMessage())));
    }
  }

  /**
   * Reads the source, and has the pool take over what has changed.
   *
   * @return completes with what came of it, within the time limit, and never exceptionally
   */
  public CompletableFuture<ReloadOutcome> reload() {
    lookUp.run();
    CompletableFuture<ReloadOutcome> outcome = new CompletableFuture<>();
    AtomicBoolean decided = new AtomicBoolean();
    var timeout =
        clerk.schedule(
            () -> {
              if (decided.compareAndSet(false, true)) {
                outcome.complete(
                    new ReloadOutcome.Unreadable("no answer in " + limit.toMillis() + " ms"));
              }
            },
            limit.toMillis(),
            TimeUnit.MILLISECONDS);
    reader.execute(
        () -> {
          if (!decided.get()) {
            read(decided, outcome);
            timeout.cancel(false);
          }
        });
    return outcome.whenComplete((result, none) -> log.outcome(result));
  }

  private void read(AtomicBoolean decided, CompletableFuture<ReloadOutcome> outcome) {
    ReloadOutcome result;
    try {
      NodeList list = source.read();
      if (!decided.compareAndSet(false, true)) {
        // Whoever waited was told that it has failed: so it has.
        return;
      }
      result = apply(list);
    } catch (NodeSourceException | RuntimeException failed) {
      result = new ReloadOutcome.Unreadable(String.valueOf(failed.getMessage()));
    }
    outcome.complete(result);
  }

  /** Has the pool take over a list. Only on the reader's thread. */
  private ReloadOutcome apply(NodeList list) {
    if (list.sets().isEmpty()) {
      return new ReloadOutcome.Refused(list.rejected());
    }
    List<NodeId> retained = new ArrayList<>();
    List<SetDefinition> sets =
        list.rejected().isEmpty() ? list.sets() : union(list.sets(), applied, retained);
    Set<NodeId> disabled = new HashSet<>(list.disabled());
    retained.stream().filter(states::isDisabledAtSource).forEach(disabled::add);
    states.setDisabledAtSource(disabled);
    ReloadReport report = pool.reload(sets);
    applied = sets;
    current = list;
    for (NodeView node : pool.nodes()) {
      if (node.operatorState() != states.of(node.id())) {
        setInPool(node.id());
      }
    }
    return new ReloadOutcome.Applied(report, retained, list.rejected());
  }

  /** Returns the listed nodes and those of before that are missing among them. */
  private static List<SetDefinition> union(
      List<SetDefinition> listed, List<SetDefinition> before, List<NodeId> missing) {
    Map<Integer, Map<String, NodeDefinition>> sets = new LinkedHashMap<>();
    for (SetDefinition set : listed) {
      Map<String, NodeDefinition> nodes = new LinkedHashMap<>();
      set.nodes().forEach(node -> nodes.put(node.name(), node));
      sets.put(set.id(), nodes);
    }
    for (SetDefinition set : before) {
      Map<String, NodeDefinition> nodes =
          sets.computeIfAbsent(set.id(), unused -> new LinkedHashMap<>());
      for (NodeDefinition node : set.nodes()) {
        if (nodes.putIfAbsent(node.name(), node) == null) {
          missing.add(new NodeId(set.id(), node.name()));
        }
      }
    }
    List<SetDefinition> union = new ArrayList<>();
    sets.forEach((id, nodes) -> union.add(new SetDefinition(id, List.copyOf(nodes.values()))));
    return union;
  }

  /**
   * Takes note of what the operator wants of nodes: at once, and for after a restart.
   *
   * @param nodes which
   * @return completes with whether a restart will find it again, and never exceptionally
   */
  public CompletableFuture<Boolean> setState(List<NodeId> nodes, OperatorState state) {
    states.setWish(nodes, state);
    nodes.forEach(this::setInPool);
    return CompletableFuture.supplyAsync(states::save, clerk);
  }

  private void setInPool(NodeId node) {
    List<NodeId> unused =
        pool.setOperatorState(node.name(), OptionalInt.of(node.setId()), states.of(node));
  }

  /** Returns whether the pool has been given any nodes. */
  public boolean hasNodes() {
    return !applied.isEmpty();
  }

  /** Reads no more, and lets go of the source. */
  @Override
  public synchronized void close() {
    if (!reader.isShutdown()) {
      reader.execute(source::close);
      reader.shutdown();
      clerk.shutdown();
    }
  }
}
