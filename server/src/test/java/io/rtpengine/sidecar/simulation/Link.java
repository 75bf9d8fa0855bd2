package io.rtpengine.sidecar.simulation;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/** What befalls the datagrams between the sidecar and one engine at present. */
final class Link {

  /** The share of datagrams that are lost, either way. */
  double loss;

  /** The share of datagrams that arrive twice. */
  double duplication;

  /** How much longer than usual all take, in nanoseconds. */
  long delayNanos;

  /**
   * How much longer than others some take, in nanoseconds: more than their distance, and they
   * overtake.
   */
  long jitterNanos;

  /** How late answers leave, in nanoseconds. */
  long latenessNanos;

  /** The share of answers that somebody else gives first, with the right cookie. */
  double forgery;

  /** Whether the sidecar's own host refuses to send. */
  boolean unsendable;

  private final Map<InetSocketAddress, Long> latestArrivals = new HashMap<>();

  /** Notes when a datagram arrives, and returns whether one that was sent before it comes after. */
  boolean overtakes(InetSocketAddress recipient, long arrivalNanos) {
    long latest = latestArrivals.merge(recipient, arrivalNanos, Math::max);
    return latest > arrivalNanos;
  }
}
