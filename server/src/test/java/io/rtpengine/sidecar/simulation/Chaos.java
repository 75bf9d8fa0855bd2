package io.rtpengine.sidecar.simulation;

import io.rtpengine.sidecar.pool.OperatorState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Has things go wrong, one after the other and several at a time, until it is stopped. */
final class Chaos {

  private static final long MEAN_GAP_NANOS = 2_500_000_000L;
  private static final long SHORTEST_NANOS = 200_000_000L;
  private static final long MEAN_DURATION_NANOS = 8_000_000_000L;
  private static final Fault[] STRIKES = {
    Fault.LOSS,
    Fault.DELAY,
    Fault.REORDERING,
    Fault.DUPLICATION,
    Fault.LATE_ANSWERS,
    Fault.FORGERY,
    Fault.SOCKET_FAULT,
    Fault.SESSION_LIMIT,
    Fault.PORT_EXHAUSTION,
    Fault.MISSING_COMMAND,
    Fault.HANG,
    Fault.HANG,
    Fault.RESTART,
    Fault.SIDECAR_RESTART,
    Fault.DRAIN,
    Fault.DISABLE,
    Fault.REWEIGHT,
    Fault.REMOVAL,
    Fault.MOVE,
  };

  /** Twice as long as what the DNS says is taken for granted. */
  private static final long UNTIL_FOUND_NANOS = 2 * Simulation.LIFE_OF_NAMES.toNanos();

  private final VirtualTime time;
  private final Fleet fleet;
  private final SimulatedSidecar sidecar;
  private final Referee referee;
  private final FaultCounts counts;
  private final Trace trace;
  private final SplittableRandom random;
  private final Map<String, Runnable> ends = new LinkedHashMap<>();
  private boolean stopped;
  private int moves;

  Chaos(
      VirtualTime time,
      Fleet fleet,
      SimulatedSidecar sidecar,
      Referee referee,
      FaultCounts counts,
      Trace trace,
      SplittableRandom random) {
    this.time = time;
    this.fleet = fleet;
    this.sidecar = sidecar;
    this.referee = referee;
    this.counts = counts;
    this.trace = trace;
    this.random = random;
  }

  void start() {
    time.after(exponential(MEAN_GAP_NANOS), this::strike);
  }

  /** Ends all that goes wrong, and has nothing go wrong any more. */
  void stop() {
    stopped = true;
    List.copyOf(ends.values()).forEach(Runnable::run);
  }

  private void strike() {
    if (stopped) {
      return;
    }
    List<Fleet.Entry> entries = fleet.entries();
    Fleet.Entry victim = entries.get(random.nextInt(entries.size()));
    Fault fault = STRIKES[random.nextInt(STRIKES.length)];
    String episode = fault + " " + victim.engine();
    if (!ends.containsKey(episode)) {
      trace.tell(() -> "begin " + episode);
      Runnable relief = begin(fault, victim);
      victim.engine().troubleBegins();
      Runnable end =
          () -> {
            if (ends.remove(episode) != null) {
              trace.tell(() -> "end " + episode);
              relief.run();
              victim.engine().troubleEnds();
            }
          };
      ends.put(episode, end);
      time.after(SHORTEST_NANOS + exponential(MEAN_DURATION_NANOS), end);
    }
    start();
  }

  /** Begins a fault, and returns how it ends. */
  private Runnable begin(Fault fault, Fleet.Entry victim) {
    Engine engine = victim.engine();
    Link link = engine.link();
    switch (fault) {
      case LOSS -> {
        link.loss = random.nextInt(4) == 0 ? 1 : random.nextDouble();
        return () -> link.loss = 0;
      }
      case DELAY -> {
        link.delayNanos = random.nextLong(300_000_000);
        return () -> link.delayNanos = 0;
      }
      case REORDERING -> {
        link.jitterNanos = 1 + random.nextLong(100_000_000);
        return () -> link.jitterNanos = 0;
      }
      case DUPLICATION -> {
        link.duplication = random.nextDouble();
        return () -> link.duplication = 0;
      }
      case LATE_ANSWERS -> {
        link.latenessNanos = random.nextLong(12_000_000_000L);
        return () -> link.latenessNanos = 0;
      }
      case FORGERY -> {
        link.forgery = random.nextDouble();
        return () -> link.forgery = 0;
      }
      case SOCKET_FAULT -> {
        link.unsendable = true;
        return () -> link.unsendable = false;
      }
      default -> {
        return beginAtEngine(fault, victim);
      }
    }
  }

  private Runnable beginAtEngine(Fault fault, Fleet.Entry victim) {
    Engine engine = victim.engine();
    switch (fault) {
      case SESSION_LIMIT -> {
        engine.full = true;
        return () -> engine.full = false;
      }
      case PORT_EXHAUSTION -> {
        engine.outOfPorts = true;
        return () -> engine.outOfPorts = false;
      }
      case MISSING_COMMAND -> {
        engine.old = true;
        return () -> engine.old = false;
      }
      case HANG -> {
        engine.hang();
        return engine::resume;
      }
      case MOVE -> {
        return move(engine);
      }
      case RESTART -> {
        engine.stop();
        return engine::start;
      }
      default -> {
        return beginAtSidecar(fault, victim);
      }
    }
  }

  /** Has an engine go elsewhere, if its node is named after a host and not after an address. */
  private Runnable move(Engine engine) {
    if (engine.node().contains("example") && !engine.isLost()) {
      moves++;
      fleet.move(engine, Simulation.address("10." + (1 + moves / 250) + "." + moves % 250 + ".1"));
      engine.troubleBegins();
      time.after(
          UNTIL_FOUND_NANOS,
          () -> {
            engine.isFound();
            engine.troubleEnds();
          });
    }
    return () -> {};
  }

  private Runnable beginAtSidecar(Fault fault, Fleet.Entry victim) {
    counts.add(fault);
    switch (fault) {
      case SIDECAR_RESTART -> {
        referee.sidecarRestarts();
        fleet.engines().forEach(Engine::shudder);
        sidecar.restart();
        return () -> {};
      }
      case DRAIN -> {
        sidecar.setOperatorState(victim, OperatorState.DRAINING);
        return () -> sidecar.setOperatorState(victim, OperatorState.ENABLED);
      }
      case DISABLE -> {
        sidecar.setOperatorState(victim, OperatorState.DISABLED);
        return () -> sidecar.setOperatorState(victim, OperatorState.ENABLED);
      }
      case REWEIGHT -> {
        victim.weigh(random.nextInt(5), time.nanoTime());
        sidecar.reload();
        return () -> {
          victim.weigh(Fleet.USUAL_WEIGHT, time.nanoTime());
          sidecar.reload();
        };
      }
      case REMOVAL -> {
        victim.list(false, time.nanoTime());
        sidecar.reload();
        return () -> {
          victim.list(true, time.nanoTime());
          sidecar.reload();
        };
      }
      default -> throw new AssertionError(fault);
    }
  }

  private long exponential(long mean) {
    return (long) (-Math.log(1 - random.nextDouble()) * mean);
  }
}
