package io.rtpengine.sidecar.simulation;

import io.rtpengine.sidecar.pool.Participants;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A call as a SIP server leads it: offered, perhaps more than once, answered, changed, hung up; or
 * cancelled, given up, forgotten. Confined to one thread.
 */
final class Call {

  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;
  private static final int MAX_OFFERS = 3;
  private static final int MAX_DELETE_DOUBLINGS = 4;

  private final String id;
  private final int setId;
  private final boolean keepsHandle;
  private final boolean isOfTwo;
  private final SplittableRandom random;
  private final Callers callers;

  private @Nullable Engine home;
  private int homeIncarnation;
  private @Nullable String handle;
  private int knownTo = -1;
  private int offers;
  private int offersUnderWay;
  private int movesUnderWay;
  private int deletes;
  private int left;
  private boolean tried;
  private boolean established;
  private boolean wasCancelled;
  private boolean over;

  Call(String id, int setId, SplittableRandom random, Callers callers) {
    this.id = id;
    this.setId = setId;
    this.random = random;
    this.callers = callers;
    this.keepsHandle = random.nextBoolean();
    this.isOfTwo = random.nextBoolean();
  }

  String id() {
    return id;
  }

  int setId() {
    return setId;
  }

  /** Returns the participants that each of its requests names: two, or any. */
  long participants() {
    return isOfTwo
        ? Participants.with(Participants.with(Participants.NONE, 1), 2)
        : Participants.UNKNOWN;
  }

  /** Returns the engine that holds it, as far as the caller knows. */
  @Nullable Engine home() {
    return home;
  }

  @Nullable String handle() {
    return handle;
  }

  /** Returns whether an offer of it has been answered, and so what follows is within the dialog. */
  boolean isEstablished() {
    return established;
  }

  /** Returns whether no request of it has been made yet. */
  boolean isUntried() {
    return !tried;
  }

  /** Returns whether it is on this engine, which has not been started anew since, to stay. */
  boolean isUpOn(Engine engine) {
    return home == engine
        && homeIncarnation == engine.incarnation()
        && deletes == 0
        && movesUnderWay == 0;
  }

  /** Returns whether the sidecar, in this incarnation, knows or is told where the call is. */
  boolean isLocated(int incarnation) {
    return handle != null || knownTo == incarnation;
  }

  /** Begins. */
  void offer() {
    Request offer = send(Verb.OFFER, false, patience(), this::offered);
    if (random.nextInt(100) < 4) {
      callers.after(random.nextLong(random.nextBoolean() ? MILLI : 3 * SECOND), offer::cancel);
    } else if (random.nextInt(100) < 3) {
      callers.after(random.nextLong(50 * MILLI), this::fork);
    }
  }

  /** Another branch of the same call, offered before the first is answered. */
  private void fork() {
    if (!over && deletes == 0) {
      send(Verb.OFFER, false, patience(), (request, answer) -> learn(answer));
    }
  }

  private void offered(Request request, Answer answer) {
    wasCancelled |= request.isCancelled();
    learn(answer);
    if (answer.isServed()) {
      left = random.nextInt(4);
      after(5 * SECOND, random.nextInt(10) > 0 ? this::answer : this::hangUp);
    } else if (wasCancelled || random.nextInt(4) == 0) {
      after(SECOND, this::hangUp);
    } else if (offers < MAX_OFFERS && random.nextBoolean()) {
      after(3 * SECOND, this::offer);
    } else {
      giveUp();
    }
  }

  /** The caller goes away: whatever was left behind is for the sidecar to clear up. */
  private void giveUp() {
    if (offersUnderWay > 0) {
      after(SECOND, this::giveUp);
    } else if (home != null) {
      // The other branch was taken after all.
      hangUp();
    } else {
      end();
    }
  }

  private void answer() {
    send(Verb.ANSWER, false, patience(), this::goOn);
  }

  private void change() {
    left--;
    switch (random.nextInt(3)) {
      case 0 -> send(Verb.OFFER, random.nextInt(3) == 0, patience(), this::goOn);
      case 1 -> send(Verb.QUERY, false, patience(), this::goOn);
      default -> send(Verb.PLAY_DTMF, false, patience(), this::goOn);
    }
  }

  private void goOn(Request request, Answer answer) {
    if (request.verb() == Verb.OFFER) {
      learn(answer);
    }
    if (answer.isUnknownCall()) {
      home = null;
      left = 0;
      after(SECOND, random.nextBoolean() ? this::anchorAnew : this::hangUp);
    } else {
      long longest = random.nextInt(200) == 0 ? 120 * SECOND : 20 * SECOND;
      after(longest, left > 0 ? this::change : this::hangUp);
    }
  }

  private void anchorAnew() {
    send(Verb.OFFER, true, patience(), this::goOn);
  }

  private void hangUp() {
    if (offersUnderWay > 0) {
      after(SECOND, this::hangUp);
      return;
    }
    deletes++;
    send(random.nextBoolean() ? Verb.DELETE : Verb.DELETE_PART, false, patience(), this::hungUp);
  }

  private void hungUp(Request request, Answer answer) {
    if (answer.isServed() || answer.isUnknownCall()) {
      end();
    } else {
      after(SECOND << Math.min(deletes, MAX_DELETE_DOUBLINGS), this::hangUp);
    }
  }

  private void end() {
    over = true;
    home = null;
    callers.ended(this);
  }

  private void learn(Answer answer) {
    Engine engine = answer.engine();
    if (answer.isServed() && engine != null && !over) {
      home = engine;
      homeIncarnation = engine.incarnation();
      established = true;
      knownTo = callers.incarnation();
      if (keepsHandle) {
        handle = answer.handle();
      }
    }
  }

  private Request send(Verb verb, boolean reanchor, long patience, Callers.Reaction reaction) {
    if (verb == Verb.OFFER) {
      offers++;
      offersUnderWay++;
      movesUnderWay += reanchor ? 1 : 0;
    }
    Request sent =
        callers.send(
            this,
            verb,
            reanchor,
            patience,
            (request, answer) -> {
              if (verb == Verb.OFFER) {
                offersUnderWay--;
                movesUnderWay -= reanchor ? 1 : 0;
              }
              reaction.on(request, answer);
            });
    tried = true;
    return sent;
  }

  private void after(long longestNanos, Runnable next) {
    callers.after(MILLI + random.nextLong(longestNanos), next);
  }

  /** Returns how long the caller waits for an outcome. */
  private long patience() {
    int kind = random.nextInt(10);
    if (kind < 4) {
      return VirtualTime.NEVER;
    }
    return kind < 9
        ? 2 * SECOND + random.nextLong(8 * SECOND)
        : 50 * MILLI + random.nextLong(500 * MILLI);
  }
}
