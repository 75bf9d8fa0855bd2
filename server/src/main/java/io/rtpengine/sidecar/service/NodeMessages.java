package io.rtpengine.sidecar.service;

import io.rtpengine.sidecar.ng.NgAddress;
import io.rtpengine.sidecar.pool.HealthState;
import io.rtpengine.sidecar.pool.NodeId;
import io.rtpengine.sidecar.pool.NodeView;
import io.rtpengine.sidecar.pool.OperatorState;
import io.rtpengine.sidecar.store.SavedStates;
import io.rtpengine.v1.Node;
import io.rtpengine.v1.NodeHealth;
import io.rtpengine.v1.NodeReference;
import java.util.Optional;

/** Nodes and their states, as the contract has them. */
final class NodeMessages {

  private NodeMessages() {}

  static Node of(NodeView view, SavedStates states) {
    NodeId id = view.id();
    Node.Builder node =
        Node.newBuilder()
            .setNode(id.name())
            .setSetId(id.setId())
            .setWeight(view.definition().weight())
            .setPriority(view.definition().priority())
            .setOperatorState(of(states.wish(id)))
            .setDisabledAtSource(states.isDisabledAtSource(id))
            .setLeaving(view.leaving())
            .setHealth(of(view.health()))
            .setRequestsInFlight(view.inFlight())
            .setCalls(view.calls())
            .addAllMissingCommands(view.lacks())
            .setDeletionsOwed(view.ghosts());
    view.address().ifPresent(address -> node.setAddress(NgAddress.numeric(address)));
    view.nextProbe()
        .ifPresent(time -> node.setTimeToProbe(AttemptMessages.duration(time.toNanos())));
    view.latency().ifPresent(time -> node.setLatency(AttemptMessages.duration(time.toNanos())));
    return node.build();
  }

  static NodeReference of(NodeId id) {
    return NodeReference.newBuilder().setNode(id.name()).setSetId(id.setId()).build();
  }

  /** Returns the state that a caller means; nothing if it is none that is known here. */
  static Optional<OperatorState> of(io.rtpengine.v1.OperatorState state) {
    return switch (state) {
      case OPERATOR_STATE_ENABLED -> Optional.of(OperatorState.ENABLED);
      case OPERATOR_STATE_DRAINING -> Optional.of(OperatorState.DRAINING);
      case OPERATOR_STATE_DISABLED -> Optional.of(OperatorState.DISABLED);
      case OPERATOR_STATE_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
    };
  }

  static io.rtpengine.v1.OperatorState of(OperatorState state) {
    return switch (state) {
      case ENABLED -> io.rtpengine.v1.OperatorState.OPERATOR_STATE_ENABLED;
      case DRAINING -> io.rtpengine.v1.OperatorState.OPERATOR_STATE_DRAINING;
      case DISABLED -> io.rtpengine.v1.OperatorState.OPERATOR_STATE_DISABLED;
    };
  }

  static NodeHealth of(HealthState health) {
    return switch (health) {
      case UNKNOWN -> NodeHealth.NODE_HEALTH_UNKNOWN;
      case UP -> NodeHealth.NODE_HEALTH_UP;
      case SATURATED -> NodeHealth.NODE_HEALTH_SATURATED;
      case DOWN -> NodeHealth.NODE_HEALTH_DOWN;
    };
  }
}
