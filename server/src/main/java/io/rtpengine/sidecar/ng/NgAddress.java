package io.rtpengine.sidecar.ng;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;

/**
 * Where one rtpengine is reached, as an operator writes it. Immutable and thread-safe.
 *
 * <pre>
 *   udp:host:port      udp://host:port     an IPv4 address or a name, which may also have but an IPv6 one
 *   udp:[::1]:port     udp6:[::1]:port     an IPv6 address
 *   udp6:host:port                         a name, of which an IPv6 address is wanted
 *   unix:/path         /path               a stream socket of this host
 *   http://host:port   https://host/path   rtpengine's HTTP side; without a path: /ng
 * </pre>
 *
 * <p>Schemes are written in any case. UDP without a port means port {@value #DEFAULT_PORT}, as it
 * does for the {@code rtpengine} module of OpenSIPS. {@link Object#toString} of an address gives
 * back what was written, and two addresses are equal if they were written the same.
 */
public sealed interface NgAddress {

  /** The UDP port of an address that names none. */
  int DEFAULT_PORT = 22_222;

  /** The path of an HTTP address that names none. */
  String DEFAULT_PATH = "/ng";

  /**
   * Understands an address.
   *
   * @throws IllegalArgumentException if that is impossible; the message quotes {@code written},
   *     says at which character of it the trouble begins, counted from 1, and what was expected
   */
  static NgAddress parse(String written) {
    return new NgAddressParser(written).parse();
  }

  /** Returns the address as it was written. */
  @Override
  String toString();

  /**
   * Datagrams.
   *
   * @param written the address as it was written
   * @param host an IPv4 address, an IPv6 address without brackets, or a name
   * @param port from 1 to 65535
   * @param family what a name is resolved to
   */
  record Udp(String written, String host, int port, Family family) implements NgAddress {

    /** Returns whether the host is a name that has to be looked up. */
    public boolean hasName() {
      return !host.equalsIgnoreCase("localhost")
          && !NetUtil.isValidIpV4Address(host)
          && !NetUtil.isValidIpV6Address(host);
    }

    /** Returns the same port at one of the addresses of the name. */
    public NgAddress at(InetAddress address) {
      return parse("udp:" + literal(address) + ":" + port);
    }

    @Override
    public String toString() {
      return written;
    }
  }

  /** Which kind of IP address a name is resolved to. */
  enum Family {
    /** IPv4, and IPv6 only if there is no other. */
    ANY,
    /** IPv6. */
    IPV6;

    /** Returns those of the addresses of a name that are wanted. */
    List<InetAddress> wantedOf(List<InetAddress> addresses) {
      List<InetAddress> ipv4 = addresses.stream().filter(Inet4Address.class::isInstance).toList();
      return this == ANY && !ipv4.isEmpty()
          ? ipv4
          : addresses.stream().filter(Inet6Address.class::isInstance).toList();
    }
  }

  /** Returns an IP address and a port as people write them: {@code [2001:db8::1]:2223}. */
  static String numeric(InetSocketAddress address) {
    return literal(address.getAddress()) + ":" + address.getPort();
  }

  private static String literal(InetAddress address) {
    String number = NetUtil.toAddressString(address);
    return address instanceof Inet6Address ? "[" + number + "]" : number;
  }

  /**
   * A stream socket of this host.
   *
   * @param written the address as it was written
   * @param path where the socket is in the file system
   */
  record Unix(String written, String path) implements NgAddress {
    @Override
    public String toString() {
      return written;
    }
  }

  /**
   * rtpengine's HTTP side.
   *
   * @param written the address as it was written
   * @param uri whole, with its path
   */
  record Http(String written, URI uri) implements NgAddress {

    /** Returns the same place at one of the addresses of the name. */
    public Http at(InetAddress address) {
      String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
      String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      URI there =
          URI.create(uri.getScheme() + "://" + literal(address) + port + uri.getRawPath() + query);
      return new Http(there.toString(), there);
    }

    @Override
    public String toString() {
      return written;
    }
  }
}
