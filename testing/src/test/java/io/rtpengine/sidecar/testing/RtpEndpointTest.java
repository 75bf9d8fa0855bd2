package io.rtpengine.sidecar.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rtpengine.sidecar.testing.RtcpPacket.Block;
import io.rtpengine.sidecar.testing.RtcpPacket.ReceiverReport;
import io.rtpengine.sidecar.testing.RtcpPacket.SenderReport;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RtpEndpointTest {

  private final RtpEndpoint alice = RtpEndpoint.open();
  private final RtpEndpoint bob = RtpEndpoint.open();

  @BeforeEach
  void connect() {
    alice.sendTo(bob.address());
  }

  @AfterEach
  void close() {
    alice.close();
    bob.close();
  }

  @Test
  void rtpHasAnEvenPort() {
    assertThat(alice.address().getPort()).isEven();
  }

  @Test
  void toneArrivesWithSequenceAndTimestampsInOrder() {
    int sent = alice.sender().sendTone(Duration.ofMillis(100));
    bob.receiver().awaitPackets(sent);

    List<RtpPacket> packets = bob.receiver().packets();
    RtpPacket first = packets.get(0);
    assertThat(sent).isEqualTo(5);
    assertThat(packets)
        .extracting(RtpPacket::marker)
        .containsExactly(true, false, false, false, false);
    for (int i = 0; i < sent; i++) {
      assertThat(packets.get(i).sequence()).isEqualTo((first.sequence() + i) & 0xffff);
      assertThat(packets.get(i).timestamp()).isEqualTo(first.timestamp() + 160L * i);
      assertThat(Pcmu.isSilent(packets.get(i).payload())).isFalse();
    }
    assertThat(bob.receiver().countBySsrc()).isEqualTo(Map.of(alice.sender().ssrc(), 5));
  }

  @Test
  void toneTakesAsLongAsItSounds() {
    long start = System.nanoTime();
    alice.sender().sendTone(Duration.ofMillis(200));

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(160));
  }

  @Test
  void digitIsPressedHeldAndReleasedThreeTimes() {
    alice.sender().sendTone(Duration.ofMillis(40));
    alice.sender().sendDigit('5', Duration.ofMillis(80));
    bob.receiver().awaitPackets(101, 7);

    List<RtpPacket> packets = bob.receiver().packets(101);
    List<TelephoneEvent> events =
        packets.stream()
            .map(packet -> TelephoneEvent.decode(packet.payload()).orElseThrow())
            .toList();
    assertThat(events)
        .extracting(TelephoneEvent::duration)
        .containsExactly(160, 320, 480, 640, 640, 640, 640);
    assertThat(events)
        .extracting(TelephoneEvent::end)
        .containsExactly(false, false, false, false, true, true, true);
    assertThat(packets)
        .extracting(RtpPacket::marker)
        .containsExactly(true, false, false, false, false, false, false);
    assertThat(packets).extracting(RtpPacket::timestamp).containsOnly(packets.get(0).timestamp());
    assertThat(bob.receiver().digits()).isEqualTo("5");
  }

  @Test
  void sameDigitTwiceIsTwoDigits() {
    alice.sender().sendDigit('1', Duration.ofMillis(40));
    alice.sender().sendDigit('1', Duration.ofMillis(40));
    alice.sender().sendDigit('#', Duration.ofMillis(40));

    bob.receiver().awaitPackets(101, 15);
    assertThat(bob.receiver().digits()).isEqualTo("11#");
    assertThat(bob.receiver().countByPayloadType()).isEqualTo(Map.of(101, 15));
  }

  @Test
  void lostPacketsLeaveAGapAndLateOnesAreCounted() {
    alice.sender().sendTone(Duration.ofMillis(40));
    alice.sender().lose(3);
    alice.sender().sendTone(Duration.ofMillis(20));
    bob.receiver().awaitPackets(3);
    List<RtpPacket> packets = bob.receiver().packets();
    assertThat(packets.get(2).sequence()).isEqualTo((packets.get(1).sequence() + 4) & 0xffff);
    assertThat(bob.receiver().reordered()).isZero();

    RtpPacket late =
        new RtpPacket(
            0,
            false,
            packets.get(1).sequence() + 1,
            0,
            alice.sender().ssrc(),
            Pcmu.tone(440, 0, 8));
    alice.sendRtp(late.encode());
    bob.receiver().awaitPackets(4);
    assertThat(bob.receiver().reordered()).isEqualTo(1);
  }

  @Test
  void reportsArriveOnThePortAbove() {
    Block block = new Block(7, 25, 3, 100, 40, 0, 0);
    alice.sender().sendTone(Duration.ofMillis(20));
    alice.sender().sendSenderReport(block);
    alice.sender().sendReceiverReport(block);
    bob.receiver().awaitReport(SenderReport.class);
    bob.receiver().awaitReport(ReceiverReport.class);

    SenderReport report = (SenderReport) bob.receiver().reports().get(0);
    assertThat(report.ssrc()).isEqualTo(alice.sender().ssrc());
    assertThat(report.packets()).isEqualTo(1);
    assertThat(report.bytes()).isEqualTo(160);
    assertThat(report.blocks()).containsExactly(block);
  }

  @Test
  void reportsAmongRtpAreTakenForReports() {
    alice.sendRtp(RtcpCodec.encode(new ReceiverReport(9, List.of())));

    bob.receiver().awaitReport(ReceiverReport.class);
    assertThat(bob.receiver().packets()).isEmpty();
  }

  @Test
  void whatIsNotRtpIsNotCounted() {
    alice.sendRtp(new byte[] {1, 2, 3});
    alice.sender().sendAudio(0, ByteBuffer.allocate(160));

    bob.receiver().awaitPackets(1);
    assertThat(bob.receiver().packets()).hasSize(1);
  }

  @Test
  void quietIsReachedWhenTheLastPacketIsIn() {
    bob.receiver().awaitPackets(alice.sender().sendTone(Duration.ofMillis(40)));
    long start = System.nanoTime();

    bob.receiver().awaitQuiet(Duration.ofMillis(100));

    // It counts in whole milliseconds.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(98));
    assertThat(bob.receiver().packets()).hasSize(2);

    bob.receiver().clear();
    assertThat(bob.receiver().packets()).isEmpty();
  }

  @Test
  void sendingNowhereIsAnError() {
    assertThatThrownBy(() -> bob.sender().sendTone(Duration.ofMillis(20)))
        .hasMessage("sendTo was not called");
  }
}
