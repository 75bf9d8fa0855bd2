package io.rtpengine.sidecar.examples.proxy;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/**
 * A request on its way through this proxy: where it goes, and what it is to look like there.
 * Immutable.
 *
 * <p>The branches that it goes on with are made from the one that it came with. So the same request
 * makes the same ones, and a response tells by its branch what it belongs to.
 */
final class Hop {

  private static final int DEFAULT_HOPS_LEFT = 70;

  private final Message request;
  private final InetSocketAddress self;
  private final List<InetSocketAddress> targets;
  private final int hopsLeft;

  /**
   * Creates a hop.
   *
   * @param self where the proxy is
   * @param phones of everybody who can be called
   */
  Hop(Message request, InetSocketAddress self, Map<String, List<InetSocketAddress>> phones) {
    this.self = self;
    String limit = request.header("Max-Forwards");
    this.hopsLeft = limit.isEmpty() ? DEFAULT_HOPS_LEFT : Integer.parseInt(limit) - 1;
    // The route that Record-Route made begins here; what is left of it is the way to go.
    this.request = isSelf(request.header("Route")) ? request.without("Route") : request;
    this.targets = hopsLeft < 0 ? List.of() : targets(phones);
  }

  private boolean isSelf(String uri) {
    return !uri.isEmpty() && Address.of(uri).equals(self);
  }

  private List<InetSocketAddress> targets(Map<String, List<InetSocketAddress>> phones) {
    if (!request.isWithinDialog()) {
      return phones.getOrDefault(Address.user(request.uri()), List.of());
    }
    String route = request.header("Route");
    InetSocketAddress next = Address.of(route.isEmpty() ? request.uri() : route);
    return next.equals(self) ? List.of() : List.of(next);
  }

  /** Returns where it goes: to all phones of who is called; within a dialog, to the other party. */
  List<InetSocketAddress> targets() {
    return targets;
  }

  /** Returns what is to be said if it goes nowhere. */
  String refusal() {
    return hopsLeft < 0 ? "483 Too Many Hops" : "404 Not Found";
  }

  /** Returns the request as it goes to one of the targets. */
  Message onward(int target) {
    InetSocketAddress to = targets.get(target);
    Message onward = request.without("Max-Forwards").with("Max-Forwards", String.valueOf(hopsLeft));
    if (!request.isWithinDialog()) {
      onward =
          onward
              .withUri("sip:" + Address.user(request.uri()) + "@" + text(to))
              .with("Record-Route", "<sip:" + text(self) + ";lr>");
    }
    return onward.with(
        "Via", "SIP/2.0/UDP " + text(self) + ";branch=" + request.branch() + "-" + target);
  }

  /** Returns the branch that a request came with which went on with this one. */
  static String incoming(String outgoing) {
    return outgoing.substring(0, Math.max(outgoing.lastIndexOf('-'), 0));
  }

  private static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }
}
