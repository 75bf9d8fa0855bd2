package io.rtpengine.sidecar.statistics;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.rtpengine.v1.DeleteResponse;
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
 * <p>A report is kept as bytes, which take far less memory than its values, and can be counted: the
 * bytes that the caller was given, which the history of events holds as well.
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
   * the same, said before.
   *
   * @param response what the caller is told, a {@link DeleteResponse} in wire form
   */
  public void keep(String callId, ByteString response) {
    if (limits.ttl().isZero()) {
      return;
    }
    Entry entry = new Entry(response, clock.instant(), nanoTime.getAsLong());
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
    return entry.response.size() + 2L * callId.length() + OVERHEAD_BYTES;
  }

  /** A report as it is kept. */
  private record Entry(ByteString response, Instant time, long keptAt) {
    FinalReport report() {
      try {
        return new FinalReport(DeleteResponse.parseFrom(response), time);
      } catch (InvalidProtocolBufferException impossible) {
        throw new IllegalStateException("a response of the sidecar's own is malformed", impossible);
      }
    }
  }
}
