package io.rtpengine.sidecar.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** The SIP servers, which lead the calls and send their requests. Confined to one thread. */
final class Callers {

  private static final long MEAN_GAP_NANOS = 10_000_000;
  private static final int CALLS_IN_SECOND_SET_PERCENT = 15;

  /** Goes on with a call when a request has its outcome. */
  @FunctionalInterface
  interface Reaction {
    void on(Request request, Answer answer);
  }

  private final VirtualTime time;
  private final SimulatedSidecar sidecar;
  private final Referee referee;
  private final SplittableRandom random;
  private final long wanted;
  private final Map<String, Call> calls = new HashMap<>();
  private long started;
  private long requests;

  /**
   * Creates callers.
   *
   * @param wanted how many calls they are to make in all
   */
  Callers(
      VirtualTime time,
      SimulatedSidecar sidecar,
      Referee referee,
      SplittableRandom random,
      long wanted) {
    this.time = time;
    this.sidecar = sidecar;
    this.referee = referee;
    this.random = random;
    this.wanted = wanted;
  }

  /** Begins to call. */
  void start() {
    if (started < wanted) {
      int setId = random.nextInt(100) < CALLS_IN_SECOND_SET_PERCENT ? 1 : 0;
      Call call = new Call("call-" + started++, setId, random.split(), this);
      calls.put(call.id(), call);
      call.offer();
      time.after((long) (-Math.log(1 - random.nextDouble()) * MEAN_GAP_NANOS), this::start);
    }
  }

  /** Returns whether all calls have been started. */
  boolean haveStartedAll() {
    return started == wanted;
  }

  /** Returns whether all calls are over. */
  boolean areDone() {
    return haveStartedAll() && calls.isEmpty();
  }

  long requests() {
    return requests;
  }

  int incarnation() {
    return sidecar.incarnation();
  }

  void after(long nanos, Runnable task) {
    time.after(nanos, task);
  }

  Request send(Call call, Verb verb, boolean reanchor, long patience, Reaction reaction) {
    Request request =
        new Request(
            requests++,
            call,
            verb,
            reanchor,
            time.nanoTime(),
            patience,
            call.isLocated(sidecar.incarnation()));
    referee.begins(request);
    request.isUnderWayAs(
        sidecar.send(
            request,
            outcome -> {
              Answer answer = referee.ends(request, outcome);
              // The next thing that the caller does it does later, as another process would.
              time.after(0, () -> reaction.on(request, answer));
            }));
    return request;
  }

  void ended(Call call) {
    calls.remove(call.id());
    referee.isOver(call);
  }
}
