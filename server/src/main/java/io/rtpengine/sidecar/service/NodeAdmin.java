package io.rtpengine.sidecar.service;

import com.google.rpc.PreconditionFailure;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.rtpengine.sidecar.pool.NodeId;
import io.rtpengine.sidecar.pool.NodeView;
import io.rtpengine.sidecar.pool.OperatorState;
import io.rtpengine.sidecar.pool.Pool;
import io.rtpengine.sidecar.pool.PoolLoop;
import io.rtpengine.sidecar.store.NodeList.Rejection;
import io.rtpengine.sidecar.store.ReloadOutcome;
import io.rtpengine.sidecar.store.Roster;
import io.rtpengine.sidecar.store.SavedStates;
import io.rtpengine.v1.DrainNodeRequest;
import io.rtpengine.v1.DrainNodeResponse;
import io.rtpengine.v1.ListNodesRequest;
import io.rtpengine.v1.ListNodesResponse;
import io.rtpengine.v1.NodeReference;
import io.rtpengine.v1.NodeServiceGrpc;
import io.rtpengine.v1.RejectedNode;
import io.rtpengine.v1.ReloadNodesRequest;
import io.rtpengine.v1.ReloadNodesResponse;
import io.rtpengine.v1.SetNodeStateRequest;
import io.rtpengine.v1.SetNodeStateResponse;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Serves what operators do with nodes: the RPCs of NodeService that are no NG commands.
 * Thread-safe; it never blocks.
 */
public final class NodeAdmin extends NodeServiceGrpc.NodeServiceImplBase {

  private final Pool pool;
  private final Roster roster;
  private final SavedStates states;
  private final EngineCalls engineCalls;
  private final PoolLoop loop;

  /**
   * Creates the service.
   *
   * @param pool the nodes
   * @param roster where they come from
   * @param states what operators have said of them
   * @param engineCalls asks a node how many calls it has
   * @param loop what is told from time to time is told on
   */
  public NodeAdmin(
      Pool pool, Roster roster, SavedStates states, EngineCalls engineCalls, PoolLoop loop) {
    this.pool = pool;
    this.roster = roster;
    this.states = states;
    this.engineCalls = engineCalls;
    this.loop = loop;
  }

  @Override
  public void listNodes(ListNodesRequest request, StreamObserver<ListNodesResponse> responses) {
    List<NodeView> nodes = pool.nodes();
    if (request.hasSetId()) {
      nodes = nodes.stream().filter(node -> node.id().setId() == request.getSetId()).toList();
      if (nodes.isEmpty()) {
        responses.onError(Failures.unknownSet(request.getSetId(), "set_id").toException());
        return;
      }
    }
    ListNodesResponse.Builder response = ListNodesResponse.newBuilder();
    nodes.forEach(node -> response.addNodes(NodeMessages.of(node, states)));
    respond(response.build(), responses);
  }

  @Override
  public void setNodeState(
      SetNodeStateRequest request, StreamObserver<SetNodeStateResponse> responses) {
    try {
      OperatorState state = wanted(request);
      List<NodeId> nodes = nodes(request.getNode(), setId(request.hasSetId(), request.getSetId()));
      var unused =
          roster
              .setState(nodes, state)
              .thenAccept(persisted -> respond(stateSet(nodes, persisted), responses));
    } catch (StatusRuntimeException invalid) {
      responses.onError(invalid);
    }
  }

  private static OperatorState wanted(SetNodeStateRequest request) {
    return NodeMessages.of(request.getState())
        .orElseThrow(
            () -> {
              Reason reason =
                  request.getStateValue() == 0 ? Reason.MISSING_FIELD : Reason.INVALID_FIELD;
              String problem = "state: one of those that the contract has is needed";
              return Failure.of(reason, problem).with("state", reason, problem).toException();
            });
  }

  private SetNodeStateResponse stateSet(List<NodeId> nodes, boolean persisted) {
    SetNodeStateResponse.Builder response =
        SetNodeStateResponse.newBuilder().setPersisted(persisted);
    for (NodeView view : pool.nodes()) {
      if (nodes.contains(view.id())) {
        response.addNodes(NodeMessages.of(view, states));
      }
    }
    return response.build();
  }

  @Override
  public void drainNode(DrainNodeRequest request, StreamObserver<DrainNodeResponse> responses) {
    try {
      long interval = Drain.interval(request);
      List<NodeId> nodes = nodes(request.getNode(), setId(request.hasSetId(), request.getSetId()));
      Drain drain =
          new Drain(
              nodes,
              interval,
              request.getIgnoreOthers() ? Optional.empty() : Optional.of(engineCalls),
              pool,
              states,
              loop,
              (ServerCallStreamObserver<DrainNodeResponse>) responses);
      var unused = roster.setState(nodes, OperatorState.DRAINING);
      drain.start();
    } catch (StatusRuntimeException invalid) {
      responses.onError(invalid);
    }
  }

  @Override
  public void reloadNodes(
      ReloadNodesRequest request, StreamObserver<ReloadNodesResponse> responses) {
    var unused =
        roster
            .reload()
            .thenAccept(
                outcome -> {
                  if (outcome instanceof ReloadOutcome.Applied applied) {
                    respond(reloaded(applied), responses);
                  } else {
                    responses.onError(failure(outcome).toException());
                  }
                });
  }

  private static ReloadNodesResponse reloaded(ReloadOutcome.Applied applied) {
    ReloadNodesResponse.Builder response =
        ReloadNodesResponse.newBuilder()
            .addAllAdded(references(applied.report().added()))
            .addAllRemoved(references(applied.report().removed()))
            .addAllChanged(references(applied.report().changed()))
            .addAllUnchanged(references(applied.report().kept()))
            .addAllRetained(references(applied.retained()));
    for (Rejection rejection : applied.rejected()) {
      response.addRejected(
          RejectedNode.newBuilder().setEntry(rejection.what()).setReason(rejection.why()));
    }
    return response.build();
  }

  private static Failure failure(ReloadOutcome outcome) {
    if (outcome instanceof ReloadOutcome.Unreadable unreadable) {
      return Failure.of(
          Reason.NODES_UNREADABLE,
          "the nodes can't be read, and stay as they are: " + unreadable.why());
    }
    List<Rejection> rejected = ((ReloadOutcome.Refused) outcome).rejected();
    Failure failure =
        Failure.of(
            Reason.NO_NODES_LISTED,
            rejected.isEmpty()
                ? "no nodes are listed; those of before stay"
                : "no node that is listed is in order; those of before stay");
    PreconditionFailure.Builder violations = PreconditionFailure.newBuilder();
    for (Rejection rejection : rejected) {
      violations
          .addViolationsBuilder()
          .setType(Reason.NO_NODES_LISTED.name())
          .setSubject(rejection.what())
          .setDescription(rejection.why());
    }
    return rejected.isEmpty() ? failure : failure.with(violations.build());
  }

  private static List<NodeReference> references(List<NodeId> nodes) {
    return nodes.stream().map(NodeMessages::of).toList();
  }

  private static OptionalInt setId(boolean given, int setId) {
    return given ? OptionalInt.of(setId) : OptionalInt.empty();
  }

  /**
   * Returns the nodes of a name.
   *
   * @throws StatusRuntimeException if there are none
   */
  private List<NodeId> nodes(String name, OptionalInt setId) {
    if (name.isEmpty()) {
      String problem = "node: a node is needed";
      throw Failure.of(Reason.MISSING_FIELD, problem)
          .with("node", Reason.MISSING_FIELD, problem)
          .toException();
    }
    List<NodeId> inSet =
        pool.nodes().stream()
            .map(NodeView::id)
            .filter(node -> setId.isEmpty() || node.setId() == setId.getAsInt())
            .toList();
    if (setId.isPresent() && inSet.isEmpty()) {
      throw Failures.unknownSet(setId.getAsInt(), "set_id").toException();
    }
    List<NodeId> named =
        inSet.stream().filter(node -> node.name().equals(name)).collect(Collectors.toList());
    if (named.isEmpty()) {
      String problem =
          (setId.isPresent() ? "set " + setId.getAsInt() : "no set") + " has a node of this name";
      throw Failure.of(Reason.UNKNOWN_NODE, problem)
          .with("node", name)
          .with("node", Reason.UNKNOWN_NODE, problem)
          .toException();
    }
    return named;
  }

  private static <T> void respond(T response, StreamObserver<T> responses) {
    responses.onNext(response);
    responses.onCompleted();
  }
}
