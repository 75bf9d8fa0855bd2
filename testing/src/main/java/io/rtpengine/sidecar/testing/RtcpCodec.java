package io.rtpengine.sidecar.testing;

import io.rtpengine.sidecar.testing.RtcpPacket.Block;
import io.rtpengine.sidecar.testing.RtcpPacket.Other;
import io.rtpengine.sidecar.testing.RtcpPacket.ReceiverReport;
import io.rtpengine.sidecar.testing.RtcpPacket.SenderReport;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** RTCP as it is on the wire (RFC 3550, section 6.4). */
final class RtcpCodec {

  private static final int SENDER_REPORT = 200;
  private static final int RECEIVER_REPORT = 201;
  private static final int HEADER_WORDS = 2;
  private static final int SENDER_WORDS = 5;
  private static final int BLOCK_WORDS = 6;

  private RtcpCodec() {}

  static byte[] encode(SenderReport report) {
    byte[] packet = packet(SENDER_REPORT, SENDER_WORDS, report.ssrc(), report.blocks());
    ByteBuffer.wrap(packet)
        .position(4 * HEADER_WORDS)
        .putLong(report.ntpTime())
        .putInt((int) report.rtpTimestamp())
        .putInt((int) report.packets())
        .putInt((int) report.bytes());
    return packet;
  }

  static byte[] encode(ReceiverReport report) {
    return packet(RECEIVER_REPORT, 0, report.ssrc(), report.blocks());
  }

  /** Returns a packet whose header and blocks are there, and {@code words} empty words between. */
  private static byte[] packet(int type, int words, long ssrc, List<Block> blocks) {
    int all = HEADER_WORDS + words + BLOCK_WORDS * blocks.size();
    byte[] packet = new byte[4 * all];
    ByteBuffer out =
        ByteBuffer.wrap(packet)
            .put((byte) (2 << 6 | blocks.size()))
            .put((byte) type)
            .putShort((short) (all - 1))
            .putInt((int) ssrc);
    out.position(out.position() + 4 * words);
    blocks.forEach(block -> put(out, block));
    return packet;
  }

  private static void put(ByteBuffer out, Block block) {
    out.putInt((int) block.ssrc())
        .putInt(block.fractionLost() << 24 | (block.lost() & 0xff_ffff))
        .putInt((int) block.highestSequence())
        .putInt((int) block.jitter())
        .putInt((int) block.lastReport())
        .putInt((int) block.sinceLastReport());
  }

  /** Reads a compound packet, up to where it stops making sense. */
  static List<RtcpPacket> decode(ByteBuffer datagram) {
    List<RtcpPacket> packets = new ArrayList<>();
    ByteBuffer in = datagram.duplicate();
    try {
      while (in.hasRemaining()) {
        int count = in.get() & 0x1f;
        int type = in.get() & 0xff;
        int body = 4 * (in.getShort() & 0xffff);
        packets.add(decode(type, count, in.slice(in.position(), body)));
        in.position(in.position() + body);
      }
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      // It says that it is longer than it is. What came before it counts.
      return packets;
    }
    return packets;
  }

  private static RtcpPacket decode(int type, int count, ByteBuffer in) {
    long ssrc = unsigned(in);
    return switch (type) {
      case SENDER_REPORT ->
          new SenderReport(
              ssrc, in.getLong(), unsigned(in), unsigned(in), unsigned(in), blocks(count, in));
      case RECEIVER_REPORT -> new ReceiverReport(ssrc, blocks(count, in));
      default -> new Other(ssrc, type);
    };
  }

  private static List<Block> blocks(int count, ByteBuffer in) {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long ssrc = unsigned(in);
      int loss = in.getInt();
      blocks.add(
          new Block(
              ssrc,
              loss >>> 24,
              loss << 8 >> 8,
              unsigned(in),
              unsigned(in),
              unsigned(in),
              unsigned(in)));
    }
    return blocks;
  }

  private static long unsigned(ByteBuffer in) {
    return in.getInt() & 0xffff_ffffL;
  }
}
