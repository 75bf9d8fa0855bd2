package io.rtpengine.sidecar.service;

import io.rtpengine.sidecar.ng.NgOutcome;
import io.rtpengine.v1.AttemptOutcome;

/** What the contract calls the outcomes of attempts. */
final class AttemptOutcomes {

  private AttemptOutcomes() {}

  static AttemptOutcome of(NgOutcome outcome) {
    if (outcome instanceof NgOutcome.Replied) {
      return AttemptOutcome.ATTEMPT_OUTCOME_SERVED;
    }
    if (outcome instanceof NgOutcome.Refused) {
      return AttemptOutcome.ATTEMPT_OUTCOME_REFUSED;
    }
    if (outcome instanceof NgOutcome.Full) {
      return AttemptOutcome.ATTEMPT_OUTCOME_FULL;
    }
    if (outcome instanceof NgOutcome.Silent) {
      return AttemptOutcome.ATTEMPT_OUTCOME_SILENT;
    }
    if (outcome instanceof NgOutcome.Malformed) {
      return AttemptOutcome.ATTEMPT_OUTCOME_MALFORMED;
    }
    return AttemptOutcome.ATTEMPT_OUTCOME_LOCAL_FAULT;
  }
}
