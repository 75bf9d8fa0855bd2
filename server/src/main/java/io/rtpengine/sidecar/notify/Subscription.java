package io.rtpengine.sidecar.notify;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import io.rtpengine.v1.Gap;
import io.rtpengine.v1.GapReason;
import io.rtpengine.v1.Heartbeat;
import io.rtpengine.v1.SubscribeResponse;
import io.rtpengine.v1.SubscriptionStarted;
import java.util.Locale;

/**
 * One subscriber's stream, and its place in the history. Confined to the event loop of its cohort.
 *
 * <p>It is either up to date, and takes events as its cohort offers them, or behind, and reads them
 * from the history whenever gRPC is ready to take some. There is no queue: what waits for the
 * client is in the history, once for all.
 */
final class Subscription {

  /** How many messages are sent at the most before others have a turn. */
  private static final int TURN = 128;

  private final Filter filter;
  private final Cohort cohort;
  private final History history;
  private final ResumeTokens tokens;
  private final NotifyObserver observer;
  private final ServerCallStreamObserver<ByteString> stream;
  private final long heartbeatNanos;

  /** The sequence of an entry: whatever is before that, this has looked at. */
  private long next;

  private boolean behind = true;
  private boolean turnIsDue;
  private boolean closed;
  private GapReason reasonToBeBehind;
  private long lastSentNanos;
  private boolean sentSinceBeat;

  /**
   * Creates a subscription, which is behind.
   *
   * @param start what it begins with
   * @param heartbeatNanos how long it may be quiet
   */
  Subscription(
      Filter filter,
      Cohort cohort,
      History history,
      ResumeTokens tokens,
      NotifyObserver observer,
      ServerCallStreamObserver<ByteString> stream,
      Start start,
      long heartbeatNanos) {
    this.filter = filter;
    this.cohort = cohort;
    this.history = history;
    this.tokens = tokens;
    this.observer = observer;
    this.stream = stream;
    this.next = start.next();
    this.reasonToBeBehind = start.reason();
    this.heartbeatNanos = heartbeatNanos;
  }

  Filter filter() {
    return filter;
  }

  /** Sends the first message, and what there is. */
  void start(Start start, long nanoTime) {
    History.Extent extent = history.extent();
    boolean complete =
        start.reason() == GapReason.GAP_REASON_AWAY && start.next() >= extent.oldest();
    send(
        SubscribeResponse.newBuilder()
            .setStarted(
                SubscriptionStarted.newBuilder()
                    .setNextSequence(Math.max(next, extent.oldest()))
                    .setOldestSequence(extent.oldest())
                    .setResumed(complete)
                    .setResumeToken(tokens.before(next)))
            .build());
    if (start.reason() == GapReason.GAP_REASON_OTHER_SIDECAR) {
      next = extent.oldest();
      sendGap(Gap.newBuilder().setReason(start.reason()), 0);
    }
    lastSentNanos = nanoTime;
    catchUp();
  }

  /** Takes an entry, the next one of all, if this is up to date. */
  void offer(Entry entry) {
    if (behind || closed || entry.sequence() < next || !filter.matches(entry.subject())) {
      return;
    }
    if (stream.isReady()) {
      send(entry);
    } else {
      fallBehind(entry.sequence());
    }
  }

  /** Is behind from now on, at an entry, unless it is behind already. */
  void fallBehind(long sequence) {
    if (!behind) {
      behind = true;
      next = sequence;
      reasonToBeBehind = GapReason.GAP_REASON_SLOW;
    }
    onReady();
  }

  /** Goes on: the client may be able to take something again. */
  void onReady() {
    if (behind && !turnIsDue && !closed) {
      turnIsDue = true;
      Cohort.yieldTo(cohort.loop(), this::takeTurn);
    }
  }

  private void takeTurn() {
    turnIsDue = false;
    catchUp();
  }

  private void catchUp() {
    while (behind && !closed && stream.isReady()) {
      History.Batch batch =
          filter.callIds().isEmpty()
              ? history.read(next, TURN)
              : history.read(next, TURN, filter.callIds());
      if (batch.from() > next) {
        long missed = batch.from() - next;
        next = batch.from();
        sendGap(Gap.newBuilder().setReason(reasonToBeBehind).setMissed(missed), missed);
      }
      if (!sendAll(batch)) {
        return;
      }
      next = batch.next();
      behind = next < cohort.next();
      if (behind && !batch.entries().isEmpty()) {
        onReady();
        return;
      }
    }
  }

  /** Sends what matches, until gRPC has enough. */
  private boolean sendAll(History.Batch batch) {
    for (Entry entry : batch.entries()) {
      if (filter.matches(entry.subject())) {
        if (!stream.isReady()) {
          next = entry.sequence();
          return false;
        }
        send(entry);
      }
    }
    return true;
  }

  private void sendGap(Gap.Builder gap, long missed) {
    observer.gap(
        gap.getReason().name().substring("GAP_REASON_".length()).toLowerCase(Locale.ROOT), missed);
    send(
        SubscribeResponse.newBuilder()
            .setGap(gap.setNextSequence(next).setResumeToken(tokens.before(next)))
            .build());
  }

  /** Says that it is alive if it has been quiet for long. */
  void beat(long nanoTime) {
    // Behind: the client does not even take what there is.
    if (sentSinceBeat || behind) {
      sentSinceBeat = false;
      lastSentNanos = nanoTime;
    } else if (nanoTime - lastSentNanos >= heartbeatNanos && !closed && stream.isReady()) {
      long place = Math.max(next, cohort.next());
      send(
          SubscribeResponse.newBuilder()
              .setHeartbeat(
                  Heartbeat.newBuilder()
                      .setNextSequence(place)
                      .setResumeToken(tokens.before(place)))
              .build());
      lastSentNanos = nanoTime;
    }
  }

  private void send(Entry entry) {
    sentSinceBeat = true;
    stream.onNext(entry.message());
    observer.delivered(1);
  }

  private void send(SubscribeResponse message) {
    stream.onNext(message.toByteString());
  }

  /** Returns whether there is nothing left to be sent of what has been offered. */
  boolean isUpToDate() {
    return closed || !behind;
  }

  boolean isClosed() {
    return closed;
  }

  /** Takes nothing more. */
  void close() {
    closed = true;
  }

  /** Ends the stream, if the client has not ended it. */
  void complete() {
    if (!closed) {
      closed = true;
      stream.onCompleted();
    }
  }

  /** Leaves its cohort. */
  void leave() {
    close();
    cohort.remove(this);
    observer.unsubscribed();
  }

  /**
   * What a subscription begins with.
   *
   * @param next the sequence of the first event that it is to be told of
   * @param reason why it might miss some before that: {@code SLOW} if it asks for none of them
   */
  record Start(long next, GapReason reason) {}
}
