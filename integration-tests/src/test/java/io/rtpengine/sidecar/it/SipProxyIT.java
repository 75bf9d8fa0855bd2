package io.rtpengine.sidecar.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.rtpengine.sidecar.examples.proxy.SipProxy;
import io.rtpengine.sidecar.testing.OnEveryRelease;
import io.rtpengine.sidecar.testing.RtpengineContainer;
import io.rtpengine.sidecar.testing.RtpengineRelease;
import io.rtpengine.sidecar.testing.Sdp;
import io.rtpengine.v1.PingRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIP phones, the SIP proxy of the examples, which knows nothing but Manage, and real rtpengines
 * that the media has to cross.
 */
@OnEveryRelease
final class SipProxyIT {

  private final RtpengineRelease release;
  private final RtpengineContainer engine;
  private final Rig rig;
  private final List<AutoCloseable> toClose = new ArrayList<>();

  @TempDir private Path directory;

  SipProxyIT(RtpengineRelease release, RtpengineContainer engine) {
    this.release = release;
    this.engine = engine;
    rig = Rig.before(engine);
    toClose.add(rig);
  }

  @AfterEach
  void close() throws Exception {
    for (int i = toClose.size() - 1; i >= 0; i--) {
      toClose.get(i).close();
    }
  }

  @Test
  void basicCall() throws IOException {
    Phone bob = answering("bob", "bob");
    Phone alice = calling("alice", bob);

    connect(bob, "INVITE");
    connect(alice, "SIP/2.0 200");
    bob.await("ACK");
    assertTalk(alice, bob);

    alice.cue();
    assertEnd(alice, bob);
  }

  @Test
  void earlyMedia() throws IOException {
    Phone bob = answering("bob-plays", "bob");
    Phone alice = calling("alice", bob);

    connect(bob, "INVITE");
    connect(alice, "SIP/2.0 183");
    Call.assertHears(bob.party(), alice.party());

    bob.cue();
    connect(alice, "SIP/2.0 200");
    bob.await("ACK");
    assertTalk(alice, bob);

    alice.cue();
    assertEnd(alice, bob);
  }

  @Test
  void holdByReinvite() throws IOException {
    Phone bob = answering("bob-is-held", "bob");
    Phone alice = calling("alice-holds", bob);
    connect(bob, "INVITE");
    connect(alice, "SIP/2.0 200");
    bob.await("ACK");
    assertTalk(alice, bob);

    alice.cue();
    bob.await("ACK", 2);
    assertThat(connect(bob, "INVITE").audio().attribute("sendonly")).isPresent();
    assertThat(connect(alice, "SIP/2.0 200").audio().attribute("recvonly")).isPresent();
    Call.assertHears(alice.party(), bob.party());
    if (release.isAtLeast(RtpengineRelease.V12_5)) {
      // 10.5 leaves it to the phones.
      Call.assertHearsNothing(bob.party(), alice.party());
    }

    alice.cue();
    bob.await("ACK", 3);
    connect(bob, "INVITE");
    connect(alice, "SIP/2.0 200");
    assertTalk(alice, bob);

    alice.cue();
    assertEnd(alice, bob);
  }

  @Test
  void refusedReinviteLeavesTheCallAsItWas() throws IOException {
    Phone bob = answering("bob-refuses", "bob");
    Phone alice = calling("alice-refreshes", bob);
    connect(bob, "INVITE");
    connect(alice, "SIP/2.0 200");
    bob.await("ACK");

    alice.cue();
    alice.await("SIP/2.0 491");
    bob.await("ACK", 2);
    assertTalk(alice, bob);

    alice.cue();
    assertEnd(alice, bob);
  }

  @Test
  void cancelAfterEarlyMedia() throws IOException {
    Phone bob = answering("bob-is-cancelled", "bob");
    Phone alice = calling("alice-gives-up", bob);
    connect(bob, "INVITE");
    connect(alice, "SIP/2.0 183");
    Call.assertHears(bob.party(), alice.party());
    assertThat(rig.calls(rig.node())).isEqualTo(1);

    alice.cue();
    assertEnd(alice, bob);
  }

  @Test
  void forkWhereBothPhonesArePlayingAndOneAnswers() throws IOException {
    Phone loser = answering("bob-is-cancelled", "loser");
    Phone winner = answering("bob-plays", "winner");
    Phone alice = calling("alice", loser, winner);
    connect(loser, "INVITE");
    connect(winner, "INVITE");
    connect(alice, "SIP/2.0 183");
    alice.await("SIP/2.0 183", 2);

    winner.cue();
    connect(alice, "SIP/2.0 200");
    winner.await("ACK");
    loser.awaitEnd();
    loser.party().receiver().clear();
    assertTalk(alice, winner);
    assertThat(loser.party().receiver().packets()).isEmpty();

    alice.cue();
    assertEnd(alice, winner);
  }

  @Test
  void forkWhereOnePhoneIsBusyAndTheOtherAnswers() throws IOException {
    Phone busy = answering("bob-is-busy", "busy");
    Phone winner = answering("bob-plays", "winner");
    Phone alice = calling("alice", busy, winner);
    busy.awaitEnd();
    connect(winner, "INVITE");
    connect(alice, "SIP/2.0 183");
    Call.assertHears(winner.party(), alice.party());

    winner.cue();
    connect(alice, "SIP/2.0 200");
    winner.await("ACK");
    assertTalk(alice, winner);

    alice.cue();
    assertEnd(alice, winner);
  }

  @Test
  void digitsByInfoPassBesideTheMedia() throws IOException {
    Phone bob = answering("bob-reads-keys", "bob");
    Phone alice = calling("alice-presses-keys", bob);
    connect(bob, "INVITE");
    connect(alice, "SIP/2.0 200");
    bob.await("ACK");
    assertTalk(alice, bob);

    alice.cue();
    assertThat(bob.await("INFO", 2)).contains("\r\n\r\nSignal=#\r\nDuration=160");
    alice.await("SIP/2.0 200", 3);
    assertTalk(alice, bob);

    alice.cue();
    assertEnd(alice, bob);
  }

  private Phone answering(String scenario, String name) {
    Phone phone = Phone.answering(directory, scenario, name);
    toClose.add(phone);
    return phone;
  }

  /** Has Alice call Bob, who has some phones, by way of a proxy. */
  private Phone calling(String scenario, Phone... bobs) throws IOException {
    // The first request is slow, and no caller's patience is to depend on it.
    rig.nodes().ping(PingRequest.getDefaultInstance());
    List<InetSocketAddress> phones = Arrays.stream(bobs).map(Phone::address).toList();
    SipProxy proxy =
        SipProxy.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            rig.channel(),
            Map.of("bob", phones),
            System.out);
    toClose.add(proxy);
    Phone alice = Phone.calling(directory, scenario, proxy.address());
    toClose.add(alice);
    return alice;
  }

  /** Has a phone talk to where an SDP says, which is to be the engine. */
  private Sdp connect(Phone phone, String start) {
    Sdp sdp = phone.connect(start);
    assertThat(sdp.audio().address()).isEqualTo(engine.address().getHostAddress());
    return sdp;
  }

  private static void assertTalk(Phone one, Phone other) {
    Call.assertHears(one.party(), other.party());
    Call.assertHears(other.party(), one.party());
  }

  /** Fails unless both scenarios went as written, and nothing is left of the call. */
  private void assertEnd(Phone alice, Phone bob) {
    alice.awaitEnd();
    bob.awaitEnd();
    assertThat(rig.calls(rig.node())).isZero();
  }
}
