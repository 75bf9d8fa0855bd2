package io.rtpengine.sidecar.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.rtpengine.sidecar.testing.RtcpPacket.Block;
import io.rtpengine.sidecar.testing.RtcpPacket.Other;
import io.rtpengine.sidecar.testing.RtcpPacket.ReceiverReport;
import io.rtpengine.sidecar.testing.RtcpPacket.SenderReport;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RtcpCodecTest {

  private static final Block BLOCK = new Block(0xfedcba98L, 64, -2, 0x1_2345L, 17, 18, 19);

  @Test
  void senderReportSurvivesTheWire() {
    SenderReport report = new SenderReport(1, 2, 0xffff_ffffL, 4, 5, List.of(BLOCK, BLOCK));

    assertThat(RtcpCodec.decode(ByteBuffer.wrap(RtcpCodec.encode(report)))).containsExactly(report);
  }

  @Test
  void receiverReportHasTheFormOfRfc3550() {
    ReceiverReport report = new ReceiverReport(1, List.of(BLOCK));

    assertThat(RtcpCodec.encode(report))
        .asHexString()
        .isEqualToIgnoringCase(
            "81c90007"
                + "00000001"
                + "fedcba98"
                + "40fffffe"
                + "00012345"
                + "00000011"
                + "00000012"
                + "00000013");
    assertThat(RtcpCodec.decode(ByteBuffer.wrap(RtcpCodec.encode(report)))).containsExactly(report);
  }

  @Test
  void everyPacketOfACompoundIsRead() {
    byte[] compound =
        HexFormat.of().parseHex("80c90001" + "00000001" + "81ca0002" + "00000001" + "01000000");

    assertThat(RtcpCodec.decode(ByteBuffer.wrap(compound)))
        .containsExactly(new ReceiverReport(1, List.of()), new Other(1, 202));
  }

  @Test
  void truncatedReportIsLeftOut() {
    byte[] report = RtcpCodec.encode(new ReceiverReport(1, List.of(BLOCK)));

    for (int length = 0; length < report.length; length++) {
      assertThat(RtcpCodec.decode(ByteBuffer.wrap(Arrays.copyOf(report, length)))).isEmpty();
    }
  }
}
