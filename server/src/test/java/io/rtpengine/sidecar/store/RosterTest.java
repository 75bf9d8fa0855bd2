package io.rtpengine.sidecar.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.rtpengine.sidecar.ng.NgEndpoint;
import io.rtpengine.sidecar.ng.NgExchange;
import io.rtpengine.sidecar.ng.NgListener;
import io.rtpengine.sidecar.ng.NgRequest;
import io.rtpengine.sidecar.pool.NodeDefinition;
import io.rtpengine.sidecar.pool.NodeId;
import io.rtpengine.sidecar.pool.NodeView;
import io.rtpengine.sidecar.pool.OperatorState;
import io.rtpengine.sidecar.pool.Pool;
import io.rtpengine.sidecar.pool.PoolDependencies;
import io.rtpengine.sidecar.pool.PoolLoop;
import io.rtpengine.sidecar.pool.PoolObserver;
import io.rtpengine.sidecar.pool.PoolSettings;
import io.rtpengine.sidecar.pool.ReloadReport;
import io.rtpengine.sidecar.pool.RtpengineSock;
import io.rtpengine.sidecar.pool.SetDefinition;
import io.rtpengine.sidecar.store.NodeList.Rejection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RosterTest {

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final NodeId A = new NodeId(0, "udp:a:1");
  private static final NodeId B = new NodeId(0, "udp:b:1");
  private static final NodeId C = new NodeId(1, "udp:c:1");

  private static final NgEndpoint UNUSED =
      new NgEndpoint() {
        @Override
        public NgExchange send(NgRequest request, long deadlineNanos, NgListener listener) {
          throw new AssertionError("nothing is sent in this test");
        }

        @Override
        public void close() {}
      };

  private static final PoolLoop IDLE =
      new PoolLoop() {
        @Override
        public long nanoTime() {
          return 0;
        }

        @Override
        public void execute(Runnable task) {}

        @Override
        public void schedule(Runnable task, long delayNanos) {}
      };

  /** What somebody else decides when to read, and what is read. */
  private static final class Source implements NodeSource {

    private final BlockingQueue<NodeList> lists = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean failing;
    private volatile boolean hanging;

    @Override
    public NodeList read() throws NodeSourceException {
      if (failing) {
        throw new NodeSourceException("no route to the database");
      }
      hanging = true;
      try {
        return lists.take();
      } catch (InterruptedException interrupted) {
        throw new NodeSourceException("interrupted");
      }
    }

    @Override
    public String toString() {
      return "a test";
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  private final Source source = new Source();
  private final SavedStates states = SavedStates.load(Optional.empty());
  private final FakeNames names = new FakeNames();
  @TempDir private Path directory;
  private final Pool pool = pool(List.of());
  private final Roster roster = roster(pool, LIMIT, Optional.empty());

  private Roster roster(Pool of, Duration limit, Optional<Path> lastNodes) {
    return new Roster(source, of, states, names, new LastNodes(lastNodes, source), limit);
  }

  @BeforeEach
  void begin() {
    roster.begin(NodeList.of(sets("udp:a:1 udp:b:1", "1 == udp:c:1")));
  }

  private Pool pool(List<SetDefinition> sets) {
    return Pool.open(
        PoolSettings.DEFAULT,
        new PoolDependencies(
            (node, observer) -> Optional.of(UNUSED),
            () -> {
              throw new AssertionError("nothing is sent in this test");
            },
            IDLE,
            () -> 0,
            states,
            PoolObserver.NONE),
        sets);
  }

  @AfterEach
  void close() {
    source.lists.add(NodeList.of(List.of()));
    roster.close();
    pool.close();
  }

  @Test
  void reloadTellsWhatIsNewGoneAndChanged() throws Exception {
    ReloadOutcome outcome = reload(NodeList.of(sets("udp:a:1=2 udp:d:1", "1 == udp:c:1")));

    assertThat(outcome)
        .isEqualTo(
            new ReloadOutcome.Applied(
                new ReloadReport(
                    List.of(new NodeId(0, "udp:d:1")), List.of(B), List.of(A), List.of(C)),
                List.of(),
                List.of()));
  }

  @Test
  void emptyListIsRefusedAndChangesNothing() throws Exception {
    assertThat(reload(NodeList.of(List.of()))).isEqualTo(new ReloadOutcome.Refused(List.of()));
    assertThat(ids()).containsExactly(A, B, C);
  }

  @Test
  void listWithNothingInOrderIsRefusedWithTheReasons() throws Exception {
    List<Rejection> rejected = List.of(new Rejection("row 1", "it has no address"));

    assertThat(reload(new NodeList(List.of(), Set.of(), rejected)))
        .isEqualTo(new ReloadOutcome.Refused(rejected));
    assertThat(ids()).containsExactly(A, B, C);
  }

  @Test
  void sourceThatCannotBeReadChangesNothing() throws Exception {
    source.failing = true;

    assertThat(roster.reload().get())
        .isEqualTo(new ReloadOutcome.Unreadable("no route to the database"));
    assertThat(ids()).containsExactly(A, B, C);
  }

  @Test
  void whileSomethingIsRejectedNothingIsRemoved() throws Exception {
    List<Rejection> rejected = List.of(new Rejection("row 2", "'udp;b:1' is no node"));

    ReloadOutcome outcome = reload(new NodeList(sets("udp:a:1 udp:d:1"), Set.of(), rejected));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            ReloadOutcome.Applied.class,
            applied -> {
              assertThat(applied.report().added()).containsExactly(new NodeId(0, "udp:d:1"));
              assertThat(applied.report().removed()).isEmpty();
              assertThat(applied.retained()).containsExactly(B, C);
              assertThat(applied.rejected()).isEqualTo(rejected);
            });

    ReloadOutcome mended = reload(NodeList.of(sets("udp:a:1 udp:d:1")));

    assertThat(((ReloadOutcome.Applied) mended).report().removed()).containsExactly(B, C);
  }

  @Test
  void sourceThatHangsIsGivenUpAndWhatItSaysLaterIsNotTakenOver() throws Exception {
    try (Roster hasty = roster(pool, Duration.ofMillis(50), Optional.empty())) {
      do {
        assertThat(hasty.reload().get())
            .isInstanceOfSatisfying(
                ReloadOutcome.Unreadable.class,
                outcome -> assertThat(outcome.why()).startsWith("no answer in"));
        // The time may be over before the reader has begun, and then it does not begin.
      } while (!source.hanging);

      source.lists.add(NodeList.of(sets("udp:late:1")));
      source.lists.add(NodeList.of(sets("udp:a:1")));
      // The reader has dealt with the late list when it has taken this one.
      while (!source.lists.isEmpty()) {
        hasty.reload().get();
      }
      assertThat(ids()).doesNotContain(new NodeId(0, "udp:late:1"));
    }
  }

  @Test
  void operatorIsServedWhileTheSourceHangs() throws Exception {
    var hanging = roster.reload();

    assertThat(roster.setState(List.of(A), OperatorState.DISABLED).get(30, TimeUnit.SECONDS))
        .isFalse();
    assertThat(hanging).isNotDone();
    assertThat(state(A)).isEqualTo(OperatorState.DISABLED);
  }

  @Test
  void operatorsStateOutlivesAReloadAndTheAbsenceOfTheNode() throws Exception {
    roster.setState(List.of(A), OperatorState.DRAINING).get();
    reload(NodeList.of(sets("udp:a:1=7")));
    assertThat(state(A)).isEqualTo(OperatorState.DRAINING);

    reload(NodeList.of(sets("udp:b:1")));
    reload(NodeList.of(sets("udp:a:1 udp:b:1")));

    assertThat(state(A)).isEqualTo(OperatorState.DRAINING);
    assertThat(state(B)).isEqualTo(OperatorState.ENABLED);
  }

  @Test
  void nodeIsDisabledAsLongAsTheSourceSaysSo() throws Exception {
    List<SetDefinition> sets = sets("udp:a:1 udp:new:1");
    NodeId added = new NodeId(0, "udp:new:1");

    reload(new NodeList(sets, Set.of(A, added), List.of()));
    assertThat(state(A)).isEqualTo(OperatorState.DISABLED);
    assertThat(state(added)).isEqualTo(OperatorState.DISABLED);

    roster.setState(List.of(A), OperatorState.ENABLED).get();
    assertThat(state(A)).isEqualTo(OperatorState.DISABLED);

    reload(new NodeList(sets, Set.of(added), List.of()));
    assertThat(state(A)).isEqualTo(OperatorState.ENABLED);
    assertThat(state(added)).isEqualTo(OperatorState.DISABLED);
  }

  @Test
  void pollingTakesOverWhatChanges() throws Exception {
    roster.poll(Duration.ofMillis(1));
    source.lists.add(NodeList.of(sets("udp:a:1")));
    source.lists.add(NodeList.of(List.of()));
    source.lists.add(NodeList.of(sets("udp:z:1")));
    NodeId last = new NodeId(0, "udp:z:1");
    // Until it is being read once more, which is after the last of them was taken over.
    while (!ids().equals(List.of(last))) {
      Thread.onSpinWait();
    }
    assertThat(ids()).containsExactly(last);
  }

  @Test
  void sourceIsClosedWithTheRoster() throws Exception {
    roster.close();

    assertThat(source.closed.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void eachAddressOfANameIsANode() throws Exception {
    names.lead("rtp.example", "10.0.0.1", "10.0.0.2");

    reload(NodeList.of(sets("udp:rtp.example:2=7,http://rtp.example:3/ng,each-address udp:a:1")));

    assertThat(ids()).containsExactly(at("10.0.0.1"), at("10.0.0.2"), A);
    NodeDefinition node = pool.nodes().get(0).definition();
    assertThat(node.weight()).isEqualTo(7);
    assertThat(node.large().map(Object::toString)).contains("http://10.0.0.1:3/ng");
  }

  @Test
  void nodesComeAndGoWithTheAddressesOfTheirName() throws Exception {
    names.lead("rtp.example", "10.0.0.1", "10.0.0.2");
    reload(NodeList.of(sets("udp:rtp.example:2,each-address")));

    names.lead("rtp.example", "10.0.0.2", "10.0.0.3");
    awaitIds(at("10.0.0.2"), at("10.0.0.3"));

    reload(NodeList.of(sets("udp:a:1")));
    assertThat(ids()).containsExactly(A);
    assertThat(names.followed()).isEmpty();
  }

  @Test
  void nameWithoutAnAddressIsASetWithoutNodesUntilItHasOne() throws Exception {
    reload(NodeList.of(sets("udp:rtp.example:2,each-address")));
    assertThat(ids()).isEmpty();

    names.lead("rtp.example", "10.0.0.1");

    awaitIds(at("10.0.0.1"));
  }

  @Test
  void nameThatTheSourceDisablesIsDisabledAtEachAddress() throws Exception {
    names.lead("rtp.example", "10.0.0.1", "10.0.0.2");
    List<SetDefinition> sets = sets("udp:rtp.example:2,each-address udp:a:1");

    reload(new NodeList(sets, Set.of(new NodeId(0, "udp:rtp.example:2")), List.of()));

    assertThat(state(at("10.0.0.1"))).isEqualTo(OperatorState.DISABLED);
    assertThat(state(at("10.0.0.2"))).isEqualTo(OperatorState.DISABLED);
    assertThat(state(A)).isEqualTo(OperatorState.ENABLED);
  }

  @Test
  void nodeThatIsListedByItselfIsAsItIsListedThere() throws Exception {
    names.lead("rtp.example", "10.0.0.1", "10.0.0.2");

    reload(NodeList.of(sets("udp:rtp.example:2,each-address udp:10.0.0.1:2=9")));

    assertThat(ids()).containsExactly(at("10.0.0.1"), at("10.0.0.2"));
    assertThat(pool.nodes().get(0).definition().weight()).isEqualTo(9);
  }

  @Test
  void namesAreFollowedStillWhenAListIsRefused() throws Exception {
    names.lead("rtp.example", "10.0.0.1");
    reload(NodeList.of(sets("udp:rtp.example:2,each-address")));

    assertThat(reload(NodeList.of(List.of()))).isInstanceOf(ReloadOutcome.Refused.class);

    names.lead("rtp.example", "10.0.0.2");
    awaitIds(at("10.0.0.2"));
  }

  @Test
  void nodesOfTheLastTimeAreThereIfTheSourceIsNotAndTheSourceGoesBeforeThem() throws Exception {
    Optional<Path> file = Optional.of(directory.resolve("nodes"));
    try (Roster before = roster(pool(List.of()), LIMIT, file)) {
      source.lists.add(NodeList.of(sets("udp:old:1")));
      before.start();
      source.lists.add(NodeList.of(List.of()));
    }
    source.failing = true;
    Pool restarted = pool(List.of());
    try (Roster after = roster(restarted, LIMIT, file)) {
      after.start();
      assertThat(after.hasNodes()).isTrue();
      assertThat(restarted.nodes()).extracting(NodeView::id).containsExactly(old("old"));

      source.failing = false;
      source.lists.clear();
      source.lists.add(NodeList.of(sets("udp:new:1")));
      assertThat(after.reload().get()).isInstanceOf(ReloadOutcome.Applied.class);
      assertThat(ids(restarted)).containsExactly(old("new"));
      source.lists.add(NodeList.of(List.of()));
    }
  }

  private static NodeId old(String host) {
    return new NodeId(0, "udp:" + host + ":1");
  }

  private static NodeId at(String address) {
    return new NodeId(0, "udp:" + address + ":2");
  }

  private void awaitIds(NodeId... expected) {
    while (!ids().equals(List.of(expected))) {
      Thread.onSpinWait();
    }
    assertThat(ids()).containsExactly(expected);
  }

  private ReloadOutcome reload(NodeList list) throws Exception {
    source.lists.add(list);
    return roster.reload().get();
  }

  private List<NodeId> ids() {
    return ids(pool);
  }

  private static List<NodeId> ids(Pool pool) {
    return pool.nodes().stream().filter(node -> !node.leaving()).map(NodeView::id).toList();
  }

  private OperatorState state(NodeId id) {
    return pool.nodes().stream()
        .filter(node -> node.id().equals(id))
        .findFirst()
        .orElseThrow()
        .operatorState();
  }

  private static List<SetDefinition> sets(String... lines) {
    return RtpengineSock.parse(List.of(lines));
  }
}
