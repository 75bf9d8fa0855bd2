package io.rtpengine.sidecar.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.rtpengine.sidecar.testing.RtpengineContainer;
import io.rtpengine.sidecar.testing.RtpengineExtension;
import io.rtpengine.sidecar.testing.RtpengineRelease;
import io.rtpengine.v1.PingRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.testcontainers.DockerClientFactory;

/** An engine that hangs, and one that comes back. */
final class SilentEngineIT {

  @RegisterExtension
  static final RtpengineExtension RTPENGINE = RtpengineExtension.of(RtpengineRelease.V26_0);

  private static final PingRequest PING = PingRequest.getDefaultInstance();

  private final RtpengineContainer engine;
  @AutoClose private final Rig rig;

  SilentEngineIT(RtpengineContainer engine) {
    this.engine = engine;
    rig = Rig.before(engine);
  }

  @Test
  void callerWaitsNoLongerThanItsDeadline() {
    pause();
    try {
      long start = System.nanoTime();
      // The sidecar itself would wait for 25 s.
      StatusRuntimeException late =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () -> rig.nodes().withDeadlineAfter(500, TimeUnit.MILLISECONDS).ping(PING));

      assertThat(late.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    } finally {
      resume();
    }
  }

  @Test
  void engineThatStaysSilentIsUnavailable() {
    pause();
    try (Rig hasty = Rig.before(Rig.url(engine), Map.of("RTPENGINE_TOUT", "1"))) {
      Refusals.assertRefused(
          Status.Code.UNAVAILABLE, "NODE_TIMEOUT", () -> hasty.nodes().ping(PING));
    } finally {
      resume();
    }
  }

  @Test
  void requestIsServedOnceTheEngineIsBack() throws Exception {
    CompletableFuture<String> answered;
    pause();
    try {
      answered =
          CompletableFuture.supplyAsync(() -> rig.nodes().ping(PING).getServed().getResult());
    } finally {
      resume();
    }

    assertThat(answered.get(60, TimeUnit.SECONDS)).isEqualTo("pong");
  }

  /** Has the engine's process stand still: its socket is there, and nobody answers. */
  private void pause() {
    DockerClientFactory.instance().client().pauseContainerCmd(engine.getContainerId()).exec();
  }

  private void resume() {
    DockerClientFactory.instance().client().unpauseContainerCmd(engine.getContainerId()).exec();
  }
}
