package io.rtpengine.sidecar.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.rtpengine.sidecar.pool.NodeId;
import io.rtpengine.sidecar.pool.PoolObserver.Unbound;
import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where events are from. */
class EventOriginsTest {

  private static final Origins KNOWN = new FixedOrigins("udp:127.0.0.1:2223", "known");
  private static final Origin ITS_NODE = new Origin(0, "udp:127.0.0.1:2223");

  private NotificationRig rig;
  private EventOrigins origins;
  private InetAddress stranger;

  @BeforeEach
  void start() throws Exception {
    rig = NotificationRig.start();
    origins = new EventOrigins(KNOWN, rig.hub());
    stranger = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1});
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void callThatIsOnANodeIsFromThereWhoeverSends() {
    assertThat(origins.of(Optional.of("known"), stranger)).isEqualTo(ITS_NODE);
  }

  @Test
  void senderTellsTheNodeOfWhatIsOfNoKnownCall() {
    InetAddress node = InetAddress.getLoopbackAddress();

    assertThat(origins.of(Optional.of("other"), node)).isEqualTo(ITS_NODE);
    assertThat(origins.of(Optional.empty(), node)).isEqualTo(ITS_NODE);
    assertThat(origins.of(Optional.of("other"), stranger)).isNull();
    assertThat(origins.of(Optional.empty(), stranger)).isNull();
  }

  @Test
  void callThatWasFoundToBeLostAMomentBeforeItsEngineTellsOfItIsFromWhereItWas() {
    new NodeEvents(rig.hub(), new Playbacks(rig.hub(), rig.group()), rig.group())
        .callUnbound(new NodeId(3, "udp:192.0.2.7:2223"), "lost", Unbound.LOST);

    assertThat(origins.of(Optional.of("lost"), stranger))
        .isEqualTo(new Origin(3, "udp:192.0.2.7:2223"));
  }
}
