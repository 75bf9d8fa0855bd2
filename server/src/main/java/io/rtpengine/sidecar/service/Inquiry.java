package io.rtpengine.sidecar.service;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeException;
import io.rtpengine.sidecar.bencode.BencodeLimits;
import io.rtpengine.sidecar.bencode.BencodeReader;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import io.rtpengine.sidecar.ng.NgExchange;
import io.rtpengine.sidecar.ng.NgRequest;
import io.rtpengine.sidecar.pool.Pool;
import io.rtpengine.sidecar.pool.PoolListener;
import io.rtpengine.sidecar.pool.PoolOutcome;
import io.rtpengine.sidecar.pool.Route;
import io.rtpengine.sidecar.protobuf.MalformedMessageException;
import io.rtpengine.sidecar.protobuf.WireBuilder;
import io.rtpengine.sidecar.protobuf.WireMessage;
import io.rtpengine.sidecar.translate.Command;
import io.rtpengine.sidecar.translate.InvalidMessageException;
import io.rtpengine.v1.Options;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A command that RPCs of the sidecar's own ask nodes with, whose request and response are messages.
 * Immutable and thread-safe.
 *
 * @param <Q> what is asked
 * @param <R> what the answer is
 */
final class Inquiry<Q extends Message, R extends Message> {

  private static final int TYPICAL_REPLY_BYTES = 4_096;

  private final CompletableFuture<Means> means;
  private final Parser<R> parser;
  private final Pool pool;

  /** What there is once the command is compiled. */
  private record Means(Command command, String name, RpcFields fields) {
    static Means of(Command command) {
      return new Means(
          command,
          command.method().getOptions().getExtension(Options.ngCommand).getName(),
          new RpcFields(command));
    }
  }

  /**
   * Creates an inquiry.
   *
   * @param command the command, which is waited for if it must
   * @param parser reads its responses
   * @param pool the nodes
   */
  Inquiry(CompletableFuture<Command> command, Parser<R> parser, Pool pool) {
    this.means = command.thenApply(Means::of);
    this.parser = parser;
    this.pool = pool;
  }

  /**
   * Asks, where the request says, for as long as the caller of the current RPC waits.
   *
   * @param listener is told the outcome
   * @return a means to give up
   * @throws InvalidMessageException if the request can't be right
   */
  NgExchange ask(Q request, PoolListener listener) throws InvalidMessageException {
    return ask(request, Deadlines.ofCaller(), listener);
  }

  /**
   * Does the same until a deadline.
   *
   * @param deadlineNanos when to stop waiting, on the clock of {@link System#nanoTime}
   */
  NgExchange ask(Q request, long deadlineNanos, PoolListener listener)
      throws InvalidMessageException {
    Command command = means.join().command;
    WireMessage wire = command.request(request.toByteArray());
    Route route =
        means.join().fields.route(wire, CallEffects.of(command.kind()), command.callId(wire));
    NgRequest translated = NgRequest.encode(name(), writer -> command.writeRequest(wire, writer));
    return pool.send(route, translated, deadlineNanos, listener);
  }

  /** Returns what NG calls the command. */
  String name() {
    return means.join().name;
  }

  /** Returns what a reply says, and what served it; nothing if it can't be said in the contract. */
  Optional<R> response(BencodeDictionary reply, PoolOutcome.Tried tried) {
    return response(reply, response -> means.join().fields.addServed(tried, response));
  }

  /** Returns what a reply says; nothing if it can't be said in the contract. */
  Optional<R> response(BencodeDictionary reply) {
    return response(reply, response -> {});
  }

  private Optional<R> response(BencodeDictionary reply, Consumer<WireBuilder> addition) {
    WireBuilder response = new WireBuilder();
    if (!means.join().command.readResponse(reply, response)) {
      return Optional.empty();
    }
    addition.accept(response);
    try {
      return Optional.of(parser.parseFrom(response.toByteArray()));
    } catch (InvalidProtocolBufferException impossible) {
      throw new IllegalStateException("a response of the sidecar's own is malformed", impossible);
    }
  }

  /** Returns the reply that a response was made from: nothing of a reply is lost in one. */
  BencodeDictionary reply(R response) {
    Command command = means.join().command;
    BencodeWriter reply = new BencodeWriter(TYPICAL_REPLY_BYTES).beginDictionary();
    try {
      command.writeResponse(
          WireMessage.parse(command.responseType(), response.toByteArray()), reply);
      byte[] bytes = reply.end().toByteArray();
      return (BencodeDictionary) BencodeReader.read(bytes, 0, bytes.length, BencodeLimits.TRUSTED);
    } catch (InvalidMessageException | MalformedMessageException | BencodeException impossible) {
      throw new IllegalStateException("a response of the sidecar's own is malformed", impossible);
    }
  }
}
