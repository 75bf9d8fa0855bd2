package io.rtpengine.sidecar.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class RtpPacketTest {

  @Test
  void hasTheHeaderOfRfc3550() {
    RtpPacket packet = new RtpPacket(101, true, 0x1234, 0x89abcdefL, 0xfedcba98L, bytes("0a0b"));

    assertThat(packet.encode()).asHexString().isEqualToIgnoringCase("80e5123489abcdeffedcba980a0b");
    assertThat(RtpPacket.decode(ByteBuffer.wrap(packet.encode()))).contains(packet);
  }

  @Test
  void countersWrap() {
    RtpPacket packet = new RtpPacket(0, false, 0x1_0001, 0x1_0000_0002L, 3, bytes(""));

    assertThat(packet.sequence()).isEqualTo(1);
    assertThat(packet.timestamp()).isEqualTo(2);
  }

  @Test
  void sourcesAndExtensionAndPaddingArePassedOver() {
    String header = "b2" + "00" + "0001" + "00000002" + "00000003";
    String sources = "0000000a" + "0000000b";
    String extension = "bede" + "0001" + "11223344";
    String padding = "000003";

    assertThat(RtpPacket.decode(bytes(header + sources + extension + "7f7e" + padding)))
        .contains(new RtpPacket(0, false, 1, 2, 3, bytes("7f7e")));
  }

  @Test
  void whatIsNoRtpIsRefused() {
    assertThat(RtpPacket.decode(bytes(""))).isEmpty();
    assertThat(RtpPacket.decode(bytes("80000001000000020000"))).isEmpty();
    assertThat(RtpPacket.decode(bytes("40000001" + "00000002" + "00000003"))).isEmpty();
    assertThat(RtpPacket.decode(bytes("8f000001" + "00000002" + "00000003"))).isEmpty();
    assertThat(RtpPacket.decode(bytes("a0000001" + "00000002" + "00000003" + "ff"))).isEmpty();
  }

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
  }
}
