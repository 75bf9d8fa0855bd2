package io.rtpengine.sidecar.pool;

import io.rtpengine.sidecar.ng.NgEndpoint;
import io.rtpengine.sidecar.ng.NgObserver;
import io.rtpengine.sidecar.ng.NgOutcome;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One node of a set, for as long as it is in the pool: reloads change how it is configured, and
 * leave alone what is known of it. Thread-safe.
 */
final class Node {

  private final NodeId id;
  private final long hash;
  private final Health health;
  private final PoolObserver observer;
  private final AtomicInteger calls = new AtomicInteger();

  private volatile NodeDefinition definition;
  private volatile Optional<NgEndpoint> endpoint;
  private volatile OperatorState operatorState;

  Node(NodeId id, NodeDefinition definition, PoolSettings settings, PoolDependencies world) {
    this.id = id;
    this.hash = RendezvousHash.hash(id.name());
    this.observer = world.observer();
    this.health =
        new Health(
            settings.health(),
            world.loop(),
            new Jitter(world.random()),
            () -> {},
            (before, after) -> observer.nodeHealthChanged(id, before, after));
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
          health.answered();
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

  /** Returns the hash of the name, for {@link RendezvousHash}. */
  long hash() {
    return hash;
  }

  NodeDefinition definition() {
    return definition;
  }

  Optional<NgEndpoint> endpoint() {
    return endpoint;
  }

  boolean isUsable() {
    return endpoint.isPresent();
  }

  Health health() {
    return health;
  }

  OperatorState operatorState() {
    return operatorState;
  }

  void setOperatorState(OperatorState state) {
    OperatorState before = operatorState;
    operatorState = state;
    if (before != state) {
      observer.operatorStateChanged(id, before, state);
    }
  }

  /** Takes another configuration of the same node. */
  void redefine(NodeDefinition changed) {
    definition = changed;
  }

  /** Takes note of what came of a request. */
  void note(NgOutcome outcome) {
    if (outcome instanceof NgOutcome.Silent) {
      health.silent();
    } else if (outcome instanceof NgOutcome.Full) {
      health.full();
    } else if (outcome instanceof NgOutcome.Replied
        || outcome instanceof NgOutcome.Refused
        || outcome instanceof NgOutcome.Malformed) {
      health.answered();
    }
  }

  NodeView view(boolean leaving) {
    long next = health.nanosToNextProbe();
    return new NodeView(
        id,
        definition,
        health.state(),
        operatorState,
        leaving,
        calls.get(),
        0,
        Optional.empty(),
        next < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(next)),
        Set.of(),
        0);
  }

  void close() {
    health.close();
    endpoint.ifPresent(NgEndpoint::close);
  }
}
