package io.rtpengine.sidecar.expand;

import io.rtpengine.v1.AddressFamily;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IP address as engines and the module of OpenSIPS write it: IPv6 in full. Immutable and
 * thread-safe.
 *
 * @param family its family
 * @param text how it is written
 */
record IpAddress(AddressFamily family, String text) {

  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F.]*:[0-9a-fA-F.:]*");

  /** Understands an address in any spelling, also one of IPv6 in brackets; never asks the DNS. */
  static Optional<IpAddress> parse(String written) {
    if (IPV4.matcher(written).matches()) {
      return Optional.of(new IpAddress(AddressFamily.ADDRESS_FAMILY_IP4, decimal(written)));
    }
    boolean bracketed = written.startsWith("[") && written.endsWith("]");
    String bare = bracketed ? written.substring(1, written.length() - 1) : written;
    if (!IPV6.matcher(bare).matches()) {
      return Optional.empty();
    }
    try {
      InetAddress address = InetAddress.getByName("[" + bare + "]");
      return Optional.of(new IpAddress(AddressFamily.ADDRESS_FAMILY_IP6, inFull(address)));
    } catch (UnknownHostException wrong) {
      return Optional.empty();
    }
  }

  /** Leaves zeros out that a number begins with. */
  private static String decimal(String written) {
    return written.replaceAll("\\b0+(?=\\d)", "");
  }

  private static String inFull(InetAddress address) {
    if (address instanceof Inet4Address) {
      // What Java makes of an address of IPv4 that is mapped into IPv6.
      byte[] bytes = address.getAddress();
      return String.format(
          Locale.ROOT,
          "0:0:0:0:0:ffff:%x:%x",
          (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff),
          (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff));
    }
    return address.getHostAddress();
  }
}
