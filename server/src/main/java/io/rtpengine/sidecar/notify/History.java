package io.rtpengine.sidecar.notify;

import io.rtpengine.v1.EventType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last events, in order. Subscribers that are up to date are given events as they come; the
 * others read here, each from its own place, so that what a slow one has not taken yet is kept once
 * and not for each. Thread-safe.
 */
final class History {

  private final HistoryLimits limits;
  private final Map<String, Chain> byCall = new HashMap<>();
  private final Map<EventType, Share> byType = new EnumMap<>(EventType.class);

  /** A ring: the entry of sequence n is at index n modulo its length, a power of two. */
  private @Nullable Entry[] ring = new Entry[1_024];

  /** The sequence of the oldest entry; of the next one if there is none. */
  private long oldest = 1;

  private long next = 1;
  private long bytes;

  History(HistoryLimits limits) {
    this.limits = limits;
  }

  /** The events of one call, from the oldest that is kept to the newest. */
  private static final class Chain {
    Entry first;
    Entry last;

    Chain(Entry only) {
      this.first = only;
      this.last = only;
    }
  }

  /** What the events of one type take. */
  private static final class Share {
    int events;
    long bytes;
  }

  /** Makes an entry from its sequence. */
  @FunctionalInterface
  interface Maker {
    Entry make(long sequence);
  }

  /**
   * What has been read.
   *
   * @param from the sequence that was read from: the oldest, if what was asked for is gone
   * @param next the sequence to read on from
   */
  record Batch(long from, List<Entry> entries, long next) {}

  /** Returns how far the history reaches. */
  synchronized Extent extent() {
    return new Extent(oldest, next, bytes);
  }

  /**
   * How far the history reaches.
   *
   * @param oldest the sequence of the oldest entry; {@code next} if there is none
   * @param next the sequence of the next entry
   * @param bytes how much memory it takes, roughly
   */
  record Extent(long oldest, long next, long bytes) {}

  /** Adds an entry, and drops the oldest as the limits ask for. */
  synchronized Entry append(Maker maker) {
    Entry entry = maker.make(next);
    if (next - oldest == ring.length) {
      grow();
    }
    ring[index(next)] = entry;
    next++;
    count(entry, 1);
    link(entry);
    trim(entry.nanoTime());
    return entry;
  }

  private void grow() {
    @Nullable Entry[] larger = new Entry[ring.length * 2];
    for (long sequence = oldest; sequence < next; sequence++) {
      larger[(int) (sequence & (larger.length - 1))] = ring[index(sequence)];
    }
    ring = larger;
  }

  private int index(long sequence) {
    return (int) (sequence & (ring.length - 1));
  }

  private void count(Entry entry, int sign) {
    Share share = byType.computeIfAbsent(entry.subject().type(), unused -> new Share());
    share.events += sign;
    share.bytes += (long) sign * entry.size();
    bytes += (long) sign * entry.size();
  }

  private void link(Entry entry) {
    String callId = entry.subject().callId();
    if (callId == null) {
      return;
    }
    Chain chain = byCall.get(callId);
    if (chain == null) {
      byCall.put(callId, new Chain(entry));
    } else {
      chain.last.nextOfCall = entry;
      chain.last = entry;
    }
  }

  /** Drops what is beyond the limits at this time. */
  synchronized void trim(long nanoTime) {
    long maxAge = limits.age().toNanos();
    while (next > oldest) {
      Entry entry = entry(oldest);
      boolean isNewest = next - oldest == 1;
      boolean tooMuch = next - oldest > limits.events() || (bytes > limits.bytes() && !isNewest);
      if (!tooMuch && nanoTime - entry.nanoTime() <= maxAge) {
        return;
      }
      drop(entry);
    }
  }

  private void drop(Entry entry) {
    ring[index(oldest)] = null;
    oldest++;
    count(entry, -1);
    String callId = entry.subject().callId();
    Chain chain = callId == null ? null : byCall.get(callId);
    if (chain != null) {
      if (entry.nextOfCall == null) {
        byCall.remove(callId);
      } else {
        chain.first = entry.nextOfCall;
      }
    }
  }

  private Entry entry(long sequence) {
    Entry entry = ring[index(sequence)];
    if (entry == null) {
      throw new AssertionError("no entry " + sequence);
    }
    return entry;
  }

  /** Returns the node of the newest event of a call, if there is one that names it. */
  synchronized Optional<Origin> lastNode(String callId) {
    Chain chain = byCall.get(callId);
    return chain == null ? Optional.empty() : Optional.ofNullable(chain.last.subject().node());
  }

  /** Returns which part of the history is taken by events of a type: 1 for all of it. */
  synchronized double share(EventType type) {
    Share share = byType.get(type);
    return share == null
        ? 0
        : Math.max(share.events / (double) limits.events(), share.bytes / (double) limits.bytes());
  }

  /** Returns up to {@code limit} entries of a sequence of at least {@code from}. */
  synchronized Batch read(long from, int limit) {
    long start = Math.max(from, oldest);
    long end = Math.min(next, start + limit);
    List<Entry> entries = new ArrayList<>((int) Math.max(0, end - start));
    for (long sequence = start; sequence < end; sequence++) {
      entries.add(entry(sequence));
    }
    return new Batch(start, entries, Math.max(end, start));
  }

  /**
   * Returns up to {@code limit} entries of certain calls, of a sequence of at least {@code from}.
   */
  synchronized Batch read(long from, int limit, Collection<String> callIds) {
    long start = Math.max(from, oldest);
    List<Entry> entries = new ArrayList<>();
    for (String callId : callIds) {
      Chain chain = byCall.get(callId);
      Entry entry = chain == null ? null : chain.first;
      while (entry != null) {
        if (entry.sequence() >= start) {
          entries.add(entry);
        }
        entry = entry.nextOfCall;
      }
    }
    entries.sort(Comparator.comparingLong(Entry::sequence));
    if (entries.size() > limit) {
      return new Batch(start, entries.subList(0, limit), entries.get(limit).sequence());
    }
    return new Batch(start, entries, Math.max(next, start));
  }
}
