package io.rtpengine.sidecar.ng;

import io.netty.util.NetUtil;
import io.rtpengine.sidecar.ng.NgAddress.Family;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Understands one address. Used once, by one thread. */
final class NgAddressParser {

  private static final int MAX_PORT = 65_535;

  private final String written;

  NgAddressParser(String written) {
    this.written = written;
  }

  NgAddress parse() {
    for (int i = 0; i < written.length(); i++) {
      if (Character.isWhitespace(written.charAt(i)) || Character.isISOControl(written.charAt(i))) {
        throw problem(i, "white space", "none");
      }
    }
    if (written.startsWith("/") || written.startsWith("./")) {
      return unix(0);
    }
    int colon = written.indexOf(':');
    String scheme = colon < 0 ? "" : written.substring(0, colon).toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "udp" -> udp(colon + 1, Family.ANY);
      case "udp6" -> udp(colon + 1, Family.IPV6);
      case "unix" -> unix(colon + 1);
      case "http", "https" -> http();
      default -> throw problem(0, "scheme", "udp:, udp6:, unix:, http:, https: or a path");
    };
  }

  private NgAddress udp(int afterScheme, Family family) {
    int start = written.startsWith("//", afterScheme) ? afterScheme + 2 : afterScheme;
    if (written.startsWith("[", start)) {
      return bracketed(start);
    }
    int colon = written.indexOf(':', start);
    if (colon >= 0 && written.indexOf(':', colon + 1) >= 0) {
      // Without brackets, nobody can tell the port from the last part of the address.
      throw problem(start, "host", "an IPv6 address in brackets, [2001:db8::1]:2223");
    }
    int end = colon < 0 ? written.length() : colon;
    if (end == start) {
      throw problem(start, "host", "an address or a name");
    }
    String host = written.substring(start, end);
    if (family == Family.IPV6 && NetUtil.isValidIpV4Address(host)) {
      throw problem(start, "host", "an IPv6 address or a name");
    }
    return new NgAddress.Udp(written, host, port(end), family);
  }

  private NgAddress bracketed(int start) {
    int end = written.indexOf(']', start);
    if (end < 0) {
      throw problem(start, "host", "a closing bracket");
    }
    String host = written.substring(start + 1, end);
    if (!NetUtil.isValidIpV6Address(host)) {
      throw problem(start + 1, "host", "an IPv6 address");
    }
    return new NgAddress.Udp(written, host, port(end + 1), Family.IPV6);
  }

  /** Reads the port that begins with the colon at {@code start}, if anything does. */
  private int port(int start) {
    if (start == written.length()) {
      return NgAddress.DEFAULT_PORT;
    }
    if (written.charAt(start) != ':') {
      throw problem(start, "port", "a colon before it");
    }
    String digits = written.substring(start + 1);
    boolean number =
        !digits.isEmpty()
            && digits.length() <= 5
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    int port = number ? Integer.parseInt(digits) : 0;
    if (port < 1 || port > MAX_PORT) {
      throw problem(start + 1, "port", "1 to " + MAX_PORT);
    }
    return port;
  }

  private NgAddress unix(int start) {
    if (start == written.length()) {
      throw problem(start, "path", "one");
    }
    return new NgAddress.Unix(written, written.substring(start));
  }

  private NgAddress http() {
    try {
      URI uri = new URI(written);
      if (uri.getHost() == null) {
        throw problem(written.indexOf(':') + 1, "host", "//host or //host:port");
      }
      if (uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
        throw problem(written.lastIndexOf(":" + uri.getPort()) + 1, "port", "1 to " + MAX_PORT);
      }
      if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
        throw problem(written.indexOf("//") + 2, "address", "neither user nor fragment");
      }
      return new NgAddress.Http(
          written, uri.getRawPath().isEmpty() ? uri.resolve(NgAddress.DEFAULT_PATH) : uri);
    } catch (URISyntaxException e) {
      throw problem(Math.max(e.getIndex(), 0), "address", "a URI: " + e.getReason());
    }
  }

  private IllegalArgumentException problem(int index, String what, String expected) {
    return new IllegalArgumentException(
        "\"%s\": %s at character %d: \"%s\" (expected: %s)"
            .formatted(written, what, index + 1, written.substring(index), expected));
  }
}
