package io.rtpengine.sidecar.simulation;

import io.rtpengine.sidecar.ng.NgSettings;
import io.rtpengine.sidecar.ng.SimulatedEndpoints;
import io.rtpengine.sidecar.pool.HashKind;
import io.rtpengine.sidecar.pool.PoolSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * One run: callers lead calls through the sidecar over five engines while things go wrong, then
 * things go right, until all is quiet. Confined to one thread, and used once.
 */
final class Simulation {

  private static final int PORT = 2_223;

  /** So long a node's name may lead elsewhere than the engine is. */
  static final Duration LIFE_OF_NAMES = Duration.ofSeconds(10);

  /** The engines: the last two also make up set 1, and the last but one is a backup in set 0. */
  private static final String[] ADDRESSES = {
    "10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "2001:db8::5"
  };

  private static final int BACKUP = 3;

  /** The first of those whose nodes are named after their hosts, which move. */
  private static final int FIRST_NAMED = 1;

  private static final int LAST_NAMED = 3;

  /** How long after the last call began things go on to go wrong. */
  private static final long AFTERMATH_NANOS = 20_000_000_000L;

  /**
   * How long it may take until nobody notices any more that anything has ever gone wrong: calls are
   * confirmed every ten minutes, and a minute or two later.
   */
  private static final long RECOVERY_NANOS = 900_000_000_000L;

  /** How long the longest call may take. */
  private static final long PATIENCE_NANOS = 3_600_000_000_000L;

  /** Makes an engine that is as it should be, or that is not. */
  @FunctionalInterface
  interface EngineModel {
    Engine create(Engine.Place place);
  }

  private final long seed;
  private final long calls;
  private final VirtualTime time;
  private final VirtualLoop loop;
  private final FaultCounts faults = new FaultCounts();
  private final Fleet fleet = new Fleet();
  private final Invariants invariants;
  private final Trace trace;
  private final Referee referee;
  private final SimulatedSidecar sidecar;
  private final Callers callers;
  private final Chaos chaos;

  private Simulation(
      long seed, long calls, String followed, EngineModel model, PoolSettings settings) {
    this.seed = seed;
    this.calls = calls;
    SplittableRandom random = new SplittableRandom(seed);
    time = new VirtualTime(random.nextLong());
    loop = new VirtualLoop(time);
    trace = new Trace(time, followed);
    invariants = new Invariants(time);
    referee = new Referee(time, fleet, invariants, trace, faults);
    VirtualNetwork network = new VirtualNetwork(time, random.split(), faults, referee::leaves);
    build(network, random, model);
    sidecar =
        new SimulatedSidecar(
            settings,
            fleet,
            loop,
            source ->
                SimulatedEndpoints.on(
                    loop.eventLoop(),
                    () -> new VirtualDatagramChannel(network),
                    NgSettings.DEFAULT,
                    source,
                    fleet::addressOf,
                    LIFE_OF_NAMES),
            random.split());
    callers = new Callers(time, sidecar, referee, random.split(), calls);
    chaos = new Chaos(time, fleet, sidecar, referee, faults, trace, random.split());
  }

  private void build(VirtualNetwork network, SplittableRandom random, EngineModel model) {
    for (int i = 0; i < ADDRESSES.length; i++) {
      InetSocketAddress address = address(ADDRESSES[i]);
      boolean six = ADDRESSES[i].contains(":");
      boolean named = i >= FIRST_NAMED && i <= LAST_NAMED;
      String host = named ? "engine-" + i + ".example" : ADDRESSES[i];
      String node = (six ? "udp6:[" + host + "]:" : "udp:" + host + ":") + PORT;
      Engine engine =
          model.create(
              new Engine.Place(node, address, time, network, random.split(), faults, trace));
      fleet.add(engine, 0, i == BACKUP ? 1 : 0);
      if (i >= BACKUP) {
        fleet.add(engine, 1, 0);
      }
    }
  }

  /** Returns where an engine listens at an IP address. */
  static InetSocketAddress address(String literal) {
    try {
      return new InetSocketAddress(InetAddress.getByName(literal), PORT);
    } catch (UnknownHostException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** Runs, to the end or to the first violation. */
  static Report run(long seed, long calls) {
    return run(seed, calls, "", Engine::new);
  }

  /** Returns what the sidecar is configured as: every other run selects nodes as OpenSIPS does. */
  private static PoolSettings settings(long seed) {
    return PoolSettings.DEFAULT.withHash(seed % 2 == 0 ? HashKind.OPENSIPS : HashKind.RENDEZVOUS);
  }

  /**
   * Runs with engines of another make.
   *
   * @param followed the call-id of the call whose story is told; empty if none
   */
  static Report run(long seed, long calls, String followed, EngineModel model) {
    return run(seed, calls, followed, model, settings(seed));
  }

  /** Runs with a sidecar that is configured otherwise, as well. */
  static Report run(
      long seed, long calls, String followed, EngineModel model, PoolSettings settings) {
    Simulation simulation = new Simulation(seed, calls, followed, model, settings);
    try (ThrownOnLoops thrown = new ThrownOnLoops(simulation.invariants)) {
      simulation.run(thrown);
    }
    return simulation.report();
  }

  private void run(ThrownOnLoops thrown) {
    callers.start();
    chaos.start();
    while (!callers.haveStartedAll() && goesOn()) {
      thrown.check();
    }
    pass(AFTERMATH_NANOS, thrown);
    chaos.stop();
    long latest = time.nanoTime() + PATIENCE_NANOS;
    while (!callers.areDone() && time.nanoTime() < latest && goesOn()) {
      thrown.check();
    }
    pass(RECOVERY_NANOS, thrown);
    if (invariants.violation().isEmpty()) {
      referee.atRest(sidecar.nodes());
    }
  }

  private void pass(long nanos, ThrownOnLoops thrown) {
    long end = time.nanoTime() + nanos;
    time.after(nanos, () -> {});
    while (time.nanoTime() < end && goesOn()) {
      thrown.check();
    }
  }

  /** Does the next thing, unless an invariant has been violated already. */
  private boolean goesOn() {
    if (invariants.violation().isPresent()) {
      return false;
    }
    loop.step();
    return true;
  }

  private Report report() {
    return new Report(
        seed,
        calls,
        time.nanoTime(),
        callers.requests(),
        referee.outcomes(),
        referee.forgiven(),
        faults,
        invariants,
        trace.toString());
  }
}
