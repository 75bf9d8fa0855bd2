package io.rtpengine.sidecar.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * What an endpoint has received, and means to wait for it. Each of the {@code await} methods waits
 * for {@link #PATIENCE} at most and then fails with what did arrive. Thread-safe.
 */
public final class RtpReceiver {

  /** How long anything is waited for. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<RtpPacket> packets = new ArrayList<>();
  private final List<RtcpPacket> reports = new ArrayList<>();

  RtpReceiver() {}

  synchronized void received(RtpPacket packet) {
    packets.add(packet);
    notifyAll();
  }

  synchronized void received(RtcpPacket report) {
    reports.add(report);
    notifyAll();
  }

  /** Forgets everything: what is received from now on counts. */
  public synchronized void clear() {
    packets.clear();
    reports.clear();
  }

  /** Returns the RTP packets, in the order in which they arrived. */
  public synchronized List<RtpPacket> packets() {
    return List.copyOf(packets);
  }

  /** Returns the RTP packets of one payload type, in the order in which they arrived. */
  public List<RtpPacket> packets(int payloadType) {
    return packets().stream().filter(packet -> packet.payloadType() == payloadType).toList();
  }

  /** Returns the RTCP packets, in the order in which they arrived. */
  public synchronized List<RtcpPacket> reports() {
    return List.copyOf(reports);
  }

  /** Returns how many RTP packets each SSRC has sent. */
  public Map<Long, Integer> countBySsrc() {
    return countBy(RtpPacket::ssrc);
  }

  /** Returns how many RTP packets there were of each payload type. */
  public Map<Integer, Integer> countByPayloadType() {
    return countBy(RtpPacket::payloadType);
  }

  private <K> Map<K, Integer> countBy(Function<RtpPacket, K> key) {
    Map<K, Integer> counts = new TreeMap<>();
    packets().forEach(packet -> counts.merge(key.apply(packet), 1, Integer::sum));
    return counts;
  }

  /** Returns how many RTP packets arrived after a later one of the same SSRC. */
  public int reordered() {
    Map<Long, Integer> highest = new TreeMap<>();
    int count = 0;
    for (RtpPacket packet : packets()) {
      Integer before = highest.get(packet.ssrc());
      if (before == null || (short) (packet.sequence() - before) > 0) {
        highest.put(packet.ssrc(), packet.sequence());
      } else if (packet.sequence() != before) {
        count++;
      }
    }
    return count;
  }

  /** Returns the digits that were pressed, as DTMF events (RFC 4733), in order. */
  public String digits() {
    record Press(long ssrc, long timestamp) {}

    StringBuilder digits = new StringBuilder();
    Set<Press> presses = new HashSet<>();
    for (RtpPacket packet : packets(RtpSender.EVENT_PAYLOAD_TYPE)) {
      TelephoneEvent.decode(packet.payload())
          .filter(event -> presses.add(new Press(packet.ssrc(), packet.timestamp())))
          .ifPresent(event -> digits.append(event.digit()));
    }
    return digits.toString();
  }

  /** Waits until there are as many RTP packets. */
  public void awaitPackets(int count) {
    await(count + " packets", () -> packets.size() >= count);
  }

  /** Waits until there are as many RTP packets of a payload type. */
  public void awaitPackets(int payloadType, int count) {
    await(
        count + " packets of payload type " + payloadType,
        () -> packets(payloadType).size() >= count);
  }

  /** Waits until these digits have been pressed. */
  public void awaitDigits(String expected) {
    await("the digits " + expected, () -> digits().contains(expected));
  }

  /** Waits until sound can be heard: PCMU that is not silence. */
  public void awaitSound() {
    await(
        "sound",
        () ->
            packets(Pcmu.PAYLOAD_TYPE).stream()
                .anyMatch(packet -> !Pcmu.isSilent(packet.payload())));
  }

  /** Waits until there is an RTCP packet of a type. */
  public void awaitReport(Class<? extends RtcpPacket> type) {
    await("a " + type.getSimpleName(), () -> reports.stream().anyMatch(type::isInstance));
  }

  /**
   * Waits until no RTP packet has arrived for some time: until what was on its way is over, however
   * long that takes.
   */
  public synchronized void awaitQuiet(Duration quiet) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    int before;
    do {
      before = packets.size();
      int seen = before;
      waitFor(System.nanoTime() + quiet.toNanos(), () -> packets.size() > seen);
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("waited for quiet, but " + this);
      }
    } while (packets.size() > before);
  }

  private synchronized void await(String what, BooleanSupplier condition) {
    if (!waitFor(System.nanoTime() + PATIENCE.toNanos(), condition)) {
      throw new AssertionError("waited " + PATIENCE + " for " + what + ", but " + this);
    }
  }

  private synchronized boolean waitFor(long endNanos, BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      long left = Duration.ofNanos(endNanos - System.nanoTime()).toMillis();
      if (left <= 0) {
        return false;
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
    return true;
  }

  @Override
  public synchronized String toString() {
    return "received "
        + packets.size()
        + " RTP packets (by SSRC: "
        + countBySsrc()
        + ", by payload type: "
        + countByPayloadType()
        + "), "
        + reports.size()
        + " RTCP packets";
  }
}
