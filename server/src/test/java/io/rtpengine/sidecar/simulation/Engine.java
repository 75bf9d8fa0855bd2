package io.rtpengine.sidecar.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A model of an rtpengine, as far as a client can tell: it holds calls, answers a repeated cookie
 * from its cache, has limits, hangs, restarts and forgets. Confined to one thread.
 */
class Engine {

  private static final String OK = "ok";
  private static final int SOCKET_BUFFER_DATAGRAMS = 150;
  private static final long SHORTEST_WORK_NANOS = 50_000;
  private static final long WORK_SPREAD_NANOS = 300_000;

  private final String node;
  private InetSocketAddress address;
  private final VirtualTime time;
  private final VirtualNetwork network;
  private final RandomGenerator random;
  private final FaultCounts counts;
  private final Trace trace;
  private final Link link = new Link();
  private final CookieCache cookies = new CookieCache();
  private final Set<String> calls = new LinkedHashSet<>();
  private final ArrayDeque<Arrival> buffer = new ArrayDeque<>();

  private boolean down;
  private boolean lost;
  private boolean hanging;
  private long hangingSince;
  private int incarnation;
  private int troubles;
  private long calmSince;

  /** Whether there is room for no other call. */
  boolean full;

  /** Whether there is no port for another call. */
  boolean outOfPorts;

  /** Whether the release is an old one, without some commands. */
  boolean old;

  private record Arrival(InetSocketAddress sender, NgDatagram request) {}

  /** Where an engine is. */
  record Place(
      String node,
      InetSocketAddress address,
      VirtualTime time,
      VirtualNetwork network,
      RandomGenerator random,
      FaultCounts counts,
      Trace trace) {}

  /** Starts an engine. */
  Engine(Place place) {
    this.node = place.node();
    this.address = place.address();
    this.time = place.time();
    this.network = place.network();
    this.random = place.random();
    this.counts = place.counts();
    this.trace = place.trace();
    network.attach(address, link, this::receive);
  }

  final String node() {
    return node;
  }

  final InetSocketAddress address() {
    return address;
  }

  final Link link() {
    return link;
  }

  final boolean holds(String callId) {
    return calls.contains(callId);
  }

  final Set<String> calls() {
    return calls;
  }

  /** Returns whether what is sent to it has any chance of being answered. */
  final boolean isReachable() {
    return !down && !lost && !hanging && link.loss < 1 && !link.unsendable;
  }

  /** Notes that something is the matter with it, beside whatever else is. */
  final void troubleBegins() {
    troubles++;
  }

  final void troubleEnds() {
    troubles--;
    calmSince = time.nanoTime();
  }

  /** Notes that something was the matter with it, and is over already. */
  final void shudder() {
    troubleBegins();
    troubleEnds();
  }

  /** Returns whether nothing has been the matter with it since then. */
  final boolean wasCalmSince(long nanos) {
    return troubles == 0 && calmSince <= nanos;
  }

  /** Stops answering, for the time being: what arrives piles up. */
  final void hang() {
    counts.add(Fault.HANG);
    hanging = true;
    hangingSince = time.nanoTime();
  }

  /**
   * Returns since when datagrams may have arrived that it has not read: now, if it does not hang.
   */
  final long unreadSince() {
    return hanging ? hangingSince : time.nanoTime();
  }

  /** Answers all that has piled up, to whoever is still there. */
  final void resume() {
    hanging = false;
    for (Arrival arrival = buffer.poll(); arrival != null; arrival = buffer.poll()) {
      work(arrival);
    }
  }

  /** Goes to another address, with its calls. Until {@link #isFound}, not everybody knows where. */
  final void move(InetSocketAddress to) {
    counts.add(Fault.MOVE);
    lost = true;
    network.unbind(address);
    address = to;
    network.attach(address, link, this::receive);
  }

  final boolean isLost() {
    return lost;
  }

  /** Notes that by now everybody has looked up where it is. */
  final void isFound() {
    lost = false;
  }

  /** Returns how often it has been started anew. */
  final int incarnation() {
    return incarnation;
  }

  /** Dies, and forgets everything. */
  final void stop() {
    counts.add(Fault.RESTART);
    incarnation++;
    down = true;
    calls.clear();
    cookies.clear();
    buffer.clear();
  }

  final void start() {
    down = false;
  }

  private void receive(InetSocketAddress sender, byte[] bytes) {
    if (down) {
      return;
    }
    Arrival arrival = new Arrival(sender, NgDatagram.parse(bytes));
    if (!hanging) {
      work(arrival);
    } else if (buffer.size() < SOCKET_BUFFER_DATAGRAMS) {
      buffer.add(arrival);
    }
  }

  private void work(Arrival arrival) {
    int mine = incarnation;
    time.after(
        SHORTEST_WORK_NANOS + random.nextLong(WORK_SPREAD_NANOS),
        () -> {
          if (mine == incarnation) {
            answer(arrival);
          }
        });
  }

  private void answer(Arrival arrival) {
    NgDatagram request = arrival.request();
    byte[] answer = cookies.get(time.nanoTime(), request.cookie());
    if (answer == null) {
      answer = carryOut(request);
      cookies.put(request.cookie(), answer);
      byte[] given = answer;
      trace.tell(request.callId(), () -> node + " answers " + new String(given, UTF_8));
    }
    network.answer(address, arrival.sender(), answer);
  }

  /** Does what a request asks for, and returns the answer. */
  byte[] carryOut(NgDatagram request) {
    boolean known = calls.contains(request.callId());
    return switch (request.command()) {
      case "ping" -> answer(request, "pong");
      case "offer" -> known ? answer(request, OK) : open(request);
      case "delete" ->
          calls.remove(request.callId())
              ? answer(request, OK)
              : answer(request, OK, "warning", "Call-ID not found or tags didn't match");
      case "play DTMF" -> old ? lacking(request) : onCall(request, known);
      case "answer", "query" -> onCall(request, known);
      default -> error(request, "Unrecognized command");
    };
  }

  private byte[] open(NgDatagram request) {
    if (full) {
      counts.add(Fault.SESSION_LIMIT);
      return answer(request, "load limit", "message", "Parallel session limit reached");
    }
    if (outOfPorts) {
      counts.add(Fault.PORT_EXHAUSTION);
      return error(request, "Ran out of ports");
    }
    calls.add(request.callId());
    return answer(request, OK);
  }

  private byte[] lacking(NgDatagram request) {
    counts.add(Fault.MISSING_COMMAND);
    return error(request, "Unrecognized command");
  }

  private byte[] onCall(NgDatagram request, boolean known) {
    return known ? answer(request, OK) : error(request, "Unknown call-id");
  }

  private byte[] error(NgDatagram request, String reason) {
    return answer(request, "error", "error-reason", reason);
  }

  private byte[] answer(NgDatagram request, String result) {
    return answer(request, result, "", "");
  }

  private byte[] answer(NgDatagram request, String result, String key, String words) {
    return request.answer(node, result, key, words);
  }

  @Override
  public final String toString() {
    return node;
  }
}
