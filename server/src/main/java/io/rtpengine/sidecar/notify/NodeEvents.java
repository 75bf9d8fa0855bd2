package io.rtpengine.sidecar.notify;

import io.rtpengine.sidecar.ng.NgAddress;
import io.rtpengine.sidecar.ng.NgObserver;
import io.rtpengine.sidecar.pool.HealthState;
import io.rtpengine.sidecar.pool.NodeId;
import io.rtpengine.sidecar.pool.OperatorState;
import io.rtpengine.sidecar.pool.PoolObserver;
import io.rtpengine.sidecar.pool.ReloadReport;
import io.rtpengine.v1.CallLost;
import io.rtpengine.v1.CallStranded;
import io.rtpengine.v1.EventType;
import io.rtpengine.v1.NodeHealth;
import io.rtpengine.v1.NodeStateChanged;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Makes events of what happens to nodes, and to calls because of it. Thread-safe.
 *
 * <p>A node that goes down may strand a hundred thousand calls. They are told of one by one, at a
 * pace that whoever re-invites them can keep, and never take more than half of the history: what
 * else happens meanwhile must not be lost for it.
 */
final class NodeEvents implements PoolObserver {

  private static final int STRANDED_AT_A_TIME = 5;
  private static final long PAUSE_MILLIS = 10;
  private static final long LONG_PAUSE_MILLIS = 500;
  private static final double LARGEST_SHARE = 0.5;

  private final Hub hub;
  private final Playbacks playbacks;
  private final ScheduledExecutorService timer;
  private final Map<NodeId, HealthState> healths = new ConcurrentHashMap<>();
  private final Map<NodeId, OperatorState> operatorStates = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Stranded> stranded = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean telling = new AtomicBoolean();
  private volatile Runnable onReload = () -> {};

  NodeEvents(Hub hub, Playbacks playbacks, ScheduledExecutorService timer) {
    this.hub = hub;
    this.playbacks = playbacks;
    this.timer = timer;
  }

  /** Calls of a node that nobody has been told of yet. */
  private record Stranded(NodeId node, Iterator<String> callIds) {}

  @Override
  public void nodeHealthChanged(NodeId node, HealthState from, HealthState to) {
    healths.put(node, to);
    OperatorState operator = operatorStates.getOrDefault(node, OperatorState.ENABLED);
    publish(node, from, to, operator, operator);
  }

  @Override
  public void operatorStateChanged(NodeId node, OperatorState from, OperatorState to) {
    operatorStates.put(node, to);
    HealthState health = healths.getOrDefault(node, HealthState.UNKNOWN);
    publish(node, health, health, from, to);
  }

  /** Has something done, on another thread, whenever there are other nodes, or one has moved. */
  void whenReloaded(Runnable task) {
    onReload = task;
  }

  @Override
  public void reloaded(ReloadReport report) {
    var unused = CompletableFuture.runAsync(onReload);
  }

  /** Returns what is to be told where the host names of nodes lead. */
  NgObserver names() {
    return new NgObserver() {
      @Override
      public void located(NgAddress.Udp engine, Optional<InetSocketAddress> address) {
        var unused = CompletableFuture.runAsync(onReload);
      }
    };
  }

  @Override
  public void nodeGone(NodeId node) {
    healths.remove(node);
    operatorStates.remove(node);
  }

  private void publish(
      NodeId node,
      HealthState previousHealth,
      HealthState health,
      OperatorState previousOperator,
      OperatorState operator) {
    NodeStateChanged changed =
        NodeStateChanged.newBuilder()
            .setPreviousHealth(health(previousHealth))
            .setHealth(health(health))
            .setPreviousOperatorState(operatorState(previousOperator))
            .setOperatorState(operatorState(operator))
            .build();
    Subject subject =
        new Subject(
            EventType.EVENT_TYPE_NODE_STATE_CHANGED, origin(node), null, List.of(), List.of());
    hub.publish(subject, 0, event -> event.setNodeStateChanged(changed));
  }

  private static Origin origin(NodeId node) {
    return new Origin(node.setId(), node.name());
  }

  private static NodeHealth health(HealthState state) {
    return switch (state) {
      case UNKNOWN -> NodeHealth.NODE_HEALTH_UNKNOWN;
      case UP -> NodeHealth.NODE_HEALTH_UP;
      case SATURATED -> NodeHealth.NODE_HEALTH_SATURATED;
      case DOWN -> NodeHealth.NODE_HEALTH_DOWN;
    };
  }

  private static io.rtpengine.v1.OperatorState operatorState(OperatorState state) {
    return switch (state) {
      case ENABLED -> io.rtpengine.v1.OperatorState.OPERATOR_STATE_ENABLED;
      case DRAINING -> io.rtpengine.v1.OperatorState.OPERATOR_STATE_DRAINING;
      case DISABLED -> io.rtpengine.v1.OperatorState.OPERATOR_STATE_DISABLED;
    };
  }

  @Override
  public void callsStranded(NodeId node, Iterator<String> callIds) {
    stranded.add(new Stranded(node, callIds));
    if (telling.compareAndSet(false, true)) {
      var unused = timer.schedule(this::tell, 0, TimeUnit.MILLISECONDS);
    }
  }

  private void tell() {
    boolean room = hub.share(EventType.EVENT_TYPE_CALL_STRANDED) < LARGEST_SHARE;
    for (int left = room ? STRANDED_AT_A_TIME : 0; left > 0; left--) {
      Stranded next = stranded.peek();
      if (next == null) {
        break;
      }
      // A node that answers again has its calls still, or the comparison of calls will tell.
      boolean isDown = healths.get(next.node()) == HealthState.DOWN;
      if (isDown && next.callIds().hasNext()) {
        publishStranded(next.node(), next.callIds().next());
      } else {
        stranded.poll();
      }
    }
    telling.set(false);
    if (!stranded.isEmpty() && telling.compareAndSet(false, true)) {
      long pause = room ? PAUSE_MILLIS : LONG_PAUSE_MILLIS;
      var unused = timer.schedule(this::tell, pause, TimeUnit.MILLISECONDS);
    }
  }

  private void publishStranded(NodeId node, String callId) {
    hub.publish(
        Subject.ofCall(EventType.EVENT_TYPE_CALL_STRANDED, origin(node), callId),
        0,
        event -> event.setCallStranded(CallStranded.getDefaultInstance()));
  }

  @Override
  public void callUnbound(NodeId node, String callId, Unbound why) {
    if (why == Unbound.LOST) {
      playbacks.callEnded(callId);
      hub.publish(
          Subject.ofCall(EventType.EVENT_TYPE_CALL_LOST, origin(node), callId),
          0,
          event -> event.setCallLost(CallLost.getDefaultInstance()));
    }
  }
}
