package io.rtpengine.sidecar.service;

import io.rtpengine.sidecar.ng.NgOutcome;
import io.rtpengine.sidecar.pool.NodeId;
import io.rtpengine.sidecar.pool.PoolOutcome;
import io.rtpengine.sidecar.translate.InvalidMessageException;
import io.rtpengine.v1.CurrentStatistics;
import io.rtpengine.v1.EngineStatistics;
import io.rtpengine.v1.GetStatisticsRequest;
import io.rtpengine.v1.GetStatisticsResponse;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Reads from a node's statistics how many calls it has. Immutable and thread-safe. */
final class StatisticsCalls implements EngineCalls {

  private final Inquiry<GetStatisticsRequest, GetStatisticsResponse> inquiry;

  StatisticsCalls(Inquiry<GetStatisticsRequest, GetStatisticsResponse> inquiry) {
    this.inquiry = inquiry;
  }

  @Override
  public void count(NodeId node, long deadlineNanos, Consumer<OptionalInt> listener) {
    try {
      var unused =
          inquiry.ask(
              SetInquiry.request(node), deadlineNanos, outcome -> listener.accept(calls(outcome)));
    } catch (InvalidMessageException impossible) {
      throw new IllegalStateException("the sidecar's own request is invalid", impossible);
    }
  }

  private OptionalInt calls(PoolOutcome outcome) {
    if (!(outcome instanceof PoolOutcome.Tried tried)
        || !(tried.last().outcome() instanceof NgOutcome.Replied replied)) {
      return OptionalInt.empty();
    }
    return inquiry
        .response(replied.reply())
        .map(GetStatisticsResponse::getStatistics)
        .filter(EngineStatistics::hasCurrent)
        .map(statistics -> calls(statistics.getCurrent()))
        .orElse(OptionalInt.empty());
  }

  private static OptionalInt calls(CurrentStatistics current) {
    // Those of another engine that this one would take over are not its own.
    long sessions = current.hasOwnSessions() ? current.getOwnSessions() : current.getSessions();
    return OptionalInt.of((int) Math.min(sessions, Integer.MAX_VALUE));
  }
}
