package io.rtpengine.sidecar.observe;

import io.rtpengine.sidecar.ng.NgOutcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** What became of one command at one node. Thread-safe; counting neither locks nor allocates. */
final class CommandMetrics {

  private final LongAdder sent = new LongAdder();
  private final LongAdder retransmitted = new LongAdder();
  private final Map<OutcomeLabel, LongAdder> finished = new EnumMap<>(OutcomeLabel.class);
  private final LongAdder sentAndFinished = new LongAdder();
  private final Histogram durations = new Histogram();

  CommandMetrics() {
    for (OutcomeLabel outcome : OutcomeLabel.values()) {
      finished.put(outcome, new LongAdder());
    }
  }

  void countSent() {
    sent.increment();
  }

  void countRetransmitted() {
    retransmitted.increment();
  }

  void countFinished(NgOutcome outcome) {
    counter(OutcomeLabel.of(outcome)).increment();
    if (outcome.transmissions() > 0) {
      sentAndFinished.increment();
      durations.count(outcome.elapsedNanos());
    }
  }

  long finished(OutcomeLabel outcome) {
    return counter(outcome).sum();
  }

  private LongAdder counter(OutcomeLabel outcome) {
    return Objects.requireNonNull(finished.get(outcome));
  }

  long retransmitted() {
    return retransmitted.sum();
  }

  /** Returns how many have been sent and have no outcome yet. */
  long inFlight() {
    // In this order: one that ends meanwhile is not missed by both.
    long ended = sentAndFinished.sum();
    return sent.sum() - ended;
  }

  Histogram durations() {
    return durations;
  }
}
