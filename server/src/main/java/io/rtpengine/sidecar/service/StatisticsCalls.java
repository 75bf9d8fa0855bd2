package io.rtpengine.sidecar.service;

import com.google.protobuf.InvalidProtocolBufferException;
import io.rtpengine.sidecar.ng.NgOutcome;
import io.rtpengine.sidecar.ng.NgRequest;
import io.rtpengine.sidecar.pool.NodeId;
import io.rtpengine.sidecar.pool.Pool;
import io.rtpengine.sidecar.pool.PoolOutcome;
import io.rtpengine.sidecar.pool.Route;
import io.rtpengine.sidecar.protobuf.WireBuilder;
import io.rtpengine.sidecar.translate.Command;
import io.rtpengine.v1.CurrentStatistics;
import io.rtpengine.v1.EngineStatistics;
import io.rtpengine.v1.GetStatisticsResponse;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Reads from a node's statistics how many calls it has. Immutable and thread-safe. */
final class StatisticsCalls implements EngineCalls {

  private final Command command;
  private final NgRequest request;
  private final Pool pool;

  StatisticsCalls(Command command, NgRequest request, Pool pool) {
    this.command = command;
    this.request = request;
    this.pool = pool;
  }

  @Override
  public void count(NodeId node, long deadlineNanos, Consumer<OptionalInt> listener) {
    Route route = Route.toAnyNode().inSet(node.setId()).toNode(node.name());
    var unused =
        pool.send(route, request, deadlineNanos, outcome -> listener.accept(calls(outcome)));
  }

  private OptionalInt calls(PoolOutcome outcome) {
    WireBuilder response = new WireBuilder();
    if (!(outcome instanceof PoolOutcome.Tried tried)
        || !(tried.last().outcome() instanceof NgOutcome.Replied replied)
        || !command.readResponse(replied.reply(), response)) {
      return OptionalInt.empty();
    }
    EngineStatistics statistics = parsed(response.toByteArray()).getStatistics();
    return statistics.hasCurrent() ? calls(statistics.getCurrent()) : OptionalInt.empty();
  }

  private static GetStatisticsResponse parsed(byte[] response) {
    try {
      return GetStatisticsResponse.parseFrom(response);
    } catch (InvalidProtocolBufferException impossible) {
      throw new IllegalStateException("the sidecar's own response is invalid", impossible);
    }
  }

  private static OptionalInt calls(CurrentStatistics current) {
    // Those of another engine that this one would take over are not its own.
    long sessions = current.hasOwnSessions() ? current.getOwnSessions() : current.getSessions();
    return OptionalInt.of((int) Math.min(sessions, Integer.MAX_VALUE));
  }
}
