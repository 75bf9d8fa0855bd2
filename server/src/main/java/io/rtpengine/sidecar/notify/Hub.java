package io.rtpengine.sidecar.notify;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.grpc.stub.ServerCallStreamObserver;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import io.rtpengine.v1.Event;
import io.rtpengine.v1.EventType;
import io.rtpengine.v1.GapReason;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Where events come together: each gets its sequence, is kept for a while, and is given to the
 * subscribers. Thread-safe; to publish neither blocks nor depends on how many subscribers there are
 * and how fast they are.
 */
final class Hub implements AutoCloseable {

  private static final long BEAT_MILLIS = 1_000;

  /** How long slow subscribers have to read what there is when the hub is closed. */
  private static final int LAST_PAUSES = 100;

  private static final long LAST_PAUSE_MILLIS = 10;

  private final List<EventLoop> loops = new ArrayList<>();
  private final List<ScheduledFuture<?>> beats = new ArrayList<>();
  private final List<Cohort> cohorts = new CopyOnWriteArrayList<>();
  private final AtomicInteger subscribers = new AtomicInteger();
  private final History history;
  private final int maxSubscribers;
  private final ResumeTokens tokens;
  private final NotifyObserver observer;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private volatile boolean closed;

  /**
   * Creates a hub.
   *
   * @param group the event loops of the gRPC server, which must outlive the hub
   * @param limits how much of the past is kept
   * @param maxSubscribers how many subscribers there may be
   * @param run a random number, which tells this run of the sidecar from every other
   * @param observer is told what happens
   * @param clock what events have their time from
   * @param nanoTime what ages and intervals are measured by
   */
  Hub(
      EventLoopGroup group,
      HistoryLimits limits,
      int maxSubscribers,
      long run,
      NotifyObserver observer,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.history = new History(limits);
    this.maxSubscribers = maxSubscribers;
    this.tokens = new ResumeTokens(run);
    this.observer = observer;
    this.clock = clock;
    this.nanoTime = nanoTime;
    for (EventExecutor executor : group) {
      EventLoop loop = (EventLoop) executor;
      loops.add(loop);
      beats.add(
          loop.scheduleAtFixedRate(
              () -> beat(loop), BEAT_MILLIS, BEAT_MILLIS, TimeUnit.MILLISECONDS));
    }
  }

  /**
   * Publishes an event.
   *
   * @param subject what it is about
   * @param size how many bytes {@code payload} keeps alive, roughly
   * @param payload adds the rest to the event: it may be called on any thread, not at all, and more
   *     than once
   */
  void publish(Subject subject, int size, Consumer<Event.Builder> payload) {
    if (closed) {
      return;
    }
    Instant now = clock.instant();
    Timestamp time =
        Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()).build();
    long nanos = nanoTime.getAsLong();
    history.append(sequence -> new Entry(sequence, subject, time, tokens, nanos, payload, size));
    observer.published(name(subject.type()));
    for (Cohort cohort : cohorts) {
      cohort.wake();
    }
  }

  private static String name(EventType type) {
    return type.name().substring("EVENT_TYPE_".length()).toLowerCase(Locale.ROOT);
  }

  /** Returns the node that the newest event of a call was from, if it is known still. */
  Optional<Origin> lastNode(String callId) {
    return history.lastNode(callId);
  }

  /** Returns which part of the history is taken by events of a type: 1 for all of it. */
  double share(EventType type) {
    return history.share(type);
  }

  /** Returns the place of a token, and what there is to miss before it. */
  Subscription.Start resume(String token) {
    OptionalLong sequence = tokens.sequence(token);
    History.Extent extent = history.extent();
    if (sequence.isEmpty()) {
      return new Subscription.Start(extent.oldest(), GapReason.GAP_REASON_OTHER_SIDECAR);
    }
    long next = sequence.getAsLong();
    if (next < 1 || next > extent.next()) {
      throw new IllegalArgumentException(
          "sequence: " + next + " (expected: from 1 to " + extent.next() + ")");
    }
    return new Subscription.Start(next, GapReason.GAP_REASON_AWAY);
  }

  /** Returns the place before the oldest event that there is. */
  Subscription.Start replay() {
    return new Subscription.Start(history.extent().oldest(), GapReason.GAP_REASON_SLOW);
  }

  /** Returns the place after the newest event. */
  Subscription.Start now() {
    return new Subscription.Start(history.extent().next(), GapReason.GAP_REASON_SLOW);
  }

  /**
   * Adds a subscriber, until the client ends the stream or the hub is closed.
   *
   * @return whether there is room for it
   */
  boolean subscribe(
      Filter filter,
      Subscription.Start start,
      long heartbeatNanos,
      ServerCallStreamObserver<ByteString> stream) {
    if (subscribers.incrementAndGet() > maxSubscribers) {
      subscribers.decrementAndGet();
      return false;
    }
    // As ever with gRPC, handlers are set before the method returns, what they do comes later.
    Stream on = new Stream(loop(), stream);
    stream.setOnReadyHandler(on::onReady);
    stream.setOnCancelHandler(on::onCancel);
    on.loop.execute(() -> on.open(filter, start, heartbeatNanos));
    return true;
  }

  /** Returns the loop that this runs on, which is the one of the client's connection. */
  private EventLoop loop() {
    Thread thread = Thread.currentThread();
    for (EventLoop loop : loops) {
      if (loop.inEventLoop(thread)) {
        return loop;
      }
    }
    return loops.get((int) (thread.getId() % loops.size()));
  }

  private Cohort cohort(EventLoop loop) {
    for (Cohort cohort : cohorts) {
      if (cohort.loop() == loop && !cohort.isFull()) {
        return cohort;
      }
    }
    Cohort cohort = new Cohort(loop, history);
    cohorts.add(cohort);
    return cohort;
  }

  /** Does now what is done every second, and waits for it. */
  void beat() {
    loops.forEach(loop -> loop.submit(() -> beat(loop)).awaitUninterruptibly());
  }

  private void beat(EventLoop loop) {
    long now = nanoTime.getAsLong();
    history.trim(now);
    History.Extent extent = history.extent();
    observer.historyChanged((int) (extent.next() - extent.oldest()), extent.bytes());
    for (Cohort cohort : cohorts) {
      if (cohort.loop() == loop) {
        cohort.subscriptions().forEach(subscription -> subscription.beat(now));
      }
    }
  }

  /**
   * Publishes nothing any more, and ends all streams: each when it has been told of everything, and
   * those that are slow after a second. Waits until that has been done.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    beats.forEach(beat -> beat.cancel(false));
    try {
      for (int i = 0; i < LAST_PAUSES && !end(false); i++) {
        TimeUnit.MILLISECONDS.sleep(LAST_PAUSE_MILLIS);
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    var unused = end(true);
  }

  /**
   * Ends the streams that have been told of everything.
   *
   * @param anyway whether the others are ended too
   * @return whether there are none left
   */
  private boolean end(boolean anyway) {
    boolean ended = true;
    for (EventLoop loop : loops) {
      Future<Boolean> task = loop.submit(() -> end(loop, anyway)).awaitUninterruptibly();
      ended &= task.isSuccess() && task.getNow();
    }
    return ended;
  }

  private boolean end(EventLoop loop, boolean anyway) {
    boolean ended = true;
    for (Cohort cohort : cohorts) {
      if (cohort.loop() == loop) {
        for (Subscription subscription : cohort.subscriptions()) {
          if (anyway || (cohort.isUpToDate() && subscription.isUpToDate())) {
            subscription.complete();
          }
          ended &= subscription.isClosed();
        }
      }
    }
    return ended;
  }

  /** A stream that becomes a subscription. Its methods but the handlers run on its loop. */
  private final class Stream {

    private final EventLoop loop;
    private final ServerCallStreamObserver<ByteString> stream;
    private Optional<Subscription> subscription = Optional.empty();

    Stream(EventLoop loop, ServerCallStreamObserver<ByteString> stream) {
      this.loop = loop;
      this.stream = stream;
    }

    void open(Filter filter, Subscription.Start start, long heartbeatNanos) {
      if (closed) {
        stream.onCompleted();
        return;
      }
      Cohort cohort = cohort(loop);
      Subscription opened =
          new Subscription(
              filter, cohort, history, tokens, observer, stream, start, heartbeatNanos);
      subscription = Optional.of(opened);
      cohort.add(opened);
      observer.subscribed();
      opened.start(start, nanoTime.getAsLong());
    }

    void onReady() {
      loop.execute(() -> subscription.ifPresent(Subscription::onReady));
    }

    void onCancel() {
      loop.execute(this::end);
    }

    private void end() {
      subscribers.decrementAndGet();
      subscription.ifPresent(Subscription::leave);
    }
  }
}
