package io.rtpengine.sidecar.pool;

import io.rtpengine.sidecar.ng.NgExchange;
import io.rtpengine.sidecar.ng.NgRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * All nodes, in their sets, and the calls on them. Thread-safe.
 *
 * <p>A request goes one of three ways, each of which is a class: {@link NodeDispatch} if it
 * concerns no call, {@link CallOpening} if it opens one, {@link CallCommand} if it is about one
 * that exists.
 */
public final class Pool implements AutoCloseable {

  private final PoolSettings settings;
  private final PoolDependencies world;
  private final Core core;
  private final ReentrantLock reloading = new ReentrantLock();

  private final Supplier<Topology> current = this::topology;

  private volatile Topology topology = Topology.EMPTY;
  private volatile boolean closed;

  private Pool(PoolSettings settings, PoolDependencies world) {
    this.settings = settings;
    this.world = world;
    this.core = Core.of(settings, world);
  }

  private Topology topology() {
    return topology;
  }

  /** Opens a pool, and the endpoints of its nodes. */
  public static Pool open(
      PoolSettings settings, PoolDependencies world, List<SetDefinition> definitions) {
    Pool pool = new Pool(settings, world);
    ReloadReport unused = pool.reload(definitions);
    pool.planRound();
    return pool;
  }

  /**
   * Sends a request. To be called on one of the event loops that the endpoints are on, which it
   * then stays on.
   *
   * @param route where to
   * @param request what
   * @param callerDeadlineNanos when the caller stops waiting, on the clock of the pool's loop,
   *     which is that of {@link System#nanoTime}; {@link Long#MAX_VALUE} if never
   * @param listener is told the outcome
   * @return a means to give up
   */
  public NgExchange send(
      Route route, NgRequest request, long callerDeadlineNanos, PoolListener listener) {
    CallEffect effect = route.callId().isPresent() ? route.effect() : CallEffect.NONE;
    Dispatch dispatch =
        switch (effect) {
          case NONE ->
              new NodeDispatch(core, current, route, request, callerDeadlineNanos, listener);
          case OPENS ->
              new CallOpening(core, current, route, request, callerDeadlineNanos, listener);
          case ON, ENDS, ENDS_PART ->
              new CallCommand(core, current, route, request, callerDeadlineNanos, listener);
        };
    core.underWay().increment();
    dispatch.start();
    return dispatch;
  }

  /**
   * Returns whether all requests have had their outcome, and what is done with it has been done: of
   * use to whoever sends none any more.
   */
  public boolean isIdle() {
    return core.underWay().sum() == 0;
  }

  /**
   * Says where a request would go if it were sent now. Nothing is sent, and no call is bound.
   *
   * @param command the name of its command
   */
  public Forecast foresee(Route route, String command) {
    Forecaster forecaster = new Forecaster(core, topology, route, command);
    return route.callId().isEmpty()
        ? forecaster.ofNode()
        : switch (route.effect()) {
          case NONE -> forecaster.ofNode();
          case OPENS -> forecaster.ofOpening(route.callId().get());
          case ON, ENDS, ENDS_PART -> forecaster.ofCommand(route.callId().get());
        };
  }

  /**
   * Takes another list of nodes. What did not change keeps its sockets, its health, what the
   * operator said of it, and its calls; what is gone takes no new calls, and is closed when its
   * calls have ended. Blocks while host names are resolved.
   *
   * @param definitions the sets, whole
   */
  public ReloadReport reload(List<SetDefinition> definitions) {
    ReloadReport report;
    reloading.lock();
    try {
      Topology.Change change =
          topology.reload(
              definitions,
              (id, definition) -> new Node(id, definition, settings, world, core.table()));
      topology = change.topology();
      report = change.report();
    } finally {
      reloading.unlock();
    }
    world.observer().reloaded(report);
    world.loop().execute(this::letGo);
    return report;
  }

  /** Sees to what is to be seen to from time to time. */
  private void round() {
    core.table().expire();
    letGo();
    if (settings.health().probesAll()) {
      for (NodeSet set : topology.sets()) {
        set.nodes().forEach(Node::pingIfQuiet);
      }
    }
    for (NodeSet set : topology.sets()) {
      set.nodes().forEach(node -> node.reconciliation().round());
    }
    planRound();
  }

  private void planRound() {
    if (!closed) {
      long interval = settings.health().probeInterval().toNanos();
      world.loop().schedule(this::round, new Jitter(world.random()).around(interval));
    }
  }

  /** Closes the nodes that have been removed and have no calls any more. */
  private void letGo() {
    // A reload that is under way resolves host names: nobody waits for that here.
    if (!reloading.tryLock()) {
      return;
    }
    Set<Node> gone;
    try {
      gone = topology.deserted();
      if (!gone.isEmpty()) {
        topology = topology.without(gone);
      }
    } finally {
      reloading.unlock();
    }
    for (Node node : gone) {
      node.close();
      world.observer().nodeGone(node.id());
    }
  }

  /**
   * Has a call looked after that is said to be over: if its node says so too, it is forgotten, as
   * {@link PoolObserver.Unbound#ENDED}. Does nothing if it is not known.
   */
  public void mayBeOver(String callId) {
    Node node = core.table().find(callId);
    if (node != null) {
      node.reconciliation().mayBeOver(callId);
    }
  }

  /** Returns the node that a call is known to be on. */
  public Optional<NodeId> locate(String callId) {
    return Optional.ofNullable(core.table().find(callId)).map(Node::id);
  }

  /** Returns all nodes as they are now, those that leave included. */
  public List<NodeView> nodes() {
    List<NodeView> views = new ArrayList<>();
    for (NodeSet set : topology.sets()) {
      set.members().forEach(member -> views.add(member.node().view(false)));
      set.leaving().forEach(node -> views.add(node.view(true)));
    }
    return views;
  }

  /**
   * Takes note of what the operator says of a node, until it says otherwise.
   *
   * @param name the node's name
   * @param setId the set; if none is named, the node of this name in every set
   * @return the nodes that it was said of: none, if there is no such node
   */
  public List<NodeId> setOperatorState(String name, OptionalInt setId, OperatorState state) {
    List<NodeId> found = new ArrayList<>();
    for (NodeSet set : topology.sets()) {
      if (setId.isEmpty() || setId.getAsInt() == set.id()) {
        Optional<Node> named = set.named(name);
        if (named.isPresent()) {
          named.get().setOperatorState(state);
          found.add(named.get().id());
        }
      }
    }
    return found;
  }

  /** Closes the endpoints of all nodes. */
  @Override
  public void close() {
    closed = true;
    for (NodeSet set : topology.sets()) {
      set.nodes().forEach(Node::close);
    }
  }
}
