package io.rtpengine.sidecar.simulation;

import java.util.Map;

/**
 * What came of a run.
 *
 * @param nanos how much virtual time has passed
 * @param requests how many requests the callers made
 * @param outcomes what came of them
 * @param forgiven how many calls may be left behind, because the sidecar was restarted while it
 *     knew of them
 * @param trace the fingerprint of everything that happened
 */
record Report(
    long seed,
    long calls,
    long nanos,
    long requests,
    Map<String, Long> outcomes,
    int forgiven,
    FaultCounts faults,
    Invariants invariants,
    String trace) {

  /** Returns whether all invariants held. */
  boolean isGood() {
    return invariants.violation().isEmpty();
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    out.append(
        "seed %d: %,d calls, %,d requests, %,d s%n%n"
            .formatted(seed, calls, requests, nanos / 1_000_000_000));
    out.append("what callers were told\n");
    outcomes.forEach((outcome, count) -> out.append(counted(count, outcome)));
    out.append("\nwhat went wrong\n");
    for (Fault fault : Fault.values()) {
      out.append(counted(faults.of(fault), fault.label()));
    }
    out.append("\nwhat was checked\n");
    for (Invariant invariant : Invariant.values()) {
      out.append(counted(invariants.checks(invariant), invariant.label()));
    }
    out.append(
        "%n%,d calls may be left behind: the sidecar was restarted, and can't know of them%n"
            .formatted(forgiven));
    out.append("trace ").append(trace).append('\n');
    out.append(
        invariants.violation().map(found -> "VIOLATED " + found).orElse("every invariant held"));
    return out.append('\n').toString();
  }

  private static String counted(long count, String what) {
    return "%,12d  %s%n".formatted(count, what);
  }
}
