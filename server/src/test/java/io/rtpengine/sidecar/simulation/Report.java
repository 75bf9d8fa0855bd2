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
    line(
        out,
        "seed %d: %,d calls, %,d requests, %,d s",
        seed,
        calls,
        requests,
        nanos / 1_000_000_000);
    line(out, "");
    line(out, "what callers were told");
    outcomes.forEach((outcome, count) -> line(out, "%,12d  %s", count, outcome));
    line(out, "");
    line(out, "what went wrong");
    for (Fault fault : Fault.values()) {
      line(out, "%,12d  %s", faults.of(fault), fault.label());
    }
    line(out, "");
    line(out, "what was checked");
    for (Invariant invariant : Invariant.values()) {
      line(out, "%,12d  %s", invariants.checks(invariant), invariant.label());
    }
    line(out, "");
    line(
        out,
        "%,d calls may be left behind: the sidecar was restarted, and can't know of them",
        forgiven);
    line(out, "trace %s", trace);
    line(
        out,
        "%s",
        invariants.violation().map(found -> "VIOLATED " + found).orElse("every invariant held"));
    return out.toString();
  }

  private static void line(StringBuilder out, String format, Object... values) {
    out.append(String.format(format, values)).append('\n');
  }
}
