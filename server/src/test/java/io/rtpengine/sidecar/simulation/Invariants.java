package io.rtpengine.sidecar.simulation;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether the invariants have held so far, and how often that was looked at. */
final class Invariants {

  private final VirtualTime time;
  private final Map<Invariant, Long> checks = new EnumMap<>(Invariant.class);
  private Optional<Violation> violation = Optional.empty();

  /**
   * An invariant that did not hold.
   *
   * @param nanos when
   * @param detail what was seen
   */
  record Violation(Invariant invariant, long nanos, String detail) {
    @Override
    public String toString() {
      return String.format("after %.6f s: %s: %s", nanos / 1e9, invariant.label(), detail);
    }
  }

  Invariants(VirtualTime time) {
    this.time = time;
  }

  /** Looks at whether an invariant holds. The first one that does not is remembered. */
  void check(Invariant invariant, boolean holds, Supplier<String> otherwise) {
    checks.merge(invariant, 1L, Long::sum);
    if (!holds && violation.isEmpty()) {
      violation = Optional.of(new Violation(invariant, time.nanoTime(), otherwise.get()));
    }
  }

  /** Returns how often an invariant was looked at. */
  long checks(Invariant invariant) {
    return checks.getOrDefault(invariant, 0L);
  }

  /** Returns the first violation, if there was one. */
  Optional<Violation> violation() {
    return violation;
  }
}
