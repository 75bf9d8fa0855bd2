package io.rtpengine.sidecar.testing;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An RTP packet (RFC 3550, section 5.1). Immutable.
 *
 * @param payloadType 0 to 127
 * @param marker the first packet of a talk spurt or of an event
 * @param sequence 0 to 65535
 * @param timestamp unsigned, 32 bits
 * @param ssrc unsigned, 32 bits
 * @param payload what is carried; a view of its own, so that reading it changes nothing
 */
public record RtpPacket(
    int payloadType, boolean marker, int sequence, long timestamp, long ssrc, ByteBuffer payload) {

  private static final int HEADER = 12;
  private static final int VERSION = 2;

  /** Has the numbers fit their fields: what is too large wraps, as counters on the wire do. */
  public RtpPacket {
    payloadType &= 0x7f;
    sequence &= 0xffff;
    timestamp &= 0xffff_ffffL;
    ssrc &= 0xffff_ffffL;
    payload = payload.asReadOnlyBuffer();
  }

  /** Returns what is carried; a view of its own, so that reading it changes nothing. */
  @Override
  public ByteBuffer payload() {
    return payload.duplicate();
  }

  /** Returns the packet as it is sent. */
  public byte[] encode() {
    return ByteBuffer.allocate(HEADER + payload.remaining())
        .put((byte) (VERSION << 6))
        .put((byte) ((marker ? 0x80 : 0) | payloadType))
        .putShort((short) sequence)
        .putInt((int) timestamp)
        .putInt((int) ssrc)
        .put(payload())
        .array();
  }

  /** Reads a datagram; contributing sources, header extension and padding are passed over. */
  public static Optional<RtpPacket> decode(ByteBuffer datagram) {
    ByteBuffer in = datagram.duplicate();
    try {
      int first = in.get();
      int second = in.get();
      if ((first >> 6 & 3) != VERSION) {
        return Optional.empty();
      }
      int sequence = in.getShort();
      long timestamp = in.getInt();
      long ssrc = in.getInt();
      skip(in, 4 * (first & 0x0f));
      if ((first & 0x10) != 0) {
        in.getShort();
        skip(in, 4 * (in.getShort() & 0xffff));
      }
      int padding = (first & 0x20) == 0 ? 0 : in.get(in.limit() - 1) & 0xff;
      ByteBuffer payload = in.slice(in.position(), in.remaining() - padding);
      return Optional.of(
          new RtpPacket(second, (second & 0x80) != 0, sequence, timestamp, ssrc, payload));
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Returns whether a datagram is RTCP, where both may arrive (RFC 5761, section 4). */
  static boolean isRtcp(ByteBuffer datagram) {
    if (datagram.remaining() < 2) {
      return false;
    }
    int type = datagram.get(datagram.position() + 1) & 0xff;
    return type >= 192 && type <= 223;
  }

  private static void skip(ByteBuffer in, int bytes) {
    in.position(in.position() + bytes);
  }
}
