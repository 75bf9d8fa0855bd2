package io.rtpengine.sidecar.service;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls.UnaryMethod;
import io.grpc.stub.StreamObserver;
import io.rtpengine.sidecar.ng.NgExchange;
import io.rtpengine.sidecar.ng.NgOutcome;
import io.rtpengine.sidecar.ng.NgRequest;
import io.rtpengine.sidecar.pool.Pool;
import io.rtpengine.sidecar.pool.PoolOutcome;
import io.rtpengine.sidecar.pool.Route;
import io.rtpengine.sidecar.protobuf.WireBuilder;
import io.rtpengine.sidecar.protobuf.WireMessage;
import io.rtpengine.sidecar.translate.Command;
import io.rtpengine.sidecar.translate.InvalidMessageException;

/**
 * Serves any RPC that is an NG command: translates the request, has a node carry it out, and
 * translates the reply. Immutable and thread-safe; it never blocks, and runs on the event loop of
 * the caller's connection.
 */
final class CommandHandler implements UnaryMethod<byte[], byte[]> {

  private final Command command;
  private final RpcFields fields;
  private final Pool pool;

  /**
   * Creates a handler.
   *
   * @param command the command
   * @param pool the nodes
   */
  CommandHandler(Command command, Pool pool) {
    this.command = command;
    this.fields = new RpcFields(command.requestType(), command.responseType());
    this.pool = pool;
  }

  @Override
  public void invoke(byte[] bytes, StreamObserver<byte[]> responses) {
    WireMessage request;
    String name;
    Route route;
    NgRequest translated;
    try {
      request = command.request(bytes);
      name = command.name(request);
      route = fields.route(request, CallEffects.of(command.kind()), command.callId(request));
      translated = NgRequest.encode(name, writer -> command.writeRequest(request, writer));
    } catch (InvalidMessageException invalid) {
      responses.onError(Failure.of(invalid).toException());
      return;
    }
    NgExchange exchange =
        pool.send(
            route, translated, Deadlines.ofCaller(), outcome -> answer(name, outcome, responses));
    ((ServerCallStreamObserver<byte[]>) responses).setOnCancelHandler(exchange::cancel);
  }

  private void answer(String name, PoolOutcome outcome, StreamObserver<byte[]> responses) {
    if (outcome instanceof PoolOutcome.Tried tried
        && tried.last().outcome() instanceof NgOutcome.Replied replied) {
      answer(name, replied, tried, responses);
    } else {
      responses.onError(Failures.of(name, outcome).toException());
    }
  }

  private void answer(
      String name,
      NgOutcome.Replied replied,
      PoolOutcome.Tried tried,
      StreamObserver<byte[]> responses) {
    WireBuilder response = new WireBuilder();
    if (!command.readResponse(replied.reply(), response)) {
      responses.onError(
          Failure.of(Reason.MALFORMED_REPLY, "the reply has a key that is not text")
              .with("command", name)
              .with("node", tried.last().node())
              .toException());
      return;
    }
    fields.addServed(tried, response);
    responses.onNext(response.toByteArray());
    responses.onCompleted();
  }
}
