package io.rtpengine.sidecar.pool;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeException;
import io.rtpengine.sidecar.bencode.BencodeLimits;
import io.rtpengine.sidecar.bencode.BencodeReader;
import io.rtpengine.sidecar.ng.NgEndpoint;
import io.rtpengine.sidecar.ng.NgExchange;
import io.rtpengine.sidecar.ng.NgListener;
import io.rtpengine.sidecar.ng.NgObserver;
import io.rtpengine.sidecar.ng.NgOutcome;
import io.rtpengine.sidecar.ng.NgRequest;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An engine without a network, which knows its calls, and does what it is told to. The name of a
 * request's command is the command and the call-id. Confined to the thread of the test.
 */
final class FakeNode implements NgEndpoint {

  /** What becomes of a request; null for nothing. */
  interface Behaviour extends Function<String, @Nullable NgOutcome> {}

  static final Behaviour SILENT = request -> null;
  static final Behaviour FULL =
      request -> new NgOutcome.Full("Parallel session limit reached", reply("e"), 1, 1);
  static final Behaviour LOCAL_FAULT = request -> new NgOutcome.LocalFault("no buffers", 0, 0);

  private final ManualLoop loop;
  private final NgObserver observer;
  private final Set<String> calls = new TreeSet<>();
  private final List<String> requests = new ArrayList<>();
  private Behaviour behaviour = this::usual;
  private Duration latency = Duration.ofMillis(1);
  private boolean closed;

  FakeNode(ManualLoop loop, NgObserver observer) {
    this.loop = loop;
    this.observer = observer;
  }

  /** Refuses with these words. */
  static Behaviour refusing(String words) {
    return request -> new NgOutcome.Refused(words, reply("e"), 1, 1);
  }

  FakeNode does(Behaviour other) {
    behaviour = other;
    return this;
  }

  FakeNode doesAsUsual() {
    behaviour = this::usual;
    return this;
  }

  FakeNode answersAfter(Duration time) {
    latency = time;
    return this;
  }

  /** Forgets its calls, as one that is started anew has. */
  FakeNode forgetCalls() {
    calls.clear();
    return this;
  }

  /** Lets an answer arrive that nobody waits for any longer. */
  void answerLate() {
    observer.dropped(NgObserver.DropReason.LATE, new InetSocketAddress(0), 1);
  }

  Set<String> calls() {
    return calls;
  }

  /** Returns what was sent, as "command call-id", and forgets it. */
  List<String> takeRequests() {
    List<String> taken = List.copyOf(requests);
    requests.clear();
    return taken;
  }

  boolean isClosed() {
    return closed;
  }

  /** Returns what it would answer if it did as usual. */
  NgOutcome usualAnswer(String request) {
    return usual(request);
  }

  private NgOutcome usual(String request) {
    int space = request.indexOf(' ');
    String call = request.substring(space + 1);
    return switch (space < 0 ? request : request.substring(0, space)) {
      case "offer" -> {
        calls.add(call);
        yield ok();
      }
      case "delete" ->
          calls.remove(call)
              ? ok()
              : new NgOutcome.Replied(
                  reply("7:warning38:Call-ID not found or tags didn't match6:result2:oke"), 1, 1);
      case "ping", "list" -> ok();
      default ->
          calls.contains(call) ? ok() : new NgOutcome.Refused("Unknown call-id", reply("e"), 1, 1);
    };
  }

  private static NgOutcome ok() {
    return new NgOutcome.Replied(reply("6:result2:oke"), 1, 1);
  }

  private static BencodeDictionary reply(String entries) {
    byte[] bytes = ("d" + entries).getBytes(UTF_8);
    try {
      return BencodeReader.readDictionary(bytes, 0, bytes.length, BencodeLimits.DATAGRAM);
    } catch (BencodeException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Override
  public NgExchange send(NgRequest request, long deadlineNanos, NgListener listener) {
    requests.add(request.command());
    boolean[] over = {false};
    long start = loop.nanoTime();
    NgOutcome outcome = behaviour.apply(request.command());
    NgOutcome answer =
        outcome != null ? outcome : new NgOutcome.Silent(true, 3, deadlineNanos - start);
    long due = outcome != null ? latency.toNanos() : deadlineNanos - start;
    boolean late = due > deadlineNanos - start;
    loop.schedule(
        () -> {
          if (!over[0]) {
            over[0] = true;
            listener.onOutcome(
                late ? new NgOutcome.Silent(true, 3, deadlineNanos - start) : answer);
          } else if (outcome != null) {
            answerLate();
          }
        },
        late ? deadlineNanos - start : due);
    return () -> {
      if (!over[0]) {
        over[0] = true;
        listener.onOutcome(new NgOutcome.Cancelled(1, loop.nanoTime() - start));
      }
    };
  }

  @Override
  public void close() {
    closed = true;
  }
}
