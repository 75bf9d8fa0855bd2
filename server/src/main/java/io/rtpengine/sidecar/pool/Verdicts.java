package io.rtpengine.sidecar.pool;

import io.rtpengine.sidecar.ng.NgOutcome;
import java.util.List;
import java.util.regex.Pattern;

/** Judges outcomes. Immutable and thread-safe. */
final class Verdicts {

  private final List<Pattern> failoverErrors;

  /**
   * Creates a judge.
   *
   * @param failoverErrors refusals that count as being full, beside those that are known to
   */
  Verdicts(List<Pattern> failoverErrors) {
    this.failoverErrors = List.copyOf(failoverErrors);
  }

  Verdict of(NgOutcome outcome, CallEffect effect) {
    if (outcome instanceof NgOutcome.Replied replied) {
      // Whoever deletes what is not there is only warned.
      boolean inVain =
          effect != CallEffect.NONE && effect != CallEffect.OPENS && replied.warnsOfUnknownCall();
      return inVain ? Verdict.UNKNOWN_CALL : Verdict.SERVED;
    }
    if (outcome instanceof NgOutcome.Refused refused) {
      return of(refused);
    }
    if (outcome instanceof NgOutcome.Full) {
      return Verdict.FULL;
    }
    if (outcome instanceof NgOutcome.Silent) {
      return Verdict.SILENT;
    }
    if (outcome instanceof NgOutcome.Malformed) {
      return Verdict.MALFORMED;
    }
    return outcome instanceof NgOutcome.Cancelled ? Verdict.CANCELLED : Verdict.LOCAL;
  }

  private Verdict of(NgOutcome.Refused refused) {
    return switch (refused.kind()) {
      case UNKNOWN_CALL -> Verdict.UNKNOWN_CALL;
      case NOT_SUPPORTED -> Verdict.NOT_SUPPORTED;
      case CAPACITY -> Verdict.FULL;
      case NOT_UNDERSTOOD, OTHER -> {
        for (Pattern error : failoverErrors) {
          if (error.matcher(refused.errorReason()).find()) {
            yield Verdict.FULL;
          }
        }
        yield Verdict.REFUSED;
      }
    };
  }
}
