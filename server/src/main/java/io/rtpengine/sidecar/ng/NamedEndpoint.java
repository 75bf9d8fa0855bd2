package io.rtpengine.sidecar.ng;

import io.netty.channel.EventLoop;
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

  /** So many requests without an answer, one after the other, put the address in doubt. */
  private static final int DOUBTFUL_SILENCE = 2;

  private final NgAddress.Udp name;
  private final Function<InetSocketAddress, NgEndpoint> opener;
  private final EventLoop loop;
  private final Duration grace;
  private final NgObserver observer;
  private final Consumer<NamedEndpoint> onClose;
  private final NameWatch watch;
  private final CompletableFuture<Void> firstAnswer = new CompletableFuture<>();
  private final AtomicInteger silences = new AtomicInteger();

  private volatile @Nullable NgEndpoint current;

  /** Confined to the loop. */
  private @Nullable InetAddress address;

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
    this.opener = opener;
    this.loop = loop;
    this.grace = grace;
    this.observer = observer;
    this.onClose = onClose;
    this.watch = new NameWatch(name.host(), resolver, loop, this::take);
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
  public Optional<InetSocketAddress> address() {
    NgEndpoint endpoint = current;
    return endpoint == null ? Optional.empty() : endpoint.address();
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
        watch.doubt();
      }
    } else if (outcome instanceof NgOutcome.Replied && silences.get() != 0) {
      silences.set(0);
    }
  }

  /** Looks the name up. */
  void lookUp() {
    var unused = watch.lookUp();
  }

  private boolean take(List<InetAddress> found) {
    Optional<InetAddress> wanted = choose(found);
    if (wanted.isEmpty() && !firstAnswer.isDone()) {
      observer.located(name, Optional.empty());
    }
    if (wanted.isPresent() && !wanted.get().equals(address)) {
      moveTo(wanted.get());
    }
    firstAnswer.complete(null);
    return wanted.isPresent();
  }

  private Optional<InetAddress> choose(List<InetAddress> found) {
    return address != null && found.contains(address)
        ? Optional.of(address)
        : name.family().wantedOf(found).stream().findFirst();
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

  @Override
  public void close() {
    onClose.accept(this);
    loop.execute(
        () -> {
          watch.close();
          NgEndpoint endpoint = current;
          if (endpoint != null) {
            endpoint.close();
          }
        });
  }
}
