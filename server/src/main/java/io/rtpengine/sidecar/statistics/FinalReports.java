package io.rtpengine.sidecar.statistics;

import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeException;
import io.rtpengine.sidecar.bencode.BencodeLimits;
import io.rtpengine.sidecar.bencode.BencodeReader;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The final reports of the calls that were deleted lately. Beyond its limits, the oldest goes
 * first. Thread-safe.
 *
 * <p>A report is kept as bytes, which take far less memory than its values, and can be counted.
 */
public final class FinalReports {

  /** What an entry takes beside its report and its call-id, roughly. */
  private static final int OVERHEAD_BYTES = 256;

  private final FinalReportLimits limits;
  private final LongSupplier nanoTime;
  private final InstantSource clock;

  /** In the order in which they came. */
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private long bytes;

  /**
   * Creates an empty collection.
   *
   * @param nanoTime tells how time passes: {@link System#nanoTime}
   * @param clock tells what time it is
   */
  public FinalReports(FinalReportLimits limits, LongSupplier nanoTime, InstantSource clock) {
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.clock = clock;
  }

  /**
   * Keeps what an engine has said of a call that it has deleted, in the place of what another, or
   * the same, said before. A reply that has no report in it is none: that of a call that it did not
   * know, for instance.
   */
  public void keep(String callId, int setId, String node, BencodeDictionary reply) {
    if (limits.ttl().isZero() || !hasReport(reply)) {
      return;
    }
    Entry entry =
        new Entry(BencodeWriter.encode(reply), setId, node, clock.instant(), nanoTime.getAsLong());
    synchronized (this) {
      forget(callId);
      entries.put(callId, entry);
      bytes += size(callId, entry);
      makeRoom();
    }
  }

  /** Returns the report of a call, if it is kept. */
  public Optional<FinalReport> find(String callId) {
    Entry entry;
    synchronized (this) {
      makeRoom();
      entry = entries.get(callId);
    }
    return entry == null ? Optional.empty() : Optional.of(entry.report());
  }

  /** Returns how many there are. */
  public synchronized int size() {
    return entries.size();
  }

  /** Whatever a report consists of, there are dictionaries in it. */
  private static boolean hasReport(BencodeDictionary reply) {
    for (int i = 0; i < reply.size(); i++) {
      if (reply.value(i) instanceof BencodeDictionary) {
        return true;
      }
    }
    return false;
  }

  private void forget(String callId) {
    Entry entry = entries.remove(callId);
    if (entry != null) {
      bytes -= size(callId, entry);
    }
  }

  private void makeRoom() {
    long now = nanoTime.getAsLong();
    Iterator<Map.Entry<String, Entry>> oldest = entries.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<String, Entry> entry = oldest.next();
      boolean expired = now - entry.getValue().keptAt >= limits.ttl().toNanos();
      if (!expired && entries.size() <= limits.calls() && bytes <= limits.bytes()) {
        return;
      }
      bytes -= size(entry.getKey(), entry.getValue());
      oldest.remove();
    }
  }

  private static long size(String callId, Entry entry) {
    return entry.reply.length + 2L * callId.length() + OVERHEAD_BYTES;
  }

  /** A report as it is kept. Immutable. */
  private static final class Entry {

    private final byte[] reply;
    private final int setId;
    private final String node;
    private final Instant time;
    private final long keptAt;

    Entry(byte[] reply, int setId, String node, Instant time, long keptAt) {
      this.reply = reply;
      this.setId = setId;
      this.node = node;
      this.time = time;
      this.keptAt = keptAt;
    }

    FinalReport report() {
      try {
        return new FinalReport(
            (BencodeDictionary) BencodeReader.read(reply, 0, reply.length, BencodeLimits.TRUSTED),
            setId,
            node,
            time);
      } catch (BencodeException impossible) {
        throw new IllegalStateException("what was read once can't be read again", impossible);
      }
    }
  }
}
