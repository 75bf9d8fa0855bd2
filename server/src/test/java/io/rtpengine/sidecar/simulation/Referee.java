package io.rtpengine.sidecar.simulation;

import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.ng.NgOutcome;
import io.rtpengine.sidecar.pool.CallEffect;
import io.rtpengine.sidecar.pool.HealthState;
import io.rtpengine.sidecar.pool.NodeView;
import io.rtpengine.sidecar.pool.PoolOutcome;
import io.rtpengine.sidecar.pool.PoolSettings;
import io.rtpengine.sidecar.service.Reason;
import io.rtpengine.sidecar.service.ToldReason;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Sees everything, and says what should not have happened. Confined to one thread. */
final class Referee {

  private static final BencodeString REQUEST = BencodeString.of(NgDatagram.REQUEST_KEY);
  private static final BencodeString ENGINE = BencodeString.of(NgDatagram.ENGINE_KEY);
  private static final BencodeString WARNING = BencodeString.of("warning");

  /** Deadlines are looked at every 10 ms, and what follows from one may wait for the next look. */
  private static final long TOLERANCE_NANOS = 25_000_000;

  /** From the first datagram of a request to the arrival of the last. */
  private static final long LATE_NANOS = 7_000_000_000L;

  private static final long LIMIT_NANOS = PoolSettings.DEFAULT.requestTimeout().toNanos();

  private final VirtualTime time;
  private final Fleet fleet;
  private final Invariants invariants;
  private final Trace trace;
  private final FaultCounts counts;
  private final Map<Long, Request> underWay = new HashMap<>();
  private final Map<String, Call> calls = new HashMap<>();
  private final Map<String, String> cookies = new HashMap<>();
  private final Map<String, Long> outcomes = new TreeMap<>();
  private final Set<String> forgiven = new HashSet<>();
  private final Map<String, Long> doubtful = new HashMap<>();

  Referee(VirtualTime time, Fleet fleet, Invariants invariants, Trace trace, FaultCounts counts) {
    this.time = time;
    this.fleet = fleet;
    this.invariants = invariants;
    this.trace = trace;
    this.counts = counts;
  }

  /** How often each outcome occurred. */
  Map<String, Long> outcomes() {
    return outcomes;
  }

  int underWay() {
    return underWay.size();
  }

  /** How many calls a restarted sidecar can't know that it owes a deletion of. */
  int forgiven() {
    return forgiven.size();
  }

  /** The sidecar is restarted: it can't clear up after requests that it does not remember. */
  void sidecarRestarts() {
    // What a hanging engine has not read yet is as good as under way.
    long underWaySince =
        fleet.engines().stream().mapToLong(Engine::unreadSince).min().orElseThrow();
    doubtful.forEach(
        (callId, since) -> {
          if (since >= underWaySince - LATE_NANOS || isLeftBehind(callId)) {
            forgiven.add(callId);
          }
        });
    doubtful.clear();
    underWay.values().forEach(request -> forgiven.add(request.call().id()));
  }

  /** Whether a call is on an engine where its caller does not know it to be. */
  private boolean isLeftBehind(String callId) {
    Call call = calls.get(callId);
    return fleet.engines().stream()
        .anyMatch(engine -> engine.holds(callId) && (call == null || call.home() != engine));
  }

  void begins(Request request) {
    trace.tell(request.call().id(), () -> "caller makes " + request);
    underWay.put(request.id(), request);
    calls.put(request.call().id(), request.call());
  }

  /** A call is over, as far as its caller is concerned. */
  void isOver(Call call) {
    calls.remove(call.id());
  }

  /** A datagram leaves the sidecar. */
  void leaves(InetSocketAddress recipient, byte[] bytes) {
    trace.add(bytes);
    Engine engine = fleet.at(recipient);
    NgDatagram datagram = NgDatagram.parse(bytes);
    String meaning =
        engine + " " + datagram.command() + " " + datagram.callId() + " " + datagram.request();
    trace.tell(datagram.callId(), () -> "sidecar sends " + datagram + " to " + engine);
    String before = cookies.putIfAbsent(datagram.cookie(), meaning);
    invariants.check(
        Invariant.COOKIE,
        before == null || before.equals(meaning),
        () -> datagram.cookie() + " was for " + before + " and is now for " + meaning);
    Request request = underWay.get(datagram.request());
    if (datagram.request() == NgDatagram.POOLS_OWN) {
      if (datagram.command().equals("delete")) {
        clearsUp(engine, datagram.callId());
      }
    } else if (before == null && request != null) {
      goesTo(engine, request);
    }
  }

  private void clearsUp(Engine engine, String callId) {
    Call call = calls.get(callId);
    invariants.check(
        Invariant.LIVING_CALL,
        call == null || !call.isUpOn(engine) || !engine.holds(callId),
        () -> callId + " is deleted on " + engine);
  }

  private void goesTo(Engine engine, Request request) {
    Call call = request.call();
    Engine home = call.home();
    if (home != null && request.isLocated() && !request.mayReanchor()) {
      invariants.check(
          Invariant.AFFINITY,
          engine == home || !home.holds(call.id()) || !home.isReachable(),
          () -> request + " goes to " + engine + "; the call is on " + home);
    }
    if (request.isFirst()) {
      Fleet.Entry entry = fleet.entry(call.setId(), engine);
      invariants.check(
          Invariant.SELECTION,
          entry.hasTakenCallsSince(request.sentNanos()),
          () -> request + " goes to " + engine + ", which takes none");
    }
  }

  /** A request has its outcome. */
  Answer ends(Request request, PoolOutcome outcome) {
    invariants.check(
        Invariant.ONE_OUTCOME,
        underWay.remove(request.id()) != null,
        () -> request + " has another: " + outcome);
    request.finish();
    trace.tell(request.call().id(), () -> "caller has, for " + request + ", " + outcome);
    onTime(request);
    Answer answer =
        outcome instanceof PoolOutcome.Tried tried
                && tried.last().outcome() instanceof NgOutcome.Replied replied
            ? served(request, tried, replied.reply())
            : failed(request, outcome);
    boolean moved =
        request.home() != null && answer.isServed() && answer.engine() != request.home();
    if (request.verb() == Verb.OFFER && (moved || !isClean(outcome))) {
      doubtful.put(request.call().id(), time.nanoTime());
      if (isUnlisted(request)) {
        forgiven.add(request.call().id());
      }
    }
    outcomes.merge(request.isCancelled() ? "cancelled" : answer.label(), 1L, Long::sum);
    trace.add(request.id() + answer.label());
    if (request.isCancelled()) {
      counts.add(Fault.CANCELLATION);
    }
    return answer;
  }

  /** Whether the sidecar can't know the engine that has the call: the operator has removed it. */
  private boolean isUnlisted(Request request) {
    Engine home = request.home();
    return home != null
        && !fleet.entry(request.call().setId(), home).wasListedSince(request.sentNanos());
  }

  /** Whether no engine can have been left with a call that nobody knows of. */
  private static boolean isClean(PoolOutcome outcome) {
    return outcome instanceof PoolOutcome.Tried tried
        && tried.attempts().stream()
            .allMatch(attempt -> attempt.outcome() instanceof NgOutcome.Replied);
  }

  private void onTime(Request request) {
    long limit = Math.min(request.deadlineNanos(), request.sentNanos() + LIMIT_NANOS);
    invariants.check(
        Invariant.DEADLINE,
        time.nanoTime() <= limit + TOLERANCE_NANOS,
        () -> request + " has it " + (time.nanoTime() - limit) / 1_000_000 + " ms late");
  }

  private Answer served(Request request, PoolOutcome.Tried tried, BencodeDictionary reply) {
    String named = tried.last().node();
    String answeredTo = reply.getText(REQUEST).orElse("nothing");
    String answeredBy = reply.getText(ENGINE).orElse("nobody");
    invariants.check(
        Invariant.OWN_REPLY,
        answeredTo.equals(Long.toString(request.id())),
        () -> request + " has the reply to " + answeredTo);
    invariants.check(
        Invariant.NAMED_NODE,
        answeredBy.equals(named),
        () -> request + " was served by " + answeredBy + ", not by " + named);
    if (reply.get(WARNING).isPresent()) {
      isUnknown(request);
    }
    return new Answer(null, fleet.named(named), tried.handle());
  }

  private Answer failed(Request request, PoolOutcome outcome) {
    Reason reason = Reason.LOCAL_FAULT;
    String problem = "";
    try {
      reason = ToldReason.of(request.verb().command(), outcome);
    } catch (IllegalStateException none) {
      problem = String.valueOf(none.getMessage());
    }
    String told = problem;
    invariants.check(Invariant.REASON, told.isEmpty(), () -> request + ": " + told);
    if (reason == Reason.UNKNOWN_CALL) {
      isUnknown(request);
    }
    if (!request.isCancelled()) {
      mayFail(request, outcome);
    }
    return new Answer(reason, null, null);
  }

  private void isUnknown(Request request) {
    Engine home = request.home();
    if (isUnlisted(request)) {
      forgiven.add(request.call().id());
    }
    // A sidecar that was restarted takes an engine that was left with the call for the one that has
    // it.
    boolean mistaken = !request.isLocated() && forgiven.contains(request.call().id());
    invariants.check(
        Invariant.FOUND,
        mistaken
            || home == null
            || !home.holds(request.call().id())
            || !home.wasCalmSince(request.sentNanos()),
        () -> request + " is told that it is unknown; it is on " + home);
  }

  private void mayFail(Request request, PoolOutcome outcome) {
    Engine home = request.home();
    boolean calm;
    if (request.verb().effect() == CallEffect.OPENS && home == null) {
      calm = fleet.engines().stream().allMatch(engine -> hasBeenCalm(engine, request));
    } else {
      calm =
          home != null
              && request.isLocated()
              && home.holds(request.call().id())
              && hasBeenCalm(home, request);
    }
    invariants.check(
        Invariant.NO_NEEDLESS_FAILURE, !calm, () -> request + " fails without need: " + outcome);
  }

  /**
   * Whether nothing was the matter with an engine for so long that nothing is left over from it.
   */
  private static boolean hasBeenCalm(Engine engine, Request request) {
    return engine.wasCalmSince(request.sentNanos() - 2 * LIMIT_NANOS);
  }

  /** The faults are over, and so are the calls. */
  void atRest(List<NodeView> nodes) {
    underWay
        .values()
        .forEach(
            request -> invariants.check(Invariant.ONE_OUTCOME, false, () -> request + " has none"));
    for (NodeView node : nodes) {
      invariants.check(
          Invariant.ALL_UP,
          node.health() == HealthState.UP || node.health() == HealthState.UNKNOWN,
          () -> node.id() + " is " + node.health());
    }
    for (Engine engine : fleet.engines()) {
      int remembered =
          nodes.stream()
              .filter(node -> node.id().name().equals(engine.node()))
              .mapToInt(NodeView::calls)
              .sum();
      invariants.check(
          Invariant.NOTHING_STALE,
          remembered <= engine.calls().size(),
          () -> remembered + " on " + engine + ", which has " + engine.calls());
      for (String callId : engine.calls()) {
        invariants.check(
            Invariant.NO_GHOSTS,
            forgiven.contains(callId),
            () -> callId + " is still on " + engine);
      }
      invariants.check(Invariant.NO_GHOSTS, true, () -> "");
    }
  }
}
