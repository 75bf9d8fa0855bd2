package io.rtpengine.sidecar.service;

import com.google.protobuf.Timestamp;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.ng.NgExchange;
import io.rtpengine.sidecar.ng.NgOutcome;
import io.rtpengine.sidecar.pool.NodeId;
import io.rtpengine.sidecar.pool.NodeView;
import io.rtpengine.sidecar.pool.Pool;
import io.rtpengine.sidecar.pool.PoolOutcome;
import io.rtpengine.sidecar.statistics.CallFigures;
import io.rtpengine.sidecar.statistics.FinalReport;
import io.rtpengine.sidecar.statistics.FinalReports;
import io.rtpengine.sidecar.statistics.ReplyJson;
import io.rtpengine.sidecar.translate.InvalidMessageException;
import io.rtpengine.v1.CallReport;
import io.rtpengine.v1.DeleteRequest;
import io.rtpengine.v1.DeleteResponse;
import io.rtpengine.v1.GetCallStatisticsRequest;
import io.rtpengine.v1.GetCallStatisticsResponse;
import io.rtpengine.v1.GetSetStatisticsRequest;
import io.rtpengine.v1.GetSetStatisticsResponse;
import io.rtpengine.v1.GetStatisticsRequest;
import io.rtpengine.v1.GetStatisticsResponse;
import io.rtpengine.v1.QueryRequest;
import io.rtpengine.v1.QueryResponse;
import io.rtpengine.v1.StatisticsServiceGrpc;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Serves what is computed from what engines report. Thread-safe; it never blocks. */
public final class Statistics extends StatisticsServiceGrpc.StatisticsServiceImplBase {

  private final Pool pool;
  private final FinalReports finalReports;
  private final Inquiry<QueryRequest, QueryResponse> query;
  private final Inquiry<DeleteRequest, DeleteResponse> delete;
  private final Inquiry<GetStatisticsRequest, GetStatisticsResponse> engineStatistics;

  Statistics(
      Pool pool,
      FinalReports finalReports,
      Inquiry<QueryRequest, QueryResponse> query,
      Inquiry<DeleteRequest, DeleteResponse> delete,
      Inquiry<GetStatisticsRequest, GetStatisticsResponse> engineStatistics) {
    this.pool = pool;
    this.finalReports = finalReports;
    this.query = query;
    this.delete = delete;
    this.engineStatistics = engineStatistics;
  }

  @Override
  public void getCallStatistics(
      GetCallStatisticsRequest request, StreamObserver<GetCallStatisticsResponse> responses) {
    Optional<FinalReport> kept =
        finalReports.find(request.getCallId()).filter(Statistics::hasParticipants);
    // A call that was deleted and is on a node has been taken up again, or was deleted in part.
    if (kept.isPresent() && pool.locate(request.getCallId()).isEmpty()) {
      answer(request, kept.get(), responses);
      return;
    }
    QueryRequest.Builder asked = QueryRequest.newBuilder().setCallId(request.getCallId());
    if (request.hasRouting()) {
      asked.setRouting(request.getRouting());
    }
    try {
      NgExchange exchange =
          query.ask(
              asked.build(),
              Faults.told(
                  outcome -> answer(request, outcome, kept, responses),
                  failure -> responses.onError(failure.toException())));
      ((ServerCallStreamObserver<GetCallStatisticsResponse>) responses)
          .setOnCancelHandler(exchange::cancel);
    } catch (InvalidMessageException invalid) {
      responses.onError(Failure.of(invalid).toException());
    }
  }

  /** Some engines delete first and report then, which leaves nobody to report of. */
  private static boolean hasParticipants(FinalReport kept) {
    return kept.response().getReport().getTagsCount() > 0;
  }

  private void answer(
      GetCallStatisticsRequest request,
      PoolOutcome outcome,
      Optional<FinalReport> kept,
      StreamObserver<GetCallStatisticsResponse> responses) {
    if (outcome instanceof PoolOutcome.Tried tried
        && tried.last().outcome() instanceof NgOutcome.Replied replied) {
      answer(request, replied, tried, responses);
    } else if (kept.isPresent()) {
      answer(request, kept.get(), responses);
    } else {
      responses.onError(Failures.of(query.name(), outcome).toException());
    }
  }

  private void answer(
      GetCallStatisticsRequest request,
      NgOutcome.Replied replied,
      PoolOutcome.Tried tried,
      StreamObserver<GetCallStatisticsResponse> responses) {
    Optional<QueryResponse> reported = query.response(replied.reply(), tried);
    if (reported.isEmpty()) {
      responses.onError(
          Failure.of(Reason.MALFORMED_REPLY, "the reply has a key that is not text")
              .with("command", query.name())
              .toException());
      return;
    }
    QueryResponse response = reported.get();
    answer(
        request,
        figures(request, response.getReport())
            .setServed(response.getServed())
            .putAllExtra(response.getExtraMap()),
        replied::reply,
        responses);
  }

  private void answer(
      GetCallStatisticsRequest request,
      FinalReport kept,
      StreamObserver<GetCallStatisticsResponse> responses) {
    DeleteResponse response = kept.response();
    answer(
        request,
        figures(request, response.getReport())
            .setServed(
                response.getServed().toBuilder().clearAttempts().clearSearched().clearHandle())
            .putAllExtra(response.getExtraMap())
            .setDeleteTime(timestamp(kept.time())),
        () -> delete.reply(response),
        responses);
  }

  private static GetCallStatisticsResponse.Builder figures(
      GetCallStatisticsRequest request, CallReport report) {
    GetCallStatisticsResponse.Builder figures = CallFigures.of(report);
    return request.getIncludeReport() ? figures.setReport(report) : figures;
  }

  private static void answer(
      GetCallStatisticsRequest request,
      GetCallStatisticsResponse.Builder response,
      Supplier<BencodeDictionary> reply,
      StreamObserver<GetCallStatisticsResponse> responses) {
    if (request.getIncludeJson()) {
      response.setJson(ReplyJson.of(reply.get()));
    }
    responses.onNext(response.build());
    responses.onCompleted();
  }

  private static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  @Override
  public void getSetStatistics(
      GetSetStatisticsRequest request, StreamObserver<GetSetStatisticsResponse> responses) {
    int setId = request.getSetId();
    List<NodeId> nodes =
        pool.nodes().stream()
            .filter(node -> node.id().setId() == setId && !node.leaving())
            .map(NodeView::id)
            .toList();
    if (nodes.isEmpty()) {
      String problem = "no set " + setId + " is configured";
      responses.onError(
          Failure.of(Reason.UNKNOWN_SET, problem)
              .with("set", Integer.toString(setId))
              .with("set_id", Reason.UNKNOWN_SET, problem)
              .toException());
      return;
    }
    SetInquiry inquiry = new SetInquiry(setId, nodes, engineStatistics, responses);
    ((ServerCallStreamObserver<GetSetStatisticsResponse>) responses)
        .setOnCancelHandler(inquiry::cancel);
    inquiry.start();
  }
}
