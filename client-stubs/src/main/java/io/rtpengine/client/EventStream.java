package io.rtpengine.client;

import com.google.protobuf.Duration;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.rtpengine.v1.Event;
import io.rtpengine.v1.EventFilter;
import io.rtpengine.v1.Gap;
import io.rtpengine.v1.NotificationServiceGrpc;
import io.rtpengine.v1.SubscribeRequest;
import io.rtpengine.v1.SubscribeResponse;
import io.rtpengine.v1.SubscriptionStarted;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A subscription to the events of a sidecar that lasts: over lost connections, restarts of the
 * sidecar, and whatever else ends a stream, it subscribes again and goes on where it was.
 *
 * <pre>{@code
 * try (EventStream events =
 *     EventStream.start(channel, EventFilter.getDefaultInstance(), Optional.empty(), listener)) {
 *   ...
 * }
 * }</pre>
 *
 * <p>The listener is called on one thread of the stream's own, and asked for nothing more until it
 * has returned: if it is slow, the sidecar keeps events for it as long as it can, and then there is
 * a gap. Thread-safe.
 */
public final class EventStream implements AutoCloseable {

  private static final long HEARTBEAT_SECONDS = 5;

  /** Without so much as a heartbeat for so long, the stream is taken for dead. */
  private static final long SILENCE_SECONDS = 3 * HEARTBEAT_SECONDS;

  private static final long SHORTEST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;

  /** What is no better for being tried again. */
  private static final Set<Status.Code> FINAL =
      Set.of(
          Status.Code.INVALID_ARGUMENT,
          Status.Code.UNIMPLEMENTED,
          Status.Code.UNAUTHENTICATED,
          Status.Code.PERMISSION_DENIED);

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread daemon = new Thread(task, "rtpengine-events");
            daemon.setDaemon(true);
            return daemon;
          });
  private final Channel channel;
  private final EventFilter filter;
  private final Listener listener;

  private volatile Optional<String> resumeToken;
  private volatile boolean closed;

  // Confined to the thread.
  private Optional<Stream> current = Optional.empty();
  private Optional<ScheduledFuture<?>> watch = Optional.empty();
  private long pauseMillis = SHORTEST_PAUSE_MILLIS;

  /** Is told what happens. What it throws ends the stream at hand, and another is begun. */
  public interface Listener {

    /** Something has happened. */
    void onEvent(Event event);

    /** Events are missing here: find out by other means what may have happened. */
    void onGap(Gap gap);

    /** A stream has begun: the first, or another. */
    default void onStarted(SubscriptionStarted started) {}

    /** A stream has ended, for whatever reason; another will be begun. */
    default void onInterrupted(Status status) {}

    /** It has ended for a reason that will not go away: nothing else follows. */
    default void onFailed(Status status) {}
  }

  private EventStream(
      Channel channel, EventFilter filter, Optional<String> resumeToken, Listener listener) {
    this.channel = channel;
    this.filter = filter;
    this.resumeToken = resumeToken;
    this.listener = listener;
  }

  /**
   * Subscribes.
   *
   * @param channel a channel to the sidecar, which is left open
   * @param filter what to be told of
   * @param resumeToken where to go on: what {@link #resumeToken} of an earlier stream returned,
   *     this program's or another's; nothing for from now on
   * @param listener is told what happens
   */
  public static EventStream start(
      Channel channel, EventFilter filter, Optional<String> resumeToken, Listener listener) {
    EventStream stream = new EventStream(channel, filter, resumeToken, listener);
    stream.thread.execute(stream::subscribe);
    return stream;
  }

  /** Returns where to go on after what the listener has been told; nothing before the first. */
  public Optional<String> resumeToken() {
    return resumeToken;
  }

  private void subscribe() {
    if (closed) {
      return;
    }
    SubscribeRequest.Builder request =
        SubscribeRequest.newBuilder()
            .setFilter(filter)
            .setHeartbeatInterval(Duration.newBuilder().setSeconds(HEARTBEAT_SECONDS));
    resumeToken.ifPresent(request::setResumeToken);
    Stream stream = new Stream();
    current = Optional.of(stream);
    watch(stream);
    NotificationServiceGrpc.newStub(channel).subscribe(request.build(), stream);
  }

  private void watch(Stream stream) {
    watch.ifPresent(before -> before.cancel(false));
    watch =
        Optional.of(
            thread.schedule(
                () -> stream.cancel("nothing came for " + SILENCE_SECONDS + " seconds"),
                SILENCE_SECONDS,
                TimeUnit.SECONDS));
  }

  private void handle(Stream stream, SubscribeResponse message) {
    if (closed || current.filter(now -> now == stream).isEmpty()) {
      return;
    }
    try {
      switch (message.getMessageCase()) {
        case STARTED -> {
          pauseMillis = SHORTEST_PAUSE_MILLIS;
          listener.onStarted(message.getStarted());
          // With a token, what was missed comes next, each with a newer one of its own.
          if (resumeToken.isEmpty()) {
            resumeToken = Optional.of(message.getStarted().getResumeToken());
          }
        }
        case EVENT -> {
          listener.onEvent(message.getEvent());
          resumeToken = Optional.of(message.getEvent().getResumeToken());
        }
        case GAP -> {
          listener.onGap(message.getGap());
          resumeToken = Optional.of(message.getGap().getResumeToken());
        }
        case HEARTBEAT -> resumeToken = Optional.of(message.getHeartbeat().getResumeToken());
        case MESSAGE_NOT_SET -> {
          // Newer than this.
        }
      }
    } catch (RuntimeException failed) {
      stream.cancel("the listener failed: " + failed);
      return;
    }
    watch(stream);
    stream.next();
  }

  private void ended(Stream stream, Status status) {
    if (closed || current.filter(now -> now == stream).isEmpty()) {
      return;
    }
    current = Optional.empty();
    watch.ifPresent(pending -> pending.cancel(false));
    if (FINAL.contains(status.getCode())) {
      closed = true;
      listener.onFailed(status);
      thread.shutdown();
      return;
    }
    listener.onInterrupted(status);
    long pause = pauseMillis / 2 + ThreadLocalRandom.current().nextLong(pauseMillis);
    pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, 2 * pauseMillis);
    thread.schedule(this::subscribe, pause, TimeUnit.MILLISECONDS);
  }

  private void execute(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException stopped) {
      // Closed meanwhile.
    }
  }

  /** Ends the subscription. The listener may still be told of what is being handled just now. */
  @Override
  public void close() {
    closed = true;
    execute(() -> current.ifPresent(stream -> stream.cancel("closed")));
    thread.shutdown();
  }

  /** One stream, of which there may be many in the course of time. */
  private final class Stream
      implements ClientResponseObserver<SubscribeRequest, SubscribeResponse> {

    private ClientCallStreamObserver<SubscribeRequest> call;

    @Override
    public void beforeStart(ClientCallStreamObserver<SubscribeRequest> starting) {
      call = starting;
      call.disableAutoRequestWithInitial(1);
    }

    void next() {
      call.request(1);
    }

    void cancel(String why) {
      call.cancel(why, null);
    }

    @Override
    public void onNext(SubscribeResponse message) {
      execute(() -> handle(this, message));
    }

    @Override
    public void onError(Throwable failed) {
      execute(() -> ended(this, Status.fromThrowable(failed)));
    }

    @Override
    public void onCompleted() {
      execute(() -> ended(this, Status.OK));
    }
  }
}
