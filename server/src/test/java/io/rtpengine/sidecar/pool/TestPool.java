package io.rtpengine.sidecar.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.rtpengine.sidecar.ng.NgExchange;
import io.rtpengine.sidecar.ng.NgRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A pool of fake nodes whose clock stands still unless it is moved. */
final class TestPool {

  /** Sends nothing that a test has not asked for. */
  static final HealthSettings NO_PINGS =
      new HealthSettings(
          2, Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofSeconds(5), false);

  /** Asks nothing that a test has not asked for. */
  static final AffinitySettings NO_CHECKS =
      new AffinitySettings(1_000_000, Duration.ofDays(1), Duration.ZERO);

  private static final Duration LONGER_THAN_ANY_REQUEST = Duration.ofSeconds(6);

  private final ManualLoop loop = new ManualLoop();
  private final RecordedEvents events = new RecordedEvents();
  private final Map<String, FakeNode> nodes = new HashMap<>();
  private final Pool pool;

  /** A request and what came of it. */
  final class Sent {
    private final List<PoolOutcome> outcomes = new ArrayList<>();
    private final NgExchange exchange;
    private final long start = loop.nanoTime();
    private Duration took = Duration.ZERO;

    Sent(Route route, String command, long deadlineNanos) {
      exchange =
          pool.send(
              route,
              request(command),
              deadlineNanos,
              outcome -> {
                took = Duration.ofNanos(loop.nanoTime() - start);
                outcomes.add(outcome);
              });
    }

    boolean isOver() {
      return !outcomes.isEmpty();
    }

    void cancel() {
      exchange.cancel();
    }

    Duration took() {
      return took;
    }

    PoolOutcome outcome() {
      assertThat(outcomes).hasSize(1);
      return outcomes.get(0);
    }

    PoolOutcome.Tried tried() {
      assertThat(outcome()).isInstanceOf(PoolOutcome.Tried.class);
      return (PoolOutcome.Tried) outcome();
    }

    /** Returns what was tried, as "node VERDICT". */
    List<String> attempts() {
      return tried().attempts().stream()
          .map(attempt -> attempt.node() + " " + attempt.verdict())
          .toList();
    }

    String node() {
      assertThat(tried().last().verdict()).isEqualTo(Verdict.SERVED);
      return tried().last().node();
    }
  }

  TestPool(String... lines) {
    this(PoolSettings.DEFAULT.withHealth(NO_PINGS).withAffinity(NO_CHECKS), lines);
  }

  TestPool(PoolSettings settings, String... lines) {
    pool =
        Pool.open(
            settings,
            new PoolDependencies(
                (node, observer) -> {
                  if (node.name().contains("nowhere")) {
                    return Optional.empty();
                  }
                  FakeNode fake = new FakeNode(loop, observer);
                  nodes.put(node.name(), fake);
                  return Optional.of(fake);
                },
                Commands::new,
                loop,
                () -> Long.MAX_VALUE / 2,
                OperatorStates.NONE,
                events),
            RtpengineSock.parse(List.of(lines)));
  }

  private static final class Commands implements NodeCommands {
    @Override
    public NgRequest ping() {
      return request("ping");
    }

    @Override
    public NgRequest query(String callId) {
      return request("query " + callId);
    }

    @Override
    public NgRequest delete(String callId) {
      return request("delete " + callId);
    }
  }

  private static NgRequest request(String command) {
    return NgRequest.encode(command, writer -> {});
  }

  Pool pool() {
    return pool;
  }

  ManualLoop loop() {
    return loop;
  }

  RecordedEvents events() {
    return events;
  }

  FakeNode node(String name) {
    return Objects.requireNonNull(nodes.get(name), name);
  }

  NodeView view(String name) {
    return pool.nodes().stream().filter(view -> view.id().name().equals(name)).findFirst().get();
  }

  void reload(String... lines) {
    ReloadReport unused = pool.reload(RtpengineSock.parse(List.of(lines)));
    loop.run();
  }

  void setState(String node, OperatorState state) {
    assertThat(pool.setOperatorState(node, java.util.OptionalInt.empty(), state)).isNotEmpty();
  }

  /** Hands a request over, and lets no time pass. */
  Sent begin(Route route, String command) {
    return new Sent(route, command, Long.MAX_VALUE);
  }

  Sent begin(Route route, String command, Duration deadline) {
    return new Sent(route, command, loop.nanoTime() + deadline.toNanos());
  }

  /** Hands a request over, and waits for as long as any may take. */
  Sent send(Route route, String command) {
    Sent sent = begin(route, command);
    loop.advance(LONGER_THAN_ANY_REQUEST);
    return sent;
  }

  Sent offer(String callId) {
    return send(Route.of(CallEffect.OPENS, callId), "offer " + callId);
  }

  Sent beginOffer(String callId) {
    return begin(Route.of(CallEffect.OPENS, callId), "offer " + callId);
  }

  Sent answer(String callId) {
    return send(Route.of(CallEffect.ON, callId), "answer " + callId);
  }

  Sent deletePart(String callId) {
    return send(Route.of(CallEffect.ENDS_PART, callId), "delete " + callId);
  }

  Sent delete(String callId) {
    return send(Route.of(CallEffect.ENDS, callId), "delete " + callId);
  }
}
