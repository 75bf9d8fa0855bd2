package io.rtpengine.sidecar.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.rtpengine.sidecar.ng.NgAddress;
import io.rtpengine.sidecar.ng.NgEndpoint;
import io.rtpengine.sidecar.ng.NgExchange;
import io.rtpengine.sidecar.ng.NgListener;
import io.rtpengine.sidecar.ng.NgRequest;
import io.rtpengine.sidecar.pool.OperatorState;
import io.rtpengine.sidecar.pool.Pool;
import io.rtpengine.sidecar.pool.PoolDependencies;
import io.rtpengine.sidecar.pool.PoolLoop;
import io.rtpengine.sidecar.pool.PoolObserver;
import io.rtpengine.sidecar.pool.PoolSettings;
import io.rtpengine.sidecar.pool.RtpengineSock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Which addresses are those of nodes. */
class PoolOriginsTest {

  private static final String NODE = "udp:192.0.2.1:2223";

  @Test
  void nodeThatHasMovedIsKnownByTheAddressThatItsRequestsGoTo() throws Exception {
    InetAddress there = InetAddress.getByName("192.0.2.9");
    Engine engine = new Engine();
    try (Pool pool = pool(engine)) {
      PoolOrigins origins = new PoolOrigins(pool);
      origins.refresh();
      assertThat(origins.isNode(there)).isFalse();

      engine.address = Optional.of(new InetSocketAddress(there, 2223));
      origins.refresh();

      assertThat(origins.isNode(there)).isTrue();
      assertThat(origins.ofAddress(there)).contains(new Origin(0, NODE));
      assertThat(origins.areOnLoopback()).isFalse();
    }
  }

  @Test
  void nodeIsOneWhereItIsConfiguredAndWhereItIsReached() throws Exception {
    InetAddress there = InetAddress.getByName("192.0.2.1");
    Engine engine = new Engine();
    engine.address = Optional.of(new InetSocketAddress(there, 2223));
    try (Pool pool = pool(engine)) {
      PoolOrigins origins = new PoolOrigins(pool);
      origins.refresh();

      assertThat(origins.ofAddress(there)).contains(new Origin(0, NODE));
    }
  }

  @Test
  void addressesAreLookedAtAgainWhenANameLeadsElsewhere() throws Exception {
    NotificationRig rig = NotificationRig.start();
    try {
      NodeEvents events =
          new NodeEvents(rig.hub(), new Playbacks(rig.hub(), rig.group()), rig.group());
      CountDownLatch lookedAt = new CountDownLatch(1);
      events.whenReloaded(lookedAt::countDown);

      events.names().located((NgAddress.Udp) NgAddress.parse("udp:engine:2223"), Optional.empty());

      assertThat(lookedAt.await(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      rig.close();
    }
  }

  private static Pool pool(NgEndpoint engine) {
    return Pool.open(
        PoolSettings.DEFAULT,
        new PoolDependencies(
            (node, observer) -> Optional.of(engine),
            () -> {
              throw new AssertionError("nothing is to be sent");
            },
            new Never(),
            new SplittableRandom(1),
            node -> OperatorState.ENABLED,
            PoolObserver.NONE),
        RtpengineSock.parse(List.of(NODE)));
  }

  /** An engine that moves. */
  private static final class Engine implements NgEndpoint {

    private Optional<InetSocketAddress> address = Optional.empty();

    @Override
    public NgExchange send(NgRequest request, long deadlineNanos, NgListener listener) {
      throw new AssertionError("nothing is to be sent");
    }

    @Override
    public Optional<InetSocketAddress> address() {
      return address;
    }

    @Override
    public void close() {
      // It has no sockets.
    }
  }

  /** A loop on which nothing ever happens. */
  private static final class Never implements PoolLoop {

    @Override
    public long nanoTime() {
      return 0;
    }

    @Override
    public void execute(Runnable task) {
      // Not needed here.
    }

    @Override
    public void schedule(Runnable task, long delayNanos) {
      // Not needed here.
    }
  }
}
