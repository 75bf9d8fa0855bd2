package io.rtpengine.sidecar.notify;

import io.rtpengine.sidecar.notify.NotifyObserver.Source;
import io.rtpengine.v1.EngineNotification;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Recognises notifications that have arrived before. Not thread-safe.
 *
 * <p>There is nothing in a notification that tells it from every other: its time is in seconds, in
 * which a digit can be pressed several times, each time for as long. What can be told:
 *
 * <ul>
 *   <li>An engine that reports by two ways reports everything by both. The n-th that says something
 *       by one way is the n-th that says it by the other.
 *   <li>Engines sometimes report a digit twice, one straight after the other (rtpengine's issue
 *       1377). Nobody presses a key, lets go and presses it again as quickly.
 * </ul>
 */
final class Duplicates {

  /** Tones last for 40 ms at least, as do the pauses between them. */
  private static final long SHORTEST_PRESS_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private static final int CAPACITY = 10_000;

  private final Map<EngineNotification, Map<Source, Sightings>> seen =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(
            Map.@Nullable Entry<EngineNotification, Map<Source, Sightings>> eldest) {
          return size() > CAPACITY;
        }
      };

  /** What has arrived by one way: how often, and when for the last time. */
  private static final class Sightings {
    private int count;
    private long last;
  }

  /** Whether a notification is one that has not arrived before. */
  boolean isNew(EngineNotification notification, Source source, long nanoTime) {
    // By the two ways, the tags of the call may come in another order.
    EngineNotification key = notification.toBuilder().clearTags().clearSourceLabel().build();
    Map<Source, Sightings> byWay = seen.computeIfAbsent(key, unused -> new EnumMap<>(Source.class));
    Sightings way = byWay.computeIfAbsent(source, unused -> new Sightings());
    boolean isEcho = way.count > 0 && nanoTime - way.last < SHORTEST_PRESS_NANOS;
    way.last = nanoTime;
    if (isEcho) {
      return false;
    }
    int most = byWay.values().stream().mapToInt(other -> other.count).max().orElse(0);
    return ++way.count > most;
  }
}
