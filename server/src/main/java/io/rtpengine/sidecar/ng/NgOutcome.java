package io.rtpengine.sidecar.ng;

import io.rtpengine.sidecar.bencode.BencodeDictionary;

/**
 * What came of sending a request to one engine. Exactly one of these is reported for each request,
 * sooner or later.
 *
 * <p>What the engine said ({@link Replied}, {@link Refused}, {@link Full}), that it said nothing
 * ({@link Silent}), and what went wrong on this side ({@link LocalFault}, {@link Overloaded}) are
 * three different things: only silence speaks against the health of an engine.
 */
public sealed interface NgOutcome {

  /** Returns how often the request was sent, retransmissions included. */
  int transmissions();

  /**
   * Returns the time from the first transmission to the outcome, in nanoseconds; 0 if nothing was
   * sent.
   */
  long elapsedNanos();

  /** The engine carried the command out; {@code reply} is all that it said. */
  record Replied(BencodeDictionary reply, int transmissions, long elapsedNanos)
      implements NgOutcome {

    /** Returns whether there was nothing to carry out, because the engine knows no such call. */
    public boolean warnsOfUnknownCall() {
      return Replies.warnsOfUnknownCall(reply);
    }
  }

  /** The engine refused, with a reason in its own words. */
  record Refused(String errorReason, BencodeDictionary reply, int transmissions, long elapsedNanos)
      implements NgOutcome {

    /** Returns what the engine means by that. */
    public RefusalKind kind() {
      return RefusalKind.of(errorReason);
    }
  }

  /**
   * The engine is at one of its limits and takes no new call; the message says which limit, in its
   * own words.
   */
  record Full(String message, BencodeDictionary reply, int transmissions, long elapsedNanos)
      implements NgOutcome {}

  /** The engine answered, but not with NG. */
  record Malformed(String problem, int transmissions, long elapsedNanos) implements NgOutcome {}

  /**
   * The engine did not answer in time.
   *
   * @param deadlineWasCallers whether the time was up because the caller's deadline came first
   */
  record Silent(boolean deadlineWasCallers, int transmissions, long elapsedNanos)
      implements NgOutcome {}

  /** The request does not fit what the engine can be reached by. Nothing was sent. */
  record TooLarge(int size, int limit) implements NgOutcome {
    @Override
    public int transmissions() {
      return 0;
    }

    @Override
    public long elapsedNanos() {
      return 0;
    }
  }

  /** Too many requests to this engine are waiting already. Nothing was sent. */
  record Overloaded(int waiting) implements NgOutcome {
    @Override
    public int transmissions() {
      return 0;
    }

    @Override
    public long elapsedNanos() {
      return 0;
    }
  }

  /** The request could not be sent, for a reason that is this host's and not the engine's. */
  record LocalFault(String problem, int transmissions, long elapsedNanos) implements NgOutcome {}

  /** The caller gave up. */
  record Cancelled(int transmissions, long elapsedNanos) implements NgOutcome {}
}
