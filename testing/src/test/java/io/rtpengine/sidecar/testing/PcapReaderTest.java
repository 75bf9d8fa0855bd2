package io.rtpengine.sidecar.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PcapReaderTest {

  private static final String ETHERNET = "000000000000" + "000000000000" + "0800";
  private static final String IPV4 = "45000000" + "00000000" + "40110000" + "7f000001" + "7f000002";
  private static final String IPV6 =
      "60000000"
          + "00001140"
          + "00000000000000000000000000000001"
          + "00000000000000000000000000000001";
  private static final RtpPacket PACKET =
      new RtpPacket(0, false, 1, 2, 3, ByteBuffer.wrap(new byte[] {4}));

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve("call.pcap");
  }

  @ParameterizedTest
  @CsvSource({"BIG_ENDIAN, 101", "LITTLE_ENDIAN, 101", "LITTLE_ENDIAN, 1"})
  void rtpIsFoundInEveryFormat(String order, int link) throws IOException {
    write("LITTLE_ENDIAN".equals(order), link, frame(link == 1 ? ETHERNET : "", IPV4));

    assertThat(PcapReader.rtp(file)).containsExactly(PACKET);
    assertThat(PcapReader.datagrams(file))
        .extracting(datagram -> datagram.source() + " to " + datagram.destination())
        .containsExactly("/127.0.0.1:4000 to /127.0.0.2:4002");
  }

  @Test
  void rtpIsFoundInIpv6() throws IOException {
    write(true, 101, frame("", IPV6));

    assertThat(PcapReader.rtp(file)).containsExactly(PACKET);
  }

  @Test
  void packetStillBeingWrittenIsLeftOut() throws IOException {
    write(true, 101, frame("", IPV4));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));

    assertThat(PcapReader.rtp(file)).isEmpty();
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    Files.write(file, new byte[100]);

    assertThatThrownBy(() -> PcapReader.rtp(file)).hasMessageEndingWith("is not a pcap file");
  }

  private static byte[] frame(String link, String ip) {
    String payload = HexFormat.of().formatHex(PACKET.encode());
    String udp = "0fa0" + "0fa2" + "%04x".formatted(8 + payload.length() / 2) + "0000";
    return HexFormat.of().parseHex(link + ip + udp + payload);
  }

  private void write(boolean littleEndian, int link, byte[] frame) throws IOException {
    ByteBuffer out =
        ByteBuffer.allocate(24 + 16 + frame.length)
            .order(littleEndian ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN)
            .putInt(0xa1b2c3d4)
            .putInt(0x00040002)
            .putLong(0)
            .putInt(65_535)
            .putInt(link)
            .putLong(0)
            .putInt(frame.length)
            .putInt(frame.length)
            .put(frame);
    Files.write(file, out.array());
  }
}
