package io.rtpengine.sidecar.examples.proxy;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds where messages go, in what is written in them. */
final class Address {

  private static final int DEFAULT_PORT = 5060;
  private static final Pattern URI =
      Pattern.compile("sip:(?:([^@;>\\s]*)@)?([^:;?>\\s]+)(?::(\\d+))?");
  private static final Pattern SENT_BY = Pattern.compile("^SIP\\S+\\s+([^:;\\s]+)(?::(\\d+))?");
  private static final Pattern RECEIVED = Pattern.compile(";\\s*received=([^;\\s]+)");
  private static final Pattern RPORT = Pattern.compile(";\\s*rport=(\\d+)");

  private Address() {}

  /** Returns where a SIP URI points. */
  static InetSocketAddress of(String uri) {
    Matcher parts = find(URI, uri);
    return of(parts.group(2), parts.group(3));
  }

  /** Returns who a SIP URI names; "" if nobody. */
  static String user(String uri) {
    return Optional.ofNullable(find(URI, uri).group(1)).orElse("");
  }

  /** Returns where a response goes whose first Via this is: where the request came from. */
  static InetSocketAddress backTo(String via) {
    Matcher sentBy = find(SENT_BY, via);
    Matcher received = RECEIVED.matcher(via);
    Matcher port = RPORT.matcher(via);
    return of(
        received.find() ? received.group(1) : sentBy.group(1),
        port.find() ? port.group(1) : sentBy.group(2));
  }

  private static Matcher find(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      throw new IllegalArgumentException("an address is missing");
    }
    return found;
  }

  private static InetSocketAddress of(String host, @Nullable String port) {
    return new InetSocketAddress(host, port == null ? DEFAULT_PORT : Integer.parseInt(port));
  }
}
