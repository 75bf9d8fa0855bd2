package io.rtpengine.sidecar.simulation;

import io.rtpengine.sidecar.ng.NgExchange;
import io.rtpengine.sidecar.ng.NgRequest;
import io.rtpengine.sidecar.pool.Route;
import org.jspecify.annotations.Nullable;

/** A request of a caller's. */
final class Request {

  private final long id;
  private final Call call;
  private final Verb verb;
  private final boolean reanchor;
  private final long sentNanos;
  private final long deadlineNanos;
  private final @Nullable Engine home;
  private final boolean located;
  private final boolean first;

  private @Nullable NgExchange exchange;
  private boolean finished;
  private boolean cancelled;

  /**
   * Creates a request.
   *
   * @param patienceNanos how long the caller waits; {@link VirtualTime#NEVER} if it has no deadline
   * @param located whether the sidecar knows, or is told, where the call is
   */
  Request(
      long id,
      Call call,
      Verb verb,
      boolean reanchor,
      long nowNanos,
      long patienceNanos,
      boolean located) {
    this.id = id;
    this.call = call;
    this.verb = verb;
    this.reanchor = reanchor;
    this.sentNanos = nowNanos;
    this.deadlineNanos =
        patienceNanos == VirtualTime.NEVER ? VirtualTime.NEVER : nowNanos + patienceNanos;
    this.home = call.home();
    // The sidecar may have found out that an engine has forgotten the call.
    this.located = located && home != null && home.holds(call.id());
    this.first = call.isUntried();
  }

  long id() {
    return id;
  }

  Call call() {
    return call;
  }

  Verb verb() {
    return verb;
  }

  /** Returns whether the call may be taken to another engine. */
  boolean mayReanchor() {
    return reanchor;
  }

  long sentNanos() {
    return sentNanos;
  }

  long deadlineNanos() {
    return deadlineNanos;
  }

  /** Returns the engine that held the call when the request was made. */
  @Nullable Engine home() {
    return home;
  }

  boolean isLocated() {
    return located;
  }

  /** Returns whether this is the first request of its call. */
  boolean isFirst() {
    return first;
  }

  Route route() {
    Route route =
        Route.of(verb.effect(), call.id()).inSet(call.setId()).naming(call.participants());
    if (call.handle() != null) {
      route = route.withHandle(call.handle());
    }
    if (verb == Verb.OFFER && call.isEstablished()) {
      route = route.withinDialog();
    }
    return reanchor ? route.reanchoring() : route;
  }

  NgRequest encode() {
    return NgRequest.encode(
        verb.command(),
        writer ->
            writer
                .string("call-id")
                .string(call.id())
                .string(NgDatagram.REQUEST_KEY)
                .string(Long.toString(id)));
  }

  void isUnderWayAs(NgExchange underWay) {
    exchange = underWay;
  }

  void cancel() {
    if (!finished && exchange != null) {
      cancelled = true;
      exchange.cancel();
    }
  }

  boolean isCancelled() {
    return cancelled;
  }

  boolean isFinished() {
    return finished;
  }

  void finish() {
    finished = true;
  }

  @Override
  public String toString() {
    return "request " + id + ", " + verb + " of " + call.id();
  }
}
