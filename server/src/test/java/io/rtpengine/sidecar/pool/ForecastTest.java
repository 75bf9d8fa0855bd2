package io.rtpengine.sidecar.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.rtpengine.sidecar.ng.NgOutcome;
import io.rtpengine.sidecar.pool.Forecast.Ground;
import io.rtpengine.sidecar.pool.Forecast.Stop;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where requests would go, which is where they then go. */
final class ForecastTest {

  private static final String A = "udp:a:1";
  private static final String B = "udp:b:1";
  private static final int POOLS = 2_000;

  private final TestPool pool = new TestPool("udp:a:1=1000000 udp:b:1=1000 udp:c:1,priority=1");

  private static Route opening(String callId) {
    return Route.of(CallEffect.OPENS, callId);
  }

  private static Route on(String callId) {
    return Route.of(CallEffect.ON, callId);
  }

  private Forecast.Way way(Route route) {
    return (Forecast.Way) pool.pool().foresee(route, "offer x");
  }

  private static List<String> told(Forecast.Way way) {
    return way.stops().stream().map(stop -> stop.node().id().name() + " " + stop.why()).toList();
  }

  @Test
  void newCallGoesToTheNodeThatItsCallIdSelectsAndThenToTheOthersTierByTier() {
    assertThat(told(way(opening("x"))))
        .containsExactly(A + " CALL_ID", B + " CALL_ID", "udp:c:1 CALL_ID");
  }

  @Test
  void callThatIsKnownStaysWhereItIs() {
    assertThat(pool.offer("x").node()).isEqualTo(A);

    assertThat(told(way(opening("x")))).containsExactly(A + " KNOWN");
    assertThat(told(way(on("x")))).containsExactly(A + " KNOWN");
  }

  @Test
  void nodeAndHandleOfTheRouteAreReasons() {
    String handle = pool.offer("x").tried().handle();

    assertThat(told(way(on("y").withHandle(handle)))).containsExactly(A + " HANDLE");
    assertThat(told(way(on("y").toNode(B)))).containsExactly(B + " NAMED");
    assertThat(told(way(opening("y").toNode(B))))
        .containsExactly(B + " NAMED", A + " CALL_ID", "udp:c:1 CALL_ID");
  }

  @Test
  void nodesAreAskedForACallThatNobodyKnows() {
    assertThat(way(on("x")).asked()).containsExactly(B, "udp:c:1");
    assertThat(way(opening("x").withinDialog()).asked()).containsExactly(A, B, "udp:c:1");
    assertThat(way(opening("x")).asked()).isEmpty();
  }

  @Test
  void whatConcernsNoCallGoesToAnyOfTheFirstTier() {
    assertThat(told(way(Route.toAnyNode()))).containsExactly(A + " ANY", B + " ANY");
  }

  @Test
  void whatCanGoNowhereIsSaidSo() {
    assertThat(pool.pool().foresee(opening("x").inSet(7), "offer x"))
        .isEqualTo(new Forecast.Nowhere(new PoolOutcome.UnknownSet(7)));
    pool.setState(A, OperatorState.DISABLED);
    assertThat(pool.pool().foresee(on("x").toNode(A), "answer x"))
        .isEqualTo(new Forecast.Nowhere(new PoolOutcome.NodeDisabled(0, A)));
  }

  @Test
  void nothingIsSentAndNothingIsBound() {
    Forecast unused = pool.pool().foresee(opening("x"), "offer x");

    assertThat(pool.node(A).takeRequests()).isEmpty();
    assertThat(pool.pool().locate("x")).isEmpty();
    assertThat(pool.events().take()).isEmpty();
  }

  /** Pools in any state, and routes of any kind, each of which is then taken. */
  @ParameterizedTest
  @EnumSource
  void requestsGoWhereItWasForeseen(HashKind hash) {
    for (int seed = 0; seed < POOLS; seed++) {
      new Comparison(hash, new Random(seed)).run("seed " + seed);
    }
  }

  /** One forecast, and what came true of it. */
  private static final class Comparison {

    private final Random random;
    private final int size;
    private final TestPool pool;

    Comparison(HashKind hash, Random random) {
      this.random = random;
      this.size = 1 + random.nextInt(5);
      this.pool =
          new TestPool(
              PoolSettings.DEFAULT.withHealth(TestPool.NO_PINGS).withHash(hash),
              nodes(),
              "1 == udp:z:1");
    }

    private String nodes() {
      return IntStream.range(0, size)
          .mapToObj(
              i ->
                  name(i)
                      + "="
                      + random.nextInt(4)
                      + (random.nextBoolean() ? ",priority=" + random.nextInt(2) : ""))
          .collect(Collectors.joining(" "));
    }

    private static String name(int index) {
      return "udp:" + (char) ('a' + index) + ":1";
    }

    private String anyNode() {
      return name(random.nextInt(size));
    }

    void run(String description) {
      TestPool.Sent first = pool.offer("x");
      for (int i = 0; i < size; i++) {
        change(name(i));
      }
      String handle =
          first.outcome() instanceof PoolOutcome.Tried tried ? tried.handle() : "no handle";
      Route route = route(handle);
      String callId = route.callId().orElse("");
      String command = (route.effect() == CallEffect.OPENS ? "offer " : "answer ") + callId;
      for (int i = 0; i < size; i++) {
        pool.node(name(i)).does(Comparison::failsUnlessAsked);
      }
      pool.node("udp:z:1").does(Comparison::failsUnlessAsked);

      Forecast forecast = pool.pool().foresee(route, command);
      PoolOutcome outcome = pool.send(route, command).outcome();

      compare(description + ": " + route, forecast, outcome);
    }

    /** Has every node tried in turn, and every search come to an end. */
    private static NgOutcome failsUnlessAsked(String request) {
      return request.startsWith("query")
          ? Objects.requireNonNull(FakeNode.refusing("Unknown call-id").apply(request))
          : Objects.requireNonNull(FakeNode.LOCAL_FAULT.apply(request));
    }

    private void change(String node) {
      switch (random.nextInt(6)) {
        case 0 -> pool.setState(node, OperatorState.DISABLED);
        case 1 -> pool.setState(node, OperatorState.DRAINING);
        case 2 -> {
          pool.node(node).does(FakeNode.SILENT);
          for (int i = 0; i < 2; i++) {
            var unused = pool.send(Route.of(CallEffect.ON, "other").toNode(node), "query other");
          }
        }
        case 3 -> {
          pool.node(node).does(FakeNode.refusing("Unrecognized command"));
          var unused = pool.begin(Route.of(CallEffect.ON, "x").toNode(node), "offer x");
          pool.loop().advance(Duration.ofMillis(5));
        }
        default -> {
          // It stays as it is.
        }
      }
    }

    private Route route(String handle) {
      List<CallEffect> effects = List.of(CallEffect.values());
      CallEffect effect = effects.get(random.nextInt(effects.size()));
      Route route =
          effect == CallEffect.NONE
              ? Route.toAnyNode()
              : Route.of(effect, random.nextBoolean() ? "x" : "y");
      if (random.nextInt(4) == 0) {
        route = route.toNode(random.nextInt(8) == 0 ? "udp:nobody:1" : anyNode());
      }
      if (random.nextInt(4) == 0) {
        route = route.withHandle(handle);
      }
      if (random.nextInt(4) == 0) {
        route = route.inSet(random.nextInt(3));
      }
      if (effect == CallEffect.OPENS && random.nextInt(3) == 0) {
        route = route.withinDialog();
      }
      return effect == CallEffect.OPENS && random.nextInt(3) == 0 ? route.reanchoring() : route;
    }

    private static void compare(String description, Forecast forecast, PoolOutcome outcome) {
      if (outcome instanceof PoolOutcome.Unlocated unlocated) {
        // A node that may have the call could not be asked, which is not to be foreseen.
        assertThat(forecast instanceof Forecast.Way way ? way.asked() : List.of())
            .as(description)
            .isEqualTo(unlocated.searched());
      } else if (forecast instanceof Forecast.Way way && way.stops().isEmpty()) {
        // None that was asked has it.
        assertThat(outcome).as(description).isInstanceOf(PoolOutcome.NoNode.class);
      } else if (outcome instanceof PoolOutcome.Tried tried) {
        Forecast.Way way = (Forecast.Way) forecast;
        List<String> foreseen = way.stops().stream().map(stop -> stop.node().id().name()).toList();
        List<String> went = tried.attempts().stream().map(PoolOutcome.Attempt::node).toList();
        assertThat(way.setId()).as(description).isEqualTo(tried.setId());
        assertThat(way.asked()).as(description).isEqualTo(tried.searched());
        if (isAny(way.stops())) {
          assertThat(foreseen).as(description).containsAll(went);
        } else {
          assertThat(foreseen).as(description).isEqualTo(went);
        }
      } else {
        assertThat(forecast).as(description).isEqualTo(new Forecast.Nowhere(outcome));
      }
    }

    private static boolean isAny(List<Stop> stops) {
      return stops.get(0).why() == Ground.ANY;
    }
  }
}
