package io.rtpengine.sidecar.observe;

import io.rtpengine.sidecar.ng.NgOutcome;
import java.util.Locale;

/** What metrics call the outcomes of requests. */
enum OutcomeLabel {
  REPLIED,
  REFUSED,
  FULL,
  MALFORMED,
  SILENT,
  TOO_LARGE,
  OVERLOADED,
  LOCAL_FAULT,
  CANCELLED;

  static OutcomeLabel of(NgOutcome outcome) {
    if (outcome instanceof NgOutcome.Replied) {
      return REPLIED;
    }
    if (outcome instanceof NgOutcome.Refused) {
      return REFUSED;
    }
    if (outcome instanceof NgOutcome.Full) {
      return FULL;
    }
    if (outcome instanceof NgOutcome.Malformed) {
      return MALFORMED;
    }
    if (outcome instanceof NgOutcome.Silent) {
      return SILENT;
    }
    if (outcome instanceof NgOutcome.TooLarge) {
      return TOO_LARGE;
    }
    if (outcome instanceof NgOutcome.Overloaded) {
      return OVERLOADED;
    }
    if (outcome instanceof NgOutcome.LocalFault) {
      return LOCAL_FAULT;
    }
    return CANCELLED;
  }

  /** Returns the value of the label. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
