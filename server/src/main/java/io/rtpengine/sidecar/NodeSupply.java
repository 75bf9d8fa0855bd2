package io.rtpengine.sidecar;

import io.grpc.ServerServiceDefinition;
import io.rtpengine.sidecar.config.Settings;
import io.rtpengine.sidecar.ng.HostNames;
import io.rtpengine.sidecar.pool.OperatorStates;
import io.rtpengine.sidecar.pool.Pool;
import io.rtpengine.sidecar.pool.PoolLoop;
import io.rtpengine.sidecar.service.ContractServices;
import io.rtpengine.sidecar.service.NodeAdmin;
import io.rtpengine.sidecar.store.DatabaseNodes;
import io.rtpengine.sidecar.store.LastNodes;
import io.rtpengine.sidecar.store.NodeList;
import io.rtpengine.sidecar.store.NodeSource;
import io.rtpengine.sidecar.store.Roster;
import io.rtpengine.sidecar.store.SavedStates;
import io.rtpengine.sidecar.store.SourceSettings;
import java.util.Optional;

/** Has a pool get its nodes from where the settings say that they come from. Thread-safe. */
final class NodeSupply implements AutoCloseable {

  private final Pool pool;
  private final SavedStates states;
  private final Roster roster;

  private NodeSupply(Pool pool, SavedStates states, Roster roster) {
    this.pool = pool;
    this.states = states;
    this.roster = roster;
  }

  /** Opens a pool without nodes, of which operators have said things before. */
  @FunctionalInterface
  interface PoolOpener {
    Pool open(OperatorStates states);
  }

  /**
   * Opens a pool with its nodes. If they are in a database that can't be read, in time or at all,
   * the pool begins with those that were last read from it, or without any, and the database is
   * tried again.
   *
   * @param again where settings come from when nodes are to be read anew
   * @param names looks up the names of hosts, which is done with every reload
   */
  static NodeSupply open(
      Settings settings, SettingsNodes.SettingsSource again, HostNames names, PoolOpener opener) {
    SourceSettings from = settings.source();
    SavedStates states = SavedStates.load(from.stateFile());
    Pool pool = opener.open(states);
    if (from.database().isEmpty()) {
      NodeSource source = new SettingsNodes(again);
      LastNodes none = new LastNodes(Optional.empty(), source);
      Roster roster = new Roster(source, pool, states, names, none, from.timeout());
      roster.begin(NodeList.of(settings.sets()));
      return new NodeSupply(pool, states, roster);
    }
    NodeSource table =
        new DatabaseNodes(from.database().get(), from.table(), from.timeout(), settings.sets());
    LastNodes last = new LastNodes(from.lastNodesFile(), table);
    Roster roster = new Roster(table, pool, states, names, last, from.timeout());
    roster.start();
    if (!from.pollInterval().isZero()) {
      roster.poll(from.pollInterval());
    }
    return new NodeSupply(pool, states, roster);
  }

  Pool pool() {
    return pool;
  }

  /** Returns the service that operators use. */
  ServerServiceDefinition service(ContractServices contract, PoolLoop loop) {
    return new NodeAdmin(pool, roster, states, contract.engineCalls(pool), loop).bindService();
  }

  /** Returns whether nodes have been read. */
  boolean hasNodes() {
    return roster.hasNodes();
  }

  @Override
  public void close() {
    roster.close();
    pool.close();
  }
}
