package io.rtpengine.sidecar.service;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls.UnaryMethod;
import io.grpc.stub.StreamObserver;
import io.rtpengine.sidecar.expand.Expansion;
import io.rtpengine.sidecar.expand.ExpansionException;
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
import io.rtpengine.v1.NgRole;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Serves any RPC that is an NG command: translates the request, has a node carry it out, and
 * translates the reply. Immutable and thread-safe; it never blocks, and runs on the event loop of
 * the caller's connection.
 */
final class CommandHandler implements UnaryMethod<byte[], byte[]>, UnaryCommand {

  private static final NgExchange NOTHING_TO_CANCEL = () -> {};

  private final Command command;
  private final CallEffect effect;
  private final RpcFields fields;
  private final SealedMedia sealedMedia;
  private final Pool pool;
  private final Expansions expansions;
  private final CommandObserver observer;
  private final Destinations destinations;

  /**
   * Creates a handler.
   *
   * @param command the command
   * @param pool the nodes
   * @param expansions makes plain requests of those that are not
   * @param observer is told of what was carried out
   * @param destinations where engines are to report what happens to calls
   */
  CommandHandler(
      Command command,
      Pool pool,
      Expansions expansions,
      CommandObserver observer,
      Destinations destinations) {
    this.command = command;
    this.effect = CallEffects.of(command.kind());
    this.fields = new RpcFields(command);
    this.sealedMedia = new SealedMedia(command.requestType());
    this.pool = pool;
    this.expansions = expansions;
    this.observer = observer.observes(command.method()) ? observer : CommandObserver.NONE;
    this.destinations = effect == CallEffect.OPENS ? destinations : Destinations.NONE;
  }

  @Override
  public void invoke(byte[] bytes, StreamObserver<byte[]> responses) {
    ((ServerCallStreamObserver<byte[]>) responses).setOnCancelHandler(call(bytes, responses));
  }

  @Override
  public Runnable call(byte[] bytes, StreamObserver<byte[]> responses) {
    return run(bytes, new CallersAnswers(responses))::cancel;
  }

  /**
   * Has a request carried out.
   *
   * @param bytes the request, in its wire form
   * @param answers is told how it ended
   * @return a means to give up
   */
  NgExchange run(byte[] bytes, Answers answers) {
    Prepared prepared;
    try {
      prepared = prepare(bytes);
    } catch (InvalidMessageException invalid) {
      answers.onFailure(Failure.of(invalid));
      return NOTHING_TO_CANCEL;
    } catch (ExpansionException invalid) {
      answers.onFailure(Failure.of(invalid));
      return NOTHING_TO_CANCEL;
    }
    return prepared.handler.send(prepared, answers);
  }

  /**
   * A request that can be sent.
   *
   * @param handler the handler of what it has become: of another command, if a flag string forces
   *     an answer
   * @param request the plain request
   * @param expansion what it was expanded from; null if it was plain already
   * @param route where it is to go
   * @param translated what is to go there
   */
  record Prepared(
      CommandHandler handler,
      WireMessage request,
      @Nullable Expansion expansion,
      Route route,
      NgRequest translated) {}

  /**
   * Expands and translates a request.
   *
   * @throws InvalidMessageException if it can't be right
   * @throws ExpansionException if it can't be expanded
   */
  Prepared prepare(byte[] bytes) throws InvalidMessageException, ExpansionException {
    WireMessage request = command.request(bytes);
    if (!fields.hasExpandable(request)) {
      return prepare(request, null);
    }
    Expansion expansion = expansions.expander().expand(command.method(), bytes);
    return expansions.handler(expansion.command().method()).prepare(expansion);
  }

  private Prepared prepare(Expansion expansion) throws InvalidMessageException {
    return prepare(command.request(expansion.request().toByteArray()), expansion);
  }

  private Prepared prepare(WireMessage request, @Nullable Expansion expansion)
      throws InvalidMessageException {
    Route route = fields.route(request, effect, command.callId(request));
    NgRequest translated =
        NgRequest.encode(
            command.name(request),
            writer -> command.writeRequest(request, writer, destinations(request)));
    return new Prepared(this, request, expansion, route, translated);
  }

  private Map<NgRole, String> destinations(WireMessage request) {
    Map<NgRole, String> all = destinations.now();
    if (!all.containsKey(NgRole.NG_ROLE_DTMF_DESTINATION) || !sealedMedia.areOffered(request)) {
      return all;
    }
    // To report digits, the engine would have to open what it only hands on.
    Map<NgRole, String> others = new EnumMap<>(all);
    others.remove(NgRole.NG_ROLE_DTMF_DESTINATION);
    return others;
  }

  /** Returns the RPC. */
  MethodDescriptor method() {
    return command.method();
  }

  private NgExchange send(Prepared prepared, Answers answers) {
    return pool.send(
        prepared.route,
        prepared.translated,
        Deadlines.ofCaller(),
        Faults.told(outcome -> answer(prepared, outcome, answers), answers::onFailure));
  }

  private void answer(Prepared prepared, PoolOutcome outcome, Answers answers) {
    if (outcome instanceof PoolOutcome.Tried tried
        && tried.last().outcome() instanceof NgOutcome.Replied replied) {
      answer(prepared, replied, tried, answers);
    } else {
      answers.onFailure(Failures.of(command.name(prepared.request), outcome));
    }
  }

  private void answer(
      Prepared prepared, NgOutcome.Replied replied, PoolOutcome.Tried tried, Answers answers) {
    WireMessage request = prepared.request;
    WireBuilder response = new WireBuilder();
    if (!command.readResponse(replied.reply(), response)) {
      answers.onFailure(
          Failure.of(Reason.MALFORMED_REPLY, "the reply has a key that is not text")
              .with("command", command.name(request))
              .with("node", tried.last().node()));
      return;
    }
    fields.addServed(tried, response);
    byte[] bytes = response.toByteArray();
    Expansion expansion = prepared.expansion;
    byte[] whole = expansion == null ? bytes : Expansions.completed(bytes, expansion);
    tell(request, tried, bytes);
    answers.onResponse(whole);
  }

  private void tell(WireMessage request, PoolOutcome.Tried tried, byte[] response) {
    if (observer != CommandObserver.NONE) {
      observer.carriedOut(
          new CarriedOut(
              command.method(),
              command.callId(request),
              UnsafeByteOperations.unsafeWrap(request.bytes()),
              tried.setId(),
              tried.last().node(),
              UnsafeByteOperations.unsafeWrap(response)));
    }
  }
}
