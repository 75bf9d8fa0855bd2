package io.rtpengine.sidecar.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the UDP datagrams in a pcap file, as rtpengine writes them with either of its formats: raw
 * IP, or IP in Ethernet.
 */
public final class PcapReader {

  private static final int FILE_HEADER = 24;
  private static final int MAGIC_MICROSECONDS = 0xa1b2c3d4;
  private static final int MAGIC_NANOSECONDS = 0xa1b23c4d;
  private static final int LINK_ETHERNET = 1;
  private static final int ETHERNET_HEADER = 14;
  private static final int UDP = 17;

  private PcapReader() {}

  /**
   * A UDP datagram.
   *
   * @param source who sent it
   * @param destination whom it was sent to
   * @param payload what it holds
   */
  public record Datagram(
      InetSocketAddress source, InetSocketAddress destination, ByteBuffer payload) {}

  /**
   * Returns the RTP packets in a file, in order.
   *
   * @throws IOException if it cannot be read or is not a pcap file
   */
  public static List<RtpPacket> rtp(Path file) throws IOException {
    return datagrams(file).stream()
        .map(Datagram::payload)
        .filter(payload -> !RtpPacket.isRtcp(payload))
        .flatMap(payload -> RtpPacket.decode(payload).stream())
        .toList();
  }

  /**
   * Returns the UDP datagrams in a file, in order; one that is still being written is left out.
   *
   * @throws IOException if it cannot be read or is not a pcap file
   */
  public static List<Datagram> datagrams(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file));
    if (in.remaining() < FILE_HEADER) {
      throw new IOException(file + " is too short for a pcap file");
    }
    in.order(order(file, in.getInt(0)));
    int linkHeader = in.getInt(FILE_HEADER - 4) == LINK_ETHERNET ? ETHERNET_HEADER : 0;
    in.position(FILE_HEADER);
    List<Datagram> datagrams = new ArrayList<>();
    while (in.remaining() >= 16) {
      int length = in.getInt(in.position() + 8);
      in.position(in.position() + 16);
      if (length < 0 || length > in.remaining()) {
        break;
      }
      datagram(in.slice(in.position(), length), linkHeader).ifPresent(datagrams::add);
      in.position(in.position() + length);
    }
    return datagrams;
  }

  private static ByteOrder order(Path file, int magic) throws IOException {
    if (magic == MAGIC_MICROSECONDS || magic == MAGIC_NANOSECONDS) {
      return ByteOrder.BIG_ENDIAN;
    }
    int reversed = Integer.reverseBytes(magic);
    if (reversed == MAGIC_MICROSECONDS || reversed == MAGIC_NANOSECONDS) {
      return ByteOrder.LITTLE_ENDIAN;
    }
    throw new IOException(file + " is not a pcap file");
  }

  private static Optional<Datagram> datagram(ByteBuffer frame, int linkHeader) {
    try {
      ByteBuffer ip = frame.position(linkHeader).slice();
      return ip.get(0) >> 4 == 4 ? ipv4(ip) : ipv6(ip);
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private static Optional<Datagram> ipv4(ByteBuffer ip) {
    return ip.get(9) == UDP ? udp(ip, 12, 4, 4 * (ip.get(0) & 0x0f)) : Optional.empty();
  }

  private static Optional<Datagram> ipv6(ByteBuffer ip) {
    return ip.get(6) == UDP ? udp(ip, 8, 16, 40) : Optional.empty();
  }

  private static Optional<Datagram> udp(ByteBuffer ip, int addresses, int size, int header) {
    int length = ip.getShort(header + 4) & 0xffff;
    return Optional.of(
        new Datagram(
            endpoint(ip, addresses, size, ip.getShort(header)),
            endpoint(ip, addresses + size, size, ip.getShort(header + 2)),
            ip.slice(header + 8, length - 8)));
  }

  private static InetSocketAddress endpoint(ByteBuffer ip, int offset, int size, short port) {
    byte[] address = new byte[size];
    ip.slice(offset, size).get(address);
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), port & 0xffff);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
