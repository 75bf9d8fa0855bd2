package io.rtpengine.sidecar.ng;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks a host name up: when what was last found has had its life, and when told to. Thread-safe.
 */
final class NameWatch {

  /** However short the life of an answer is. */
  private static final Duration MIN_LIFE = Duration.ofSeconds(5);

  /** However long it is. */
  private static final Duration MAX_LIFE = Duration.ofMinutes(5);

  /** Is told what a name stands for. Called on the loop. */
  @FunctionalInterface
  interface Listener {

    /**
     * Takes an answer.
     *
     * @param addresses what was found; nothing if there is nothing, or nobody answered
     * @return whether there is any use for it; otherwise the name is soon looked up again
     */
    boolean onAddresses(List<InetAddress> addresses);
  }

  private final String host;
  private final HostResolver resolver;
  private final EventLoop loop;
  private final Listener listener;

  // Confined to the loop.
  private final List<CompletableFuture<Void>> waiting = new ArrayList<>(1);
  private @Nullable ScheduledFuture<?> next;
  private boolean lookingUp;
  private boolean closed;
  private long doubtedNanos;

  /** Creates a watch; {@link #lookUp} begins it. */
  NameWatch(String host, HostResolver resolver, EventLoop loop, Listener listener) {
    this.host = host;
    this.resolver = resolver;
    this.loop = loop;
    this.listener = listener;
    this.doubtedNanos = loop.ticker().nanoTime() - MIN_LIFE.toNanos();
  }

  /**
   * Looks the name up.
   *
   * @return completes when the listener has been told the answer
   */
  CompletableFuture<Void> lookUp() {
    CompletableFuture<Void> answered = new CompletableFuture<>();
    loop.execute(
        () -> {
          if (closed) {
            answered.complete(null);
          } else {
            waiting.add(answered);
            lookUpNow();
          }
        });
    return answered;
  }

  /** Looks the name up before its time, but not all the time. */
  void doubt() {
    loop.execute(
        () -> {
          long now = loop.ticker().nanoTime();
          if (now - doubtedNanos >= MIN_LIFE.toNanos()) {
            doubtedNanos = now;
            lookUpNow();
          }
        });
  }

  private void lookUpNow() {
    if (!lookingUp && !closed) {
      lookingUp = true;
      if (next != null) {
        next.cancel(false);
      }
      resolver.resolve(host, answer -> loop.execute(() -> take(answer)));
    }
  }

  private void take(HostResolver.Answer answer) {
    lookingUp = false;
    if (!closed) {
      boolean useful = listener.onAddresses(answer.addresses());
      next =
          loop.schedule(
              this::lookUpNow,
              useful ? within(answer.life()).toMillis() : MIN_LIFE.toMillis(),
              TimeUnit.MILLISECONDS);
    }
    List<CompletableFuture<Void>> answered = List.copyOf(waiting);
    waiting.clear();
    answered.forEach(future -> future.complete(null));
  }

  private static Duration within(Duration life) {
    Duration longEnough = life.compareTo(MIN_LIFE) < 0 ? MIN_LIFE : life;
    return longEnough.compareTo(MAX_LIFE) > 0 ? MAX_LIFE : longEnough;
  }

  /** Looks it up no more. Only on the loop. */
  void close() {
    closed = true;
    if (next != null) {
      next.cancel(false);
    }
  }
}
