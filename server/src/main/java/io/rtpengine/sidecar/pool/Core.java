package io.rtpengine.sidecar.pool;

import java.util.concurrent.atomic.LongAdder;

/**
 * What the dispatches of a pool share. Thread-safe.
 *
 * @param settings how the pool behaves
 * @param world what it stands on
 * @param table where the calls are
 * @param selection where new ones go
 * @param verdicts what outcomes come to
 * @param underWay how many requests of callers have no outcome yet
 */
record Core(
    PoolSettings settings,
    PoolDependencies world,
    CallTable table,
    Selection selection,
    Verdicts verdicts,
    LongAdder underWay) {

  static Core of(PoolSettings settings, PoolDependencies world) {
    return new Core(
        settings,
        world,
        new CallTable(settings.affinity(), world.loop(), world.observer()),
        Selection.of(settings.hash()),
        new Verdicts(settings.extraFailoverErrors()),
        new LongAdder());
  }
}
