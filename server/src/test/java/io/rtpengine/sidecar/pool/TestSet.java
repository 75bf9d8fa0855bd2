package io.rtpengine.sidecar.pool;

import io.rtpengine.sidecar.pool.Selection.Rank;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A set of nodes that nothing is sent to, and whose ranks are whatever the test says. */
final class TestSet {

  private static final PoolDependencies WORLD =
      new PoolDependencies(
          (node, observer) -> Optional.empty(),
          () -> {
            throw new AssertionError("nothing is sent in this test");
          },
          new ManualLoop(),
          () -> 0,
          OperatorStates.NONE,
          PoolObserver.NONE);

  private final Core core;
  private final NodeSet set;
  private final Map<String, Rank> ranks = new HashMap<>();

  TestSet(String line) {
    this(HashKind.RENDEZVOUS, line);
  }

  TestSet(HashKind hash, String line) {
    core = Core.of(PoolSettings.DEFAULT.withHash(hash), WORLD);
    set =
        Objects.requireNonNull(
            Topology.EMPTY
                .reload(
                    RtpengineSock.parse(List.of(line)),
                    (id, definition) ->
                        new Node(id, definition, core.settings(), WORLD, core.table()))
                .topology()
                .set(0));
  }

  TestSet ranking(String node, Rank rank) {
    ranks.put(node, rank);
    return this;
  }

  /** Returns the name of the node that is chosen; null if none is. */
  @Nullable String tryToChoose(String callId) {
    NodeSet.Member chosen =
        core.selection()
            .choose(
                set,
                core.selection().key(callId),
                member -> ranks.getOrDefault(member.node().name(), Rank.GOOD));
    return chosen == null ? null : chosen.node().name();
  }

  /** Returns the name of the node that is chosen. */
  String choose(String callId) {
    return Objects.requireNonNull(tryToChoose(callId));
  }
}
