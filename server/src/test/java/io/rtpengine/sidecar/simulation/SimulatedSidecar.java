package io.rtpengine.sidecar.simulation;

import io.rtpengine.sidecar.ng.NgEndpoints;
import io.rtpengine.sidecar.ng.NgExchange;
import io.rtpengine.sidecar.ng.NgObserver;
import io.rtpengine.sidecar.observe.NgObservers;
import io.rtpengine.sidecar.pool.NodeCommands;
import io.rtpengine.sidecar.pool.NodeView;
import io.rtpengine.sidecar.pool.OperatorState;
import io.rtpengine.sidecar.pool.Pool;
import io.rtpengine.sidecar.pool.PoolDependencies;
import io.rtpengine.sidecar.pool.PoolListener;
import io.rtpengine.sidecar.pool.PoolObserver;
import io.rtpengine.sidecar.pool.PoolSettings;
import io.rtpengine.sidecar.service.ContractServices;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** The real pool over the real NG client, as a process that can be restarted. */
final class SimulatedSidecar {

  /** What a listener throws is to be seen. */
  private static final NgObserver THROWS =
      new NgObserver() {
        @Override
        public void faulted(RuntimeException fault) {
          throw fault;
        }
      };

  private final PoolSettings settings;
  private final Fleet fleet;
  private final VirtualLoop loop;
  private final Function<RandomGenerator, NgEndpoints> endpoints;
  private final RandomGenerator random;
  private final NodeCommands commands = new ContractServices(Runnable::run).nodeCommands().join();
  private Pool pool;
  private int incarnation;

  SimulatedSidecar(
      PoolSettings settings,
      Fleet fleet,
      VirtualLoop loop,
      Function<RandomGenerator, NgEndpoints> endpoints,
      RandomGenerator random) {
    this.settings = settings;
    this.fleet = fleet;
    this.loop = loop;
    this.endpoints = endpoints;
    this.random = random;
    this.pool = open();
  }

  private Pool open() {
    NgEndpoints sockets = endpoints.apply(random);
    return Pool.open(
        settings,
        new PoolDependencies(
            (node, observer) ->
                Optional.of(sockets.open(node.address(), new NgObservers(observer, THROWS))),
            () -> commands,
            loop,
            random,
            fleet::stateOf,
            PoolObserver.NONE),
        fleet.definitions());
  }

  /** Stops, and starts anew, with other cookies and no memory but what the operator said. */
  void restart() {
    pool.close();
    incarnation++;
    pool = open();
  }

  /** Returns how often it was restarted. */
  int incarnation() {
    return incarnation;
  }

  NgExchange send(Request request, PoolListener listener) {
    long deadline = request.deadlineNanos();
    long absolute =
        deadline == VirtualTime.NEVER
            ? Long.MAX_VALUE
            : loop.nanoTime() + (deadline - request.sentNanos());
    return pool.send(request.route(), request.encode(), absolute, listener);
  }

  void reload() {
    var unused = pool.reload(fleet.definitions());
  }

  void setOperatorState(Fleet.Entry entry, OperatorState state) {
    entry.become(state, loop.time().nanoTime());
    var unused =
        pool.setOperatorState(entry.engine().node(), OptionalInt.of(entry.id().setId()), state);
  }

  List<NodeView> nodes() {
    return pool.nodes();
  }
}
