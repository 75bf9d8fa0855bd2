package io.rtpengine.sidecar.store;

import io.rtpengine.sidecar.ng.HostNames;
import io.rtpengine.sidecar.pool.NodeId;
import io.rtpengine.sidecar.pool.NodeView;
import io.rtpengine.sidecar.pool.OperatorState;
import io.rtpengine.sidecar.pool.Pool;
import io.rtpengine.sidecar.pool.ReloadReport;
import io.rtpengine.sidecar.pool.SetDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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
  private final HostNames names;
  private final LastNodes last;
  private final Duration limit;
  private final RosterLog log;

  /** What blocks as long as the source does. */
  private final ScheduledThreadPoolExecutor reader;

  /** What must not wait for that. */
  private final ScheduledThreadPoolExecutor clerk;

  /** Confined to the reader. */
  private final AddressNodes addresses;

  /** What is listed, as far as it is in order: the pool has it, with a node for each address. */
  private volatile List<SetDefinition> applied = List.of();

  /** What of that is disabled. */
  private volatile Set<NodeId> disabled = Set.of();

  /** What that was read as. */
  private volatile NodeList current = NodeList.of(List.of());

  private volatile boolean hasRead;

  /**
   * Creates a roster of a pool without nodes, which gets some by {@link #start} or {@link #begin}.
   *
   * @param names looks up the names of hosts, which is done with every reload
   * @param last keeps the list for a start at which the source can't be read
   * @param limit how long reading may take
   */
  public Roster(
      NodeSource source,
      Pool pool,
      SavedStates states,
      HostNames names,
      LastNodes last,
      Duration limit) {
    this.source = source;
    this.pool = pool;
    this.states = states;
    this.names = names;
    this.last = last;
    this.limit = limit;
    this.log = new RosterLog(source);
    this.reader = executor("nodes-reader");
    this.clerk = executor("nodes-clerk");
    this.addresses = new AddressNodes(names, this::onOtherAddresses);
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

  /** Has the pool take over a list that has been read already. Waits for it. */
  public void begin(NodeList list) {
    CompletableFuture.runAsync(
            () -> {
              addresses.lookUp(list.sets(), limit.dividedBy(2));
              var unused = apply(list);
            },
            reader)
        .join();
  }

  /**
   * Reads the source for the first time, and waits for it. If that is impossible, or gives no
   * nodes, they are those that were last read before the process was started, if these are known,
   * and the source is tried again until it has some.
   */
  public void start() {
    var unused = reload().join();
    if (!hasRead) {
      Optional<NodeList> remembered = last.read();
      if (remembered.isPresent()) {
        log.remembered();
        begin(remembered.get());
      }
      retry();
    }
  }

  private void retry() {
    if (!hasRead) {
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
      if (list.equals(current)) {
        hasRead = true;
        log.unchanged();
      } else {
        addresses.lookUp(list.sets(), limit.dividedBy(2));
        log.outcome(applyRead(list));
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
    names.lookUp();
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
      addresses.lookUp(list.sets(), limit.dividedBy(2));
      if (!decided.compareAndSet(false, true)) {
        // Whoever waited was told that it has failed: so it has.
        return;
      }
      result = applyRead(list);
    } catch (NodeSourceException | RuntimeException failed) {
      result = new ReloadOutcome.Unreadable(String.valueOf(failed.getMessage()));
    }
    outcome.complete(result);
  }

  /** Has the pool take over a list that comes from the source. Only on the reader's thread. */
  private ReloadOutcome applyRead(NodeList list) {
    ReloadOutcome outcome = apply(list);
    if (outcome instanceof ReloadOutcome.Applied) {
      hasRead = true;
      last.save(applied, disabled);
    }
    return outcome;
  }

  /** Has the pool take over a list. Only on the reader's thread. */
  private ReloadOutcome apply(NodeList list) {
    if (list.sets().isEmpty()) {
      return new ReloadOutcome.Refused(list.rejected());
    }
    List<NodeId> retained = new ArrayList<>();
    List<SetDefinition> sets =
        list.rejected().isEmpty() ? list.sets() : list.with(applied, retained);
    Set<NodeId> off = new HashSet<>(list.disabled());
    retained.stream().filter(disabled::contains).forEach(off::add);
    applied = sets;
    disabled = Set.copyOf(off);
    current = list;
    return new ReloadOutcome.Applied(handOver(), retained, list.rejected());
  }

  /** Has the pool take over what is listed, at the addresses that are known. */
  private ReloadReport handOver() {
    addresses.followOnly(applied);
    states.setDisabledAtSource(addresses.expand(disabled, applied));
    ReloadReport report = pool.reload(addresses.expand(applied));
    for (NodeView node : pool.nodes()) {
      if (node.operatorState() != states.of(node.id())) {
        setInPool(node.id());
      }
    }
    return report;
  }

  private synchronized void onOtherAddresses() {
    if (!reader.isShutdown()) {
      reader.execute(() -> log.changed(handOver()));
    }
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
      reader.execute(addresses::close);
      reader.execute(source::close);
      reader.shutdown();
      clerk.shutdown();
    }
  }
}
