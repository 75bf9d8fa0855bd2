package io.rtpengine.sidecar.pool;

/**
 * What the dispatches of a pool share. Thread-safe.
 *
 * @param settings how the pool behaves
 * @param world what it stands on
 * @param table where the calls are
 * @param selection where new ones go
 * @param verdicts what outcomes come to
 * @param maybeEnded which calls may be over
 */
record Core(
    PoolSettings settings,
    PoolDependencies world,
    CallTable table,
    Selection selection,
    Verdicts verdicts,
    MaybeEnded maybeEnded) {

  static Core of(PoolSettings settings, PoolDependencies world) {
    CallTable table = new CallTable(settings.affinity(), world.loop(), world.observer());
    Verdicts verdicts = new Verdicts(settings.extraFailoverErrors());
    return new Core(
        settings,
        world,
        table,
        Selection.of(settings.hash()),
        verdicts,
        new MaybeEnded(table, world, verdicts));
  }
}
