package io.rtpengine.sidecar.pool;

import io.rtpengine.sidecar.ng.NgEndpoint;
import io.rtpengine.sidecar.ng.NgExchange;
import io.rtpengine.sidecar.ng.NgListener;
import io.rtpengine.sidecar.ng.NgObserver;
import io.rtpengine.sidecar.ng.NgOutcome;
import io.rtpengine.sidecar.ng.NgRequest;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One node of a set, for as long as it is in the pool: reloads change how it is configured, and
 * leave alone what is known of it. Thread-safe.
 */
final class Node {

  /** How long a silence lasts, at least, that says something about the node. */
  private static final long TELLING_SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  /** How much the latest answer counts towards the latency. */
  private static final double LATEST = 0.125;

  private final NodeId id;
  private final String handle;
  private final long hash;
  private final PoolSettings settings;
  private final PoolDependencies world;
  private final CallTable table;
  private final Health health;
  private final Ghosts ghosts;
  private final Reconciliation reconciliation;
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final Capabilities capabilities = new Capabilities();

  private volatile NodeDefinition definition;
  private volatile Optional<NgEndpoint> endpoint;
  private volatile OperatorState operatorState;
  private volatile boolean heardOfLately;
  private volatile double latencyNanos;

  Node(
      NodeId id,
      NodeDefinition definition,
      PoolSettings settings,
      PoolDependencies world,
      CallTable table) {
    this.id = id;
    this.handle = Handle.of(id);
    this.hash = RendezvousHash.hash(id.name());
    this.settings = settings;
    this.world = world;
    this.table = table;
    this.health =
        new Health(
            settings.health(),
            world.loop(),
            new Jitter(world.random()),
            this::probe,
            this::onHealthChange);
    this.ghosts = new Ghosts(this, table, world);
    this.reconciliation = new Reconciliation(this, table, settings.affinity(), world);
    this.definition = definition;
    this.operatorState = world.states().of(id);
    this.endpoint = world.endpoints().open(definition, lifeSigns());
  }

  /** Late replies are proof of life as well. */
  private NgObserver lifeSigns() {
    return new NgObserver() {
      @Override
      public void dropped(DropReason reason, SocketAddress sender, int bytes) {
        if (reason == DropReason.LATE) {
          onLife();
        }
      }
    };
  }

  NodeId id() {
    return id;
  }

  String name() {
    return id.name();
  }

  /** Returns what callers may keep to find this node again. */
  String handle() {
    return handle;
  }

  /** Returns the hash of the name, for {@link RendezvousHash}. */
  long hash() {
    return hash;
  }

  NodeDefinition definition() {
    return definition;
  }

  Health health() {
    return health;
  }

  Ghosts ghosts() {
    return ghosts;
  }

  Reconciliation reconciliation() {
    return reconciliation;
  }

  OperatorState operatorState() {
    return operatorState;
  }

  /** Returns how many calls are known to be on this node. */
  int calls() {
    return calls.get();
  }

  void countCall(int change) {
    calls.addAndGet(change);
  }

  /** Returns whether requests can be sent at all. */
  boolean isReachable() {
    return endpoint.isPresent() && endpoint.get().isReachable();
  }

  /** Returns whether there is a point in asking the node anything. */
  boolean canBeAsked() {
    return isReachable()
        && operatorState != OperatorState.DISABLED
        && health.state() != HealthState.DOWN;
  }

  /** Returns whether no request is under way to this node. */
  boolean isIdle() {
    return inFlight.get() == 0;
  }

  /** Returns whether the node has said that it does not have a command. */
  boolean lacks(String command) {
    return capabilities.lacks(command);
  }

  void setOperatorState(OperatorState state) {
    OperatorState before = operatorState;
    operatorState = state;
    if (before != state) {
      world.observer().operatorStateChanged(id, before, state);
    }
  }

  /** Takes another configuration of the same node. */
  void redefine(NodeDefinition changed) {
    NodeDefinition before = definition;
    definition = changed;
    if (!before.large().equals(changed.large())) {
      Optional<NgEndpoint> old = endpoint;
      endpoint = world.endpoints().open(changed, lifeSigns());
      // What is under way may end.
      world
          .loop()
          .schedule(() -> old.ifPresent(NgEndpoint::close), settings.requestTimeout().toNanos());
    }
  }

  /**
   * Sends a request. {@link #note} must be told its outcome, and {@link #over} when nothing follows
   * from it any more.
   *
   * @param deadlineNanos as for {@link NgEndpoint#send}
   */
  NgExchange send(NgRequest request, long deadlineNanos, NgListener listener) {
    inFlight.incrementAndGet();
    return endpoint.orElseThrow().send(request, deadlineNanos, listener);
  }

  /** Takes note of what came of a request. */
  void note(NgRequest request, NgOutcome outcome, Verdict verdict) {
    if (isAnswer(outcome)) {
      onAnswer(request, outcome, verdict);
    } else if (isTellingSilence(outcome)) {
      health.silent();
    }
  }

  /** Takes note that a request is over. */
  void over() {
    inFlight.decrementAndGet();
  }

  private void onAnswer(NgRequest request, NgOutcome outcome, Verdict verdict) {
    capabilities.note(request.command(), verdict != Verdict.NOT_SUPPORTED);
    if (outcome.transmissions() == 1) {
      double latest = outcome.elapsedNanos();
      // Two at a time may lose one of them, which does not matter.
      latencyNanos = latencyNanos == 0 ? latest : latencyNanos + LATEST * (latest - latencyNanos);
    }
    if (verdict == Verdict.FULL) {
      health.full();
    }
    onLife();
  }

  private void onLife() {
    if (!heardOfLately) {
      heardOfLately = true;
    }
    health.answered();
    ghosts.nodeAnswers();
  }

  /** Sends a request of the pool's own, which may take as long as any. */
  void sendOwn(NgRequest request, NgListener listener) {
    if (!isReachable()) {
      listener.onOutcome(new NgOutcome.LocalFault("no endpoint", 0, 0));
      return;
    }
    long deadline = world.loop().nanoTime() + settings.requestTimeout().toNanos();
    NgExchange unused =
        send(
            request,
            deadline,
            outcome -> {
              note(request, outcome, isAnswer(outcome) ? Verdict.SERVED : Verdict.SILENT);
              over();
              listener.onOutcome(outcome);
            });
  }

  /** Asks the node whether it is there, if nothing has been heard of it since the last time. */
  void pingIfQuiet() {
    boolean quiet = !heardOfLately;
    heardOfLately = false;
    if (quiet
        && operatorState != OperatorState.DISABLED
        && health.state() != HealthState.DOWN
        && !health.isSuspected()) {
      ping(
          outcome -> {
            if (outcome instanceof NgOutcome.Silent) {
              health.silent();
            }
          });
    }
  }

  private void probe() {
    ping(outcome -> health.probeFailed(outcome instanceof NgOutcome.Silent));
  }

  /** Sends a ping. An answer is taken note of. */
  private void ping(NgListener onFailure) {
    if (operatorState == OperatorState.DISABLED || !isReachable()) {
      onFailure.onOutcome(new NgOutcome.LocalFault("not to be probed", 0, 0));
      return;
    }
    NgRequest ping = world.commands().get().ping();
    long deadline = world.loop().nanoTime() + settings.health().probeTimeout().toNanos();
    NgExchange unused =
        send(
            ping,
            deadline,
            outcome -> {
              over();
              if (isAnswer(outcome)) {
                onAnswer(ping, outcome, Verdict.SERVED);
              } else {
                onFailure.onOutcome(outcome);
              }
            });
  }

  private void onHealthChange(HealthState before, HealthState after) {
    world.observer().nodeHealthChanged(id, before, after);
    if (before == HealthState.DOWN) {
      capabilities.forget();
      reconciliation.nodeIsBack();
    }
    if (after == HealthState.DOWN && calls.get() > 0) {
      world.observer().callsStranded(id, table.callsOf(this));
    }
  }

  /** Returns whether the node has said anything. */
  static boolean isAnswer(NgOutcome outcome) {
    return outcome instanceof NgOutcome.Replied
        || outcome instanceof NgOutcome.Refused
        || outcome instanceof NgOutcome.Full
        || outcome instanceof NgOutcome.Malformed;
  }

  /** A caller that is in a hurry, and gives up, tells nothing about the node. */
  private static boolean isTellingSilence(NgOutcome outcome) {
    return (outcome instanceof NgOutcome.Silent silent && !silent.deadlineWasCallers())
        || ((outcome instanceof NgOutcome.Silent || outcome instanceof NgOutcome.Cancelled)
            && outcome.elapsedNanos() >= TELLING_SILENCE_NANOS);
  }

  NodeView view(boolean leaving) {
    long next = health.nanosToNextProbe();
    double latency = latencyNanos;
    return new NodeView(
        id,
        definition,
        health.state(),
        endpoint.flatMap(NgEndpoint::address),
        operatorState,
        leaving,
        calls.get(),
        inFlight.get(),
        latency == 0 ? Optional.empty() : Optional.of(Duration.ofNanos((long) latency)),
        next < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(next)),
        capabilities.lacking(),
        ghosts.count());
  }

  void close() {
    health.close();
    ghosts.drop();
    reconciliation.close();
    endpoint.ifPresent(NgEndpoint::close);
  }
}
