package io.rtpengine.sidecar.benchmarks.pool;

import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.ng.NgEndpoint;
import io.rtpengine.sidecar.ng.NgExchange;
import io.rtpengine.sidecar.ng.NgListener;
import io.rtpengine.sidecar.ng.NgOutcome;
import io.rtpengine.sidecar.ng.NgRequest;
import io.rtpengine.sidecar.pool.AffinitySettings;
import io.rtpengine.sidecar.pool.OperatorStates;
import io.rtpengine.sidecar.pool.Pool;
import io.rtpengine.sidecar.pool.PoolDependencies;
import io.rtpengine.sidecar.pool.PoolLoop;
import io.rtpengine.sidecar.pool.PoolObserver;
import io.rtpengine.sidecar.pool.PoolSettings;
import io.rtpengine.sidecar.pool.RtpengineSock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Pools of nodes that answer at once, so that what is measured is the pool. */
final class InstantNodes {

  private static final NgOutcome OK = new NgOutcome.Replied(BencodeDictionary.empty(), 1, 1);
  private static final NgExchange NOTHING_TO_CANCEL = () -> {};

  private static final NgEndpoint ENDPOINT =
      new NgEndpoint() {
        @Override
        public NgExchange send(NgRequest request, long deadlineNanos, NgListener listener) {
          listener.onOutcome(OK);
          return NOTHING_TO_CANCEL;
        }

        @Override
        public void close() {}
      };

  /** Runs what there is to run at once, but what is to be run later never. */
  private static final PoolLoop LOOP =
      new PoolLoop() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public void execute(Runnable task) {
          task.run();
        }

        @Override
        public void schedule(Runnable task, long delayNanos) {}
      };

  private InstantNodes() {}

  /** Opens a pool of so many nodes of the same weight. */
  static Pool open(int nodes, int maxCalls) {
    String line =
        IntStream.range(0, nodes)
            .mapToObj(i -> "udp:10.0." + i / 250 + "." + (1 + i % 250) + ":2223")
            .collect(Collectors.joining(" "));
    AffinitySettings affinity =
        new AffinitySettings(
            maxCalls, AffinitySettings.DEFAULT.ttl(), AffinitySettings.DEFAULT.checkInterval());
    return Pool.open(
        PoolSettings.DEFAULT.withAffinity(affinity),
        new PoolDependencies(
            (node, observer) -> Optional.of(ENDPOINT),
            () -> {
              throw new IllegalStateException("nothing of the pool's own is sent");
            },
            LOOP,
            () -> ThreadLocalRandom.current().nextLong(),
            OperatorStates.NONE,
            PoolObserver.NONE),
        RtpengineSock.parse(List.of(line)));
  }
}
