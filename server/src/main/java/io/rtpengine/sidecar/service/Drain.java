package io.rtpengine.sidecar.service;

import io.grpc.stub.ServerCallStreamObserver;
import io.rtpengine.sidecar.pool.NodeId;
import io.rtpengine.sidecar.pool.NodeView;
import io.rtpengine.sidecar.pool.OperatorState;
import io.rtpengine.sidecar.pool.Pool;
import io.rtpengine.sidecar.pool.PoolLoop;
import io.rtpengine.sidecar.store.SavedStates;
import io.rtpengine.v1.DrainNodeRequest;
import io.rtpengine.v1.DrainNodeResponse;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Tells one caller how far a node is that runs empty, until it is. Confined to the loop, once it
 * has been started.
 */
final class Drain {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long DEFAULT_INTERVAL = NANOS_PER_SECOND;
  private static final long MIN_INTERVAL = NANOS_PER_SECOND / 10;
  private static final long MAX_SECONDS = 3_600;

  /** How long a node may take to say how many calls it has. */
  private static final long PATIENCE = 5 * NANOS_PER_SECOND;

  private final List<NodeId> nodes;
  private final long interval;
  private final Optional<EngineCalls> engineCalls;
  private final Pool pool;
  private final SavedStates states;
  private final PoolLoop loop;
  private final ServerCallStreamObserver<DrainNodeResponse> responses;
  private final long start;

  /**
   * Creates a drain.
   *
   * @param nodes one engine, as it is in one set or in several
   * @param interval nanoseconds from one message to the next
   * @param engineCalls asks the engine, which then has to say that it is empty; nothing if only the
   *     calls count that are known here
   */
  Drain(
      List<NodeId> nodes,
      long interval,
      Optional<EngineCalls> engineCalls,
      Pool pool,
      SavedStates states,
      PoolLoop loop,
      ServerCallStreamObserver<DrainNodeResponse> responses) {
    this.nodes = List.copyOf(nodes);
    this.interval = interval;
    this.engineCalls = engineCalls;
    this.pool = pool;
    this.states = states;
    this.loop = loop;
    this.responses = responses;
    this.start = loop.nanoTime();
  }

  /**
   * Returns the interval that is asked for, in nanoseconds.
   *
   * @throws io.grpc.StatusRuntimeException if it is out of range
   */
  static long interval(DrainNodeRequest request) {
    if (!request.hasUpdateInterval()) {
      return DEFAULT_INTERVAL;
    }
    // Out of range by whole seconds is out of range all the same, and can't overflow.
    long seconds =
        Math.max(-1, Math.min(request.getUpdateInterval().getSeconds(), MAX_SECONDS + 1));
    long nanos = seconds * NANOS_PER_SECOND + request.getUpdateInterval().getNanos();
    if (nanos < MIN_INTERVAL || nanos > MAX_SECONDS * NANOS_PER_SECOND) {
      String problem = "update_interval: out of range (expected: 0.1 s to 1 h)";
      throw Failure.of(Reason.INVALID_FIELD, problem)
          .with("update_interval", Reason.INVALID_FIELD, problem)
          .toException();
    }
    return nanos;
  }

  void start() {
    // Else gRPC would throw at the next message after the caller has gone.
    responses.setOnCancelHandler(() -> {});
    loop.execute(this::ask);
  }

  private void ask() {
    if (responses.isCancelled()) {
      return;
    }
    if (engineCalls.isPresent()) {
      long deadline = loop.nanoTime() + PATIENCE;
      engineCalls.get().count(nodes.get(0), deadline, atNode -> loop.execute(() -> tell(atNode)));
    } else {
      tell(OptionalInt.empty());
    }
  }

  private void tell(OptionalInt atNode) {
    if (responses.isCancelled()) {
      return;
    }
    if (nodes.stream().anyMatch(node -> states.of(node) == OperatorState.ENABLED)) {
      responses.onError(
          Failure.of(Reason.NODE_IN_USE, nodes.get(0).name() + " has been enabled again")
              .with("node", nodes.get(0).name())
              .toException());
      return;
    }
    int calls =
        pool.nodes().stream()
            .filter(view -> nodes.contains(view.id()))
            .mapToInt(NodeView::calls)
            .sum();
    // An engine that says nothing may have calls of which only others know.
    boolean emptyForOthers = engineCalls.isEmpty() || atNode.equals(OptionalInt.of(0));
    boolean done = calls == 0 && emptyForOthers;
    // A caller that does not read is left out, but for the end.
    if (done || responses.isReady()) {
      responses.onNext(message(calls, atNode, done));
    }
    if (done) {
      responses.onCompleted();
    } else {
      loop.schedule(this::ask, interval);
    }
  }

  private DrainNodeResponse message(int calls, OptionalInt atNode, boolean done) {
    DrainNodeResponse.Builder message =
        DrainNodeResponse.newBuilder()
            .setCalls(calls)
            .setElapsed(AttemptMessages.duration(loop.nanoTime() - start))
            .setDone(done);
    atNode.ifPresent(message::setCallsAtNode);
    return message.build();
  }
}
