package io.rtpengine.sidecar.service;

import com.google.protobuf.Duration;
import io.rtpengine.sidecar.ng.NgOutcome;
import io.rtpengine.sidecar.pool.PoolOutcome;
import io.rtpengine.sidecar.pool.Verdict;
import io.rtpengine.v1.Attempt;
import io.rtpengine.v1.AttemptOutcome;

/** What the contract says of attempts. */
final class AttemptMessages {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private AttemptMessages() {}

  static Attempt of(PoolOutcome.Attempt attempt) {
    NgOutcome outcome = attempt.outcome();
    Attempt.Builder message =
        Attempt.newBuilder()
            .setNode(attempt.node())
            .setOutcome(of(attempt.verdict()))
            .setTransmissions(outcome.transmissions())
            .setElapsed(duration(outcome.elapsedNanos()))
            .setTriedThoughDown(attempt.thoughDown());
    if (outcome instanceof NgOutcome.Refused refused) {
      message.setErrorReason(refused.errorReason());
    } else if (outcome instanceof NgOutcome.Full full) {
      message.setErrorReason(full.message());
    }
    return message.build();
  }

  /** Nobody is told that the caller gave up: it is not there any more. */
  static AttemptOutcome of(Verdict verdict) {
    return switch (verdict) {
      case SERVED -> AttemptOutcome.ATTEMPT_OUTCOME_SERVED;
      case UNKNOWN_CALL -> AttemptOutcome.ATTEMPT_OUTCOME_UNKNOWN_CALL;
      case FULL -> AttemptOutcome.ATTEMPT_OUTCOME_FULL;
      case NOT_SUPPORTED -> AttemptOutcome.ATTEMPT_OUTCOME_NOT_SUPPORTED;
      case REFUSED -> AttemptOutcome.ATTEMPT_OUTCOME_REFUSED;
      case SILENT, CANCELLED -> AttemptOutcome.ATTEMPT_OUTCOME_SILENT;
      case MALFORMED -> AttemptOutcome.ATTEMPT_OUTCOME_MALFORMED;
      case LOCAL -> AttemptOutcome.ATTEMPT_OUTCOME_LOCAL_FAULT;
    };
  }

  static Duration duration(long nanos) {
    return Duration.newBuilder()
        .setSeconds(nanos / NANOS_PER_SECOND)
        .setNanos((int) (nanos % NANOS_PER_SECOND))
        .build();
  }
}
