package io.rtpengine.sidecar.notify;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.rtpengine.v1.Event;
import io.rtpengine.v1.SubscribeResponse;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An event in its place. It is encoded when it is first delivered, once for all subscribers; until
 * then it is kept as what it is made from. Thread-safe.
 */
final class Entry {

  /** What an entry costs beside what it holds, roughly. */
  private static final int OVERHEAD = 160;

  private final long sequence;
  private final Subject subject;
  private final Timestamp time;
  private final ResumeTokens tokens;
  private final long nanoTime;
  private final int size;

  /** Null once there is {@link #message}. */
  private volatile @Nullable Consumer<Event.Builder> payload;

  private volatile @Nullable ByteString message;

  /** The next event of the same call, if there is one yet. Guarded by the history. */
  @Nullable Entry nextOfCall;

  /**
   * Creates an entry.
   *
   * @param payload adds to an event what it is; called on any thread, perhaps more than once
   * @param payloadSize how many bytes {@code payload} keeps alive, roughly
   */
  Entry(
      long sequence,
      Subject subject,
      Timestamp time,
      ResumeTokens tokens,
      long nanoTime,
      Consumer<Event.Builder> payload,
      int payloadSize) {
    this.sequence = sequence;
    this.subject = subject;
    this.time = time;
    this.tokens = tokens;
    this.nanoTime = nanoTime;
    this.payload = payload;
    this.size = OVERHEAD + payloadSize;
  }

  long sequence() {
    return sequence;
  }

  Subject subject() {
    return subject;
  }

  long nanoTime() {
    return nanoTime;
  }

  /** Returns how many bytes this keeps alive, roughly. */
  int size() {
    return size;
  }

  /** Returns the message of the stream, a {@link SubscribeResponse}, encoded. */
  ByteString message() {
    ByteString encoded = message;
    if (encoded == null) {
      encoded = encode();
      message = encoded;
      payload = null;
    }
    return encoded;
  }

  private ByteString encode() {
    Consumer<Event.Builder> source = payload;
    if (source == null) {
      // Another thread has just encoded it: it sets the message before it drops the payload.
      ByteString encoded = message;
      if (encoded != null) {
        return encoded;
      }
      throw new AssertionError("neither payload nor message");
    }
    Event.Builder event =
        subject
            .event()
            .setSequence(sequence)
            .setResumeToken(tokens.after(sequence))
            .setSidecarTime(time);
    source.accept(event);
    return SubscribeResponse.newBuilder().setEvent(event).build().toByteString();
  }
}
