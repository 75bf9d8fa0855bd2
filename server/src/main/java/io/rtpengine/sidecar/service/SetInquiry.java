package io.rtpengine.sidecar.service;

import io.grpc.stub.StreamObserver;
import io.rtpengine.sidecar.ng.NgExchange;
import io.rtpengine.sidecar.ng.NgOutcome;
import io.rtpengine.sidecar.pool.NodeId;
import io.rtpengine.sidecar.pool.PoolOutcome;
import io.rtpengine.sidecar.statistics.EngineSums;
import io.rtpengine.sidecar.translate.InvalidMessageException;
import io.rtpengine.v1.EngineStatistics;
import io.rtpengine.v1.GetSetStatisticsResponse;
import io.rtpengine.v1.GetStatisticsRequest;
import io.rtpengine.v1.GetStatisticsResponse;
import io.rtpengine.v1.NodeStatistics;
import io.rtpengine.v1.Routing;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Asks all nodes of a set for their statistics, for one caller. Nodes answer on event loops of
 * their own; the one that answers last tells the caller.
 */
final class SetInquiry {

  private final int setId;
  private final List<NodeId> nodes;
  private final Inquiry<GetStatisticsRequest, GetStatisticsResponse> inquiry;
  private final StreamObserver<GetSetStatisticsResponse> responses;

  private final AtomicReferenceArray<NodeStatistics> answers;
  private final AtomicInteger awaited;
  private final Queue<NgExchange> exchanges = new ConcurrentLinkedQueue<>();

  SetInquiry(
      int setId,
      List<NodeId> nodes,
      Inquiry<GetStatisticsRequest, GetStatisticsResponse> inquiry,
      StreamObserver<GetSetStatisticsResponse> responses) {
    this.setId = setId;
    this.nodes = nodes;
    this.inquiry = inquiry;
    this.responses = responses;
    this.answers = new AtomicReferenceArray<>(nodes.size());
    this.awaited = new AtomicInteger(nodes.size());
  }

  /** Asks; to be called once. */
  void start() {
    for (int i = 0; i < nodes.size(); i++) {
      int place = i;
      try {
        exchanges.add(
            inquiry.ask(
                request(nodes.get(place)),
                Faults.told(
                    outcome -> answered(place, outcome),
                    failure -> responses.onError(failure.toException()))));
      } catch (InvalidMessageException impossible) {
        throw new IllegalStateException("the sidecar's own request is invalid", impossible);
      }
    }
  }

  /** Returns the request for the statistics of a node. */
  static GetStatisticsRequest request(NodeId node) {
    Routing routing = Routing.newBuilder().setSetId(node.setId()).setNode(node.name()).build();
    return GetStatisticsRequest.newBuilder().setRouting(routing).build();
  }

  /** Gives up. */
  void cancel() {
    exchanges.forEach(NgExchange::cancel);
  }

  private void answered(int place, PoolOutcome outcome) {
    answers.set(place, statistics(nodes.get(place), outcome));
    if (awaited.decrementAndGet() == 0) {
      respond();
    }
  }

  private NodeStatistics statistics(NodeId node, PoolOutcome outcome) {
    NodeStatistics.Builder statistics = NodeStatistics.newBuilder().setNode(node.name());
    if (outcome instanceof PoolOutcome.Tried tried) {
      statistics.setAttempt(AttemptMessages.of(tried.last()));
      if (tried.last().outcome() instanceof NgOutcome.Replied replied) {
        inquiry
            .response(replied.reply())
            .ifPresent(response -> statistics.setStatistics(response.getStatistics()));
      }
    }
    return statistics.build();
  }

  private void respond() {
    GetSetStatisticsResponse.Builder response = GetSetStatisticsResponse.newBuilder();
    List<EngineStatistics> engines = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      NodeStatistics node = Objects.requireNonNull(answers.get(i));
      response.addNodes(node);
      if (node.hasStatistics()) {
        engines.add(node.getStatistics());
      }
    }
    if (!engines.isEmpty()) {
      response.setSum(EngineSums.of(engines));
    }
    responses.onNext(response.setAnswered(engines.size()).setSetId(setId).build());
    responses.onCompleted();
  }
}
