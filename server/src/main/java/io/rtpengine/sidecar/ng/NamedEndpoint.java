package io.rtpengine.sidecar.ng;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.rtpengine.sidecar.ng.NgAddress.Family;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One engine whose host is a name, which may come to stand for another address. Thread-safe.
 *
 * <p>The name is looked up when what was last found has had its life, after repeated silence, and
 * when {@link #lookUp} is called. An address that is still among those found is kept; else new
 * requests go to another, and those under way end at the old one. A name that is not found changes
 * nothing: the last address is better than none.
 */
final class NamedEndpoint implements NgEndpoint {

  /** However short the life of an answer is. */
  private static final Duration MIN_LIFE = Duration.ofSeconds(5);

  /** However long it is. */
  private static final Duration MAX_LIFE = Duration.ofMinutes(5);

  /** So many requests without an answer, one after the other, put the address in doubt. */
  private static final int DOUBTFUL_SILENCE = 2;

  private final NgAddress.Udp name;
  private final HostResolver resolver;
  private final Function<InetSocketAddress, NgEndpoint> opener;
  private final EventLoop loop;
  private final Duration grace;
  private final NgObserver observer;
  private final Consumer<NamedEndpoint> onClose;
  private final CompletableFuture<Void> firstAnswer = new CompletableFuture<>();
  private final AtomicInteger silences = new AtomicInteger();

  private volatile @Nullable NgEndpoint current;

  // Confined to the loop.
  private @Nullable InetAddress address;
  private @Nullable ScheduledFuture<?> next;
  private boolean lookingUp;
  private boolean closed;
  private long doubtedNanos;

  /**
   * Creates an endpoint, and begins to look the name up.
   *
   * @param opener opens an endpoint to an address
   * @param loop what to follow the name on
   * @param grace how long requests under way may take to end where they are
   * @param observer is told where the name leads
   * @param onClose is told when this is closed
   */
  NamedEndpoint(
      NgAddress.Udp name,
      HostResolver resolver,
      Function<InetSocketAddress, NgEndpoint> opener,
      EventLoop loop,
      Duration grace,
      NgObserver observer,
      Consumer<NamedEndpoint> onClose) {
    this.name = name;
    this.resolver = resolver;
    this.opener = opener;
    this.loop = loop;
    this.grace = grace;
    this.observer = observer;
    this.onClose = onClose;
    this.doubtedNanos = loop.ticker().nanoTime() - MIN_LIFE.toNanos();
    lookUp();
  }

  /** Completes when the name has been looked up for the first time, found or not. */
  CompletableFuture<Void> firstAnswer() {
    return firstAnswer;
  }

  @Override
  public boolean isReachable() {
    return current != null;
  }

  @Override
  public NgExchange send(NgRequest request, long deadlineNanos, NgListener listener) {
    NgEndpoint endpoint = current;
    if (endpoint == null) {
      listener.onOutcome(new NgOutcome.LocalFault(name.host() + " has no address", 0, 0));
      return () -> {};
    }
    return endpoint.send(
        request,
        deadlineNanos,
        outcome -> {
          note(outcome);
          listener.onOutcome(outcome);
        });
  }

  private void note(NgOutcome outcome) {
    if (outcome instanceof NgOutcome.Silent) {
      if (silences.incrementAndGet() >= DOUBTFUL_SILENCE) {
        loop.execute(this::doubt);
      }
    } else if (outcome instanceof NgOutcome.Replied && silences.get() != 0) {
      silences.set(0);
    }
  }

  /** Looks the name up before its time, but not all the time. */
  private void doubt() {
    long now = loop.ticker().nanoTime();
    if (now - doubtedNanos >= MIN_LIFE.toNanos()) {
      doubtedNanos = now;
      lookUpNow();
    }
  }

  /** Looks the name up. */
  void lookUp() {
    loop.execute(this::lookUpNow);
  }

  private void lookUpNow() {
    if (!lookingUp && !closed) {
      lookingUp = true;
      if (next != null) {
        next.cancel(false);
      }
      resolver.resolve(name.host(), answer -> loop.execute(() -> take(answer)));
    }
  }

  private void take(HostResolver.Answer answer) {
    lookingUp = false;
    if (closed) {
      return;
    }
    Optional<InetAddress> wanted = choose(answer.addresses());
    if (wanted.isEmpty() && !firstAnswer.isDone()) {
      observer.located(name, Optional.empty());
    }
    if (wanted.isPresent() && !wanted.get().equals(address)) {
      moveTo(wanted.get());
    }
    firstAnswer.complete(null);
    next =
        loop.schedule(
            this::lookUpNow,
            wanted.isEmpty() ? MIN_LIFE.toMillis() : within(answer.life()).toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private Optional<InetAddress> choose(List<InetAddress> found) {
    if (address != null && found.contains(address)) {
      return Optional.of(address);
    }
    Optional<InetAddress> ipv6 = found.stream().filter(Inet6Address.class::isInstance).findFirst();
    return name.family() == Family.IPV6
        ? ipv6
        : found.stream().filter(Inet4Address.class::isInstance).findFirst().or(() -> ipv6);
  }

  private void moveTo(InetAddress to) {
    InetSocketAddress there = new InetSocketAddress(to, name.port());
    NgEndpoint old = current;
    address = to;
    current = opener.apply(there);
    silences.set(0);
    observer.located(name, Optional.of(there));
    if (old != null) {
      var unused = loop.schedule(old::close, grace.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private static Duration within(Duration life) {
    Duration longEnough = life.compareTo(MIN_LIFE) < 0 ? MIN_LIFE : life;
    return longEnough.compareTo(MAX_LIFE) > 0 ? MAX_LIFE : longEnough;
  }

  @Override
  public void close() {
    onClose.accept(this);
    loop.execute(
        () -> {
          closed = true;
          if (next != null) {
            next.cancel(false);
          }
          NgEndpoint endpoint = current;
          if (endpoint != null) {
            endpoint.close();
          }
        });
  }
}
