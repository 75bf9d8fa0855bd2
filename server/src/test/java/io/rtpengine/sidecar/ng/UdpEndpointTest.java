package io.rtpengine.sidecar.ng;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.rtpengine.sidecar.testing.FakeEngine;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class UdpEndpointTest {

  @Test
  void pingIsAnswered() throws Exception {
    MultiThreadIoEventLoopGroup group =
        new MultiThreadIoEventLoopGroup(2, EpollIoHandler.newFactory());
    try (FakeEngine engine = FakeEngine.start()) {
      NgEndpoint endpoint =
          new NgEndpoints(group, NgSettings.DEFAULT)
              .open(NgAddress.parse(engine.address()), NgObserver.NONE);
      CompletableFuture<NgOutcome> outcome = new CompletableFuture<>();
      endpoint.send(NgRequest.encode("ping", w -> {}), Long.MAX_VALUE, outcome::complete);
      assertThat(outcome.get(5, TimeUnit.SECONDS)).isInstanceOf(NgOutcome.Replied.class);
      endpoint.close();
    } finally {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }
  }
}
