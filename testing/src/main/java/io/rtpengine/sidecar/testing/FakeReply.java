package io.rtpengine.sidecar.testing;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link FakeEngine} does about one request: what it says, and what becomes of that on its
 * way. Immutable and thread-safe.
 *
 * <pre>
 *   FakeReply.usual().delayedBy(Duration.ofMillis(80)).sentTimes(2)
 *   FakeReply.error("Unknown call-id").fromAnotherPort()
 * </pre>
 *
 * <p>Over HTTP and Unix sockets, which have one way for one reply, only what is said, its bytes,
 * its cookie and its delay count.
 */
public final class FakeReply {

  private static final String RESULT = "result";

  /** Finds out what to say; nothing, if the request is to have no effect at all. */
  @FunctionalInterface
  interface Content {
    @Nullable Map<String, ?> of(FakeRequest request, FakeCalls calls);
  }

  /** What becomes of a reply on its way. */
  record Delivery(
      UnaryOperator<byte[]> bytes,
      Duration delay,
      int times,
      boolean fromAnotherPort,
      boolean afterTheNext) {

    private static final Delivery PLAIN =
        new Delivery(UnaryOperator.identity(), Duration.ZERO, 1, false, false);

    Delivery withBytes(UnaryOperator<byte[]> change) {
      UnaryOperator<byte[]> before = bytes;
      return new Delivery(
          datagram -> change.apply(before.apply(datagram)),
          delay,
          times,
          fromAnotherPort,
          afterTheNext);
    }
  }

  private final Content content;
  private final Delivery delivery;

  private FakeReply(Content content, Delivery delivery) {
    this.content = content;
    this.delivery = delivery;
  }

  /** Says what an rtpengine would: see {@link FakeEngine}. */
  public static FakeReply usual() {
    return new FakeReply((request, calls) -> calls.reply(request), Delivery.PLAIN);
  }

  /** Does nothing, as if the request had been lost on its way. */
  public static FakeReply silence() {
    return new FakeReply((request, calls) -> null, Delivery.PLAIN);
  }

  /** Says this. Values are maps, lists, numbers, text and {@code byte[]}. */
  public static FakeReply of(Map<String, ?> dictionary) {
    Map<String, Object> copy = new LinkedHashMap<>(dictionary);
    return new FakeReply((request, calls) -> copy, Delivery.PLAIN);
  }

  /** Refuses, for this reason. */
  public static FakeReply error(String reason) {
    return of(Map.of(RESULT, "error", "error-reason", reason));
  }

  /** Refuses, because of this limit. */
  public static FakeReply loadLimit(String message) {
    return of(Map.of(RESULT, "load limit", "message", message));
  }

  /** Says {@code ok}, and so much else that cookie and all have this many bytes. */
  public static FakeReply ofSize(int bytes) {
    return of(Map.of(RESULT, "ok"))
        .changed(
            datagram -> {
              int space = indexOfSpace(datagram);
              int empty = space + 1 + padded(0).length;
              int padding = bytes - empty;
              // The length of the padding takes bytes as well.
              while (space + 1 + padded(padding).length > bytes) {
                padding--;
              }
              return replaceDictionary(datagram, padded(padding));
            });
  }

  private static byte[] padded(int length) {
    Map<String, Object> reply = new LinkedHashMap<>();
    reply.put(RESULT, "ok");
    reply.put("padding", "x".repeat(Math.max(length, 0)));
    return Bencode.encode(reply);
  }

  /** Gets the reply lost on its way; a repetition of the request is answered from the cache. */
  public FakeReply lost() {
    return sentTimes(0);
  }

  /** Sends the reply so late. */
  public FakeReply delayedBy(Duration delay) {
    return with(
        new Delivery(
            delivery.bytes,
            delay,
            delivery.times,
            delivery.fromAnotherPort,
            delivery.afterTheNext));
  }

  /** Sends the reply so often. */
  public FakeReply sentTimes(int times) {
    return with(
        new Delivery(
            delivery.bytes,
            delivery.delay,
            times,
            delivery.fromAnotherPort,
            delivery.afterTheNext));
  }

  /** Sends the reply from another port than the one that the request was sent to. */
  public FakeReply fromAnotherPort() {
    return with(
        new Delivery(delivery.bytes, delivery.delay, delivery.times, true, delivery.afterTheNext));
  }

  /** Sends the reply only when the reply to a later request has been sent. */
  public FakeReply afterTheNext() {
    return with(
        new Delivery(
            delivery.bytes, delivery.delay, delivery.times, delivery.fromAnotherPort, true));
  }

  /** Cuts the reply, cookie included, after so many bytes. */
  public FakeReply truncatedTo(int bytes) {
    return changed(datagram -> Arrays.copyOf(datagram, Math.min(bytes, datagram.length)));
  }

  /** Sends what {@code change} makes of the bytes of the reply, cookie included. */
  public FakeReply changed(UnaryOperator<byte[]> change) {
    return with(delivery.withBytes(change));
  }

  /** Sends the reply with this cookie instead of the request's. */
  public FakeReply withCookie(String cookie) {
    return changed(
        datagram -> {
          byte[] dictionary =
              Arrays.copyOfRange(datagram, indexOfSpace(datagram) + 1, datagram.length);
          return replaceDictionary(FakeRequest.bytes(cookie + " "), dictionary);
        });
  }

  Content content() {
    return content;
  }

  Delivery delivery() {
    return delivery;
  }

  private FakeReply with(Delivery changed) {
    return new FakeReply(content, changed);
  }

  private static int indexOfSpace(byte[] datagram) {
    int space = 0;
    while (space < datagram.length && datagram[space] != ' ') {
      space++;
    }
    return space;
  }

  private static byte[] replaceDictionary(byte[] datagram, byte[] dictionary) {
    int start = indexOfSpace(datagram) + 1;
    byte[] replaced = Arrays.copyOf(datagram, start + dictionary.length);
    System.arraycopy(dictionary, 0, replaced, start, dictionary.length);
    return replaced;
  }
}
