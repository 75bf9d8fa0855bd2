package io.rtpengine.sidecar.benchmarks.pool;

import io.rtpengine.sidecar.ng.NgExchange;
import io.rtpengine.sidecar.ng.NgRequest;
import io.rtpengine.sidecar.pool.CallEffect;
import io.rtpengine.sidecar.pool.Pool;
import io.rtpengine.sidecar.pool.PoolListener;
import io.rtpengine.sidecar.pool.Route;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** A request through the pool, from the route to the outcome, with nodes that answer at once. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx512m")
public class PoolBenchmark {

  private static final int CALL_IDS = 1 << 10;
  private static final int MILLION = 1_000_000;

  private static final NgRequest REQUEST = NgRequest.encode("benchmark", writer -> {});

  /** Nodes, and calls that are not on them yet. */
  @State(Scope.Benchmark)
  public static class Nodes {

    /** How many nodes there are to choose from. */
    @org.openjdk.jmh.annotations.Param({"1", "10", "1000"})
    public int nodes;

    private final String[] callIds = callIds(CALL_IDS);
    private Pool pool = InstantNodes.open(1, CALL_IDS);
    private int next;

    /** Opens the pool. */
    @Setup
    public void open() {
      pool = InstantNodes.open(nodes, 2 * CALL_IDS);
    }
  }

  /** A million calls on ten nodes. */
  @State(Scope.Benchmark)
  public static class Calls {

    private final String[] callIds = callIds(MILLION);
    private final Pool pool = InstantNodes.open(10, 2 * MILLION);
    private int next;

    /** Places the calls. */
    @Setup
    public void place() {
      for (String callId : callIds) {
        send(pool, CallEffect.OPENS, callId, outcome -> {});
      }
    }
  }

  private static String[] callIds(int count) {
    String[] callIds = new String[count];
    for (int i = 0; i < count; i++) {
      callIds[i] = UUID.randomUUID().toString();
    }
    return callIds;
  }

  private static void send(Pool pool, CallEffect effect, String callId, PoolListener listener) {
    NgExchange unused = pool.send(Route.of(effect, callId), REQUEST, Long.MAX_VALUE, listener);
  }

  /** Places a call and ends it: two requests. */
  @Benchmark
  public void openAndEnd(Nodes nodes, Blackhole outcomes) {
    String callId = nodes.callIds[nodes.next++ & (CALL_IDS - 1)];
    send(nodes.pool, CallEffect.OPENS, callId, outcomes::consume);
    send(nodes.pool, CallEffect.ENDS, callId, outcomes::consume);
  }

  /** A command on one of a million calls, each of which was used a million commands ago. */
  @Benchmark
  public void command(Calls calls, Blackhole outcomes) {
    calls.next = (calls.next + 1) % MILLION;
    send(calls.pool, CallEffect.ON, calls.callIds[calls.next], outcomes::consume);
  }
}
