package io.rtpengine.sidecar.simulation;

/** Runs a simulation from the command line: see {@code script/simulate}. */
public final class Simulate {

  private Simulate() {}

  /** Runs as the arguments say, and ends with 1 if an invariant did not hold. */
  public static void main(String[] arguments) {
    long seed = 1;
    long calls = 100_000;
    String followed = "";
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      String value = arguments[i + 1];
      switch (arguments[i]) {
        case "--seed" -> seed = Long.parseLong(value);
        case "--calls" -> calls = Long.parseLong(value);
        case "--follow" -> followed = value;
        default -> throw new IllegalArgumentException(arguments[i]);
      }
    }
    Report report = Simulation.run(seed, calls, followed, Engine::new);
    System.out.print(report);
    System.exit(report.isGood() ? 0 : 1);
  }
}
