package io.rtpengine.sidecar.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.StatusRuntimeException;
import io.rtpengine.sidecar.testing.RtpengineContainer;
import io.rtpengine.sidecar.testing.RtpengineRelease;
import io.rtpengine.v1.Event;
import io.rtpengine.v1.NodeHealth;
import io.rtpengine.v1.QueryRequest;
import io.rtpengine.v1.TimeoutCallback;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testcontainers.DockerClientFactory;

/** What engines notify of, on its way to a subscriber. */
final class NotificationIT {

  private static final int JSON_PORT = 9999;
  private static final int XMLRPC_PORT = 9998;
  private static final int TCP_PORT = 2224;

  /** Of this test alone, whatever else runs on this machine. */
  private final String host = "127.0.78." + ThreadLocalRandom.current().nextInt(1, 255);

  @ParameterizedTest
  @EnumSource(RtpengineRelease.class)
  void digitsComeOnceEachInOrderBothWaysAndTheEndWithStatistics(RtpengineRelease release)
      throws Exception {
    try (RtpengineContainer engine = engine(release)) {
      if (release == RtpengineRelease.V10_5) {
        // Later releases are told by the offer.
        engine.withArguments("--dtmf-log-dest=" + host + ":" + JSON_PORT);
      }
      engine.withArguments(
          "--listen-tcp-ng=" + engine.address().getHostAddress() + ":" + TCP_PORT,
          "--dtmf-log-ng-tcp");
      engine.start();
      String tcp = engine.address().getHostAddress() + ":" + TCP_PORT;
      try (Rig rig = rig(engine, Map.of("NOTIFICATION_TCP", tcp));
          Events events = Events.of(rig.channel())) {
        Call call = rig.call();
        // The first two are no echo of each other even if they arrive at once.
        call.alice().sender().sendDigit('1', Call.A_WHILE.plusMillis(40));
        for (char digit : "123#".toCharArray()) {
          call.alice().sender().sendDigit(digit, Call.A_WHILE);
        }
        call.bob().sender().sendDigit('9', Call.A_WHILE);

        for (String digit : List.of("1", "1", "2", "3", "#")) {
          Event event = events.next(Event::hasDtmf);
          assertThat(event.getDtmf().getDigit()).isEqualTo(digit);
          assertThat(event.getCallId()).isEqualTo(call.id());
          assertThat(event.getTagsList()).containsExactly(call.aliceTag());
          assertThat(event.getNode()).isEqualTo(rig.node());
          assertThat(event.getEngineTime().getSeconds()).isPositive();
          assertThat(event.getDtmf().getCallTagsList())
              .containsExactlyInAnyOrder(call.aliceTag(), call.bobTag());
        }
        Event ofBob = events.next(Event::hasDtmf);
        assertThat(ofBob.getDtmf().getDigit()).isEqualTo("9");
        assertThat(ofBob.getTagsList()).containsExactly(call.bobTag());

        call.close();
        // No digit comes in between.
        Event end = events.next(event -> event.hasDtmf() || event.hasCallEnded());
        assertThat(end.hasCallEnded()).isTrue();
        assertThat(end.getCallId()).isEqualTo(call.id());
        if (release != RtpengineRelease.V10_5) {
          // Which reports only of a party, if the delete names one.
          assertThat(end.getCallEnded().getReport().getTotals().getRtp().getPackets()).isPositive();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(RtpengineRelease.class)
  void silenceBringsATimeout(RtpengineRelease release) throws Exception {
    try (RtpengineContainer engine = engine(release)) {
      // The address is what the offer says, not where it comes from.
      engine.withArguments(
          "--timeout=5",
          "--silent-timeout=5",
          "--b2b-url=http://%%:" + XMLRPC_PORT + "/",
          "--xmlrpc-format=1");
      engine.start();
      try (Rig rig = rig(engine, Map.of());
          Events events = Events.of(rig.channel());
          Call call = rig.call()) {
        call.assertMediaCrosses();

        Event event = events.next(Event::hasMediaTimeout);

        assertThat(event.getCallId()).isEqualTo(call.id());
        assertThat(event.getNode()).isEqualTo(rig.node());
        assertThat(event.getMediaTimeout().getCallback())
            .isEqualTo(TimeoutCallback.TIMEOUT_CALLBACK_CALL_ID);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(RtpengineRelease.class)
  void deathOfANodeStrandsItsCalls(RtpengineRelease release) throws Exception {
    try (RtpengineContainer engine = engine(release)) {
      engine.start();
      try (Rig rig = rig(engine, Map.of("RTPENGINE_TOUT", "3", "RTPENGINE_RETR", "1"));
          Events events = Events.of(rig.channel())) {
        Call first = rig.call();
        Call second = rig.call();
        engine.stop();
        for (int i = 0; i < 3; i++) {
          queryInVain(rig, first);
        }

        Event down =
            events.next(
                event ->
                    event.hasNodeStateChanged()
                        && event.getNodeStateChanged().getHealth() == NodeHealth.NODE_HEALTH_DOWN);
        assertThat(down.getNode()).isEqualTo(rig.node());
        Set<String> stranded = new HashSet<>();
        stranded.add(events.next(Event::hasCallStranded).getCallId());
        stranded.add(events.next(Event::hasCallStranded).getCallId());
        assertThat(stranded).containsExactlyInAnyOrder(first.id(), second.id());
        first.alice().close();
        second.alice().close();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(RtpengineRelease.class)
  void callsThatARestartedEngineHasForgottenAreLostThoughNobodyAsks(RtpengineRelease release)
      throws Exception {
    try (RtpengineContainer engine = engine(release)) {
      engine.start();
      try (Rig rig = rig(engine, Map.of("RTPENGINE_TIMER_INTERVAL", "1"));
          Events events = Events.of(rig.channel())) {
        Set<String> calls = new HashSet<>();
        for (int i = 0; i < 5; i++) {
          Call call = rig.call();
          calls.add(call.id());
          call.alice().close();
          call.bob().close();
        }
        DockerClientFactory.instance()
            .client()
            .restartContainerCmd(engine.getContainerId())
            .withTimeout(0)
            .exec();

        Set<String> lost = new HashSet<>();
        while (lost.size() < calls.size()) {
          lost.add(events.next(Event::hasCallLost).getCallId());
        }
        assertThat(lost).isEqualTo(calls);
        assertThat(rig.calls(rig.node())).isZero();
      }
    }
  }

  private static void queryInVain(Rig rig, Call call) {
    try {
      rig.calls().query(QueryRequest.newBuilder().setCallId(call.id()).build());
    } catch (StatusRuntimeException silent) {
      assertThat(silent).isNotNull();
    }
  }

  private static RtpengineContainer engine(RtpengineRelease release) {
    return new RtpengineContainer(release).withStartupTimeout(Duration.ofSeconds(60));
  }

  private Rig rig(RtpengineContainer engine, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("NOTIFICATION_SOCK", host + ":" + JSON_PORT);
    settings.put("XMLRPC_LISTEN", host + ":" + XMLRPC_PORT);
    return Rig.before(Rig.url(engine), settings);
  }
}
