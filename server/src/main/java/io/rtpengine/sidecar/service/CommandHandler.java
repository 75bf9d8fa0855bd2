package io.rtpengine.sidecar.service;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls.UnaryMethod;
import io.grpc.stub.StreamObserver;
import io.rtpengine.sidecar.ng.NgExchange;
import io.rtpengine.sidecar.ng.NgOutcome;
import io.rtpengine.sidecar.ng.NgRequest;
import io.rtpengine.sidecar.pool.CallEffect;
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
final class CommandHandler implements UnaryMethod<byte[], byte[]>, UnaryCommand {

  private final Command command;
  private final CallEffect effect;
  private final RpcFields fields;
  private final Pool pool;
  private final CommandObserver observer;

  /**
   * Creates a handler.
   *
   * @param command the command
   * @param pool the nodes
   * @param observer is told of what was carried out
   */
  CommandHandler(Command command, Pool pool, CommandObserver observer) {
    this.command = command;
    this.effect = CallEffects.of(command.kind());
    this.fields = new RpcFields(command.requestType(), command.responseType());
    this.pool = pool;
    this.observer = observer.observes(command.method()) ? observer : CommandObserver.NONE;
  }

  @Override
  public void invoke(byte[] bytes, StreamObserver<byte[]> responses) {
    ((ServerCallStreamObserver<byte[]>) responses).setOnCancelHandler(call(bytes, responses));
  }

  @Override
  public Runnable call(byte[] bytes, StreamObserver<byte[]> responses) {
    WireMessage request;
    String name;
    Route route;
    NgRequest translated;
    try {
      request = command.request(bytes);
      name = command.name(request);
      route = fields.route(request, effect, command.callId(request));
      translated = NgRequest.encode(name, writer -> command.writeRequest(request, writer));
    } catch (InvalidMessageException invalid) {
      responses.onError(Failure.of(invalid).toException());
      return () -> {};
    }
    if (route.reanchor() && effect != CallEffect.OPENS) {
      responses.onError(Failures.noReanchoring().toException());
      return () -> {};
    }
    NgExchange exchange =
        pool.send(
            route,
            translated,
            Deadlines.ofCaller(),
            outcome -> answer(request, outcome, responses));
    return exchange::cancel;
  }

  private void answer(WireMessage request, PoolOutcome outcome, StreamObserver<byte[]> responses) {
    if (outcome instanceof PoolOutcome.Tried tried
        && tried.last().outcome() instanceof NgOutcome.Replied replied) {
      answer(request, replied, tried, responses);
    } else {
      responses.onError(Failures.of(command.name(request), outcome).toException());
    }
  }

  private void answer(
      WireMessage request,
      NgOutcome.Replied replied,
      PoolOutcome.Tried tried,
      StreamObserver<byte[]> responses) {
    WireBuilder response = new WireBuilder();
    if (!command.readResponse(replied.reply(), response)) {
      responses.onError(
          Failure.of(Reason.MALFORMED_REPLY, "the reply has a key that is not text")
              .with("command", command.name(request))
              .with("node", tried.last().node())
              .toException());
      return;
    }
    fields.addServed(tried, response);
    byte[] bytes = response.toByteArray();
    tell(request, replied, tried, bytes);
    responses.onNext(bytes);
    responses.onCompleted();
  }

  private void tell(
      WireMessage request, NgOutcome.Replied replied, PoolOutcome.Tried tried, byte[] response) {
    if (observer != CommandObserver.NONE) {
      observer.carriedOut(
          new CarriedOut(
              command.method(),
              command.callId(request),
              UnsafeByteOperations.unsafeWrap(request.bytes()),
              tried.setId(),
              tried.last().node(),
              replied.reply(),
              UnsafeByteOperations.unsafeWrap(response)));
    }
  }
}
