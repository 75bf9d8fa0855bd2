package io.rtpengine.sidecar.observe;

import io.rtpengine.sidecar.notify.NotifyObserver;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** What happens to the notification stream, counted. Thread-safe. */
final class NotificationMetrics implements NotifyObserver {

  private static final String PREFIX = "rtpengine_sidecar_notification_";

  private final Map<String, LongAdder> published = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> gaps = new ConcurrentHashMap<>();
  private final Map<String, Boolean> connected = new ConcurrentHashMap<>();
  private final Map<Source, LongAdder> received = counters();
  private final Map<Source, LongAdder> duplicates = counters();
  private final Map<Source, Map<DropReason, LongAdder>> dropped = new EnumMap<>(Source.class);
  private final Consumer<RuntimeException> faults;
  private final LongAdder delivered = new LongAdder();
  private final LongAdder missed = new LongAdder();
  private final LongAdder subscribers = new LongAdder();
  private volatile int historyEvents;
  private volatile long historyBytes;

  /**
   * Creates metrics.
   *
   * @param faults is told of faults
   */
  NotificationMetrics(Consumer<RuntimeException> faults) {
    this.faults = faults;
    for (Source source : Source.values()) {
      Map<DropReason, LongAdder> reasons = new EnumMap<>(DropReason.class);
      for (DropReason reason : DropReason.values()) {
        reasons.put(reason, new LongAdder());
      }
      dropped.put(source, reasons);
    }
  }

  private static Map<Source, LongAdder> counters() {
    Map<Source, LongAdder> counters = new EnumMap<>(Source.class);
    for (Source source : Source.values()) {
      counters.put(source, new LongAdder());
    }
    return counters;
  }

  @Override
  public void published(String type) {
    published.computeIfAbsent(type, unused -> new LongAdder()).increment();
  }

  @Override
  public void historyChanged(int events, long bytes) {
    historyEvents = events;
    historyBytes = bytes;
  }

  @Override
  public void subscribed() {
    subscribers.increment();
  }

  @Override
  public void unsubscribed() {
    subscribers.decrement();
  }

  @Override
  public void delivered(int events) {
    delivered.add(events);
  }

  @Override
  public void gap(String reason, long events) {
    gaps.computeIfAbsent(reason, unused -> new LongAdder()).increment();
    missed.add(events);
  }

  @Override
  public void received(Source source) {
    counter(received, source).increment();
  }

  @Override
  public void duplicate(Source source) {
    counter(duplicates, source).increment();
  }

  @Override
  public void dropped(Source source, DropReason reason) {
    Objects.requireNonNull(Objects.requireNonNull(dropped.get(source)).get(reason)).increment();
  }

  @Override
  public void faulted(RuntimeException fault) {
    faults.accept(fault);
  }

  @Override
  public void connected(String engine, boolean now) {
    connected.put(engine, now);
  }

  private static LongAdder counter(Map<Source, LongAdder> counters, Source source) {
    return Objects.requireNonNull(counters.get(source));
  }

  void writeTo(Exposition out) {
    out.metric(PREFIX + "events_total", "counter", "Events that were published.");
    new TreeMap<>(published)
        .forEach(
            (type, count) ->
                out.sample(PREFIX + "events_total", count.sum(), Labels.of("type", type)));
    out.metric(PREFIX + "delivered_total", "counter", "Events that were given to subscribers.");
    out.sample(PREFIX + "delivered_total", delivered.sum(), Labels.NONE);
    out.metric(PREFIX + "gaps_total", "counter", "Gaps that subscribers were told of.");
    new TreeMap<>(gaps)
        .forEach(
            (reason, count) ->
                out.sample(PREFIX + "gaps_total", count.sum(), Labels.of("reason", reason)));
    out.metric(PREFIX + "missed_total", "counter", "Events in these gaps.");
    out.sample(PREFIX + "missed_total", missed.sum(), Labels.NONE);
    out.metric(PREFIX + "subscribers", "gauge", "Subscribers.");
    out.sample(PREFIX + "subscribers", subscribers.sum(), Labels.NONE);
    out.metric(PREFIX + "history_events", "gauge", "Events in the history.");
    out.sample(PREFIX + "history_events", historyEvents, Labels.NONE);
    out.metric(PREFIX + "history_bytes", "gauge", "Memory that the history takes, roughly.");
    out.sample(PREFIX + "history_bytes", historyBytes, Labels.NONE);
    writeSources(out);
  }

  private void writeSources(Exposition out) {
    out.metric(PREFIX + "received_total", "counter", "Notifications of engines.");
    received.forEach((source, n) -> out.sample(PREFIX + "received_total", n.sum(), of(source)));
    out.metric(PREFIX + "duplicates_total", "counter", "Notifications that had arrived before.");
    duplicates.forEach((source, n) -> out.sample(PREFIX + "duplicates_total", n.sum(), of(source)));
    out.metric(PREFIX + "dropped_total", "counter", "What arrived at listeners and was dropped.");
    dropped.forEach(
        (source, reasons) ->
            reasons.forEach(
                (reason, count) ->
                    out.sample(
                        PREFIX + "dropped_total",
                        count.sum(),
                        of(source).and("reason", reason.name().toLowerCase(Locale.ROOT)))));
    out.metric(PREFIX + "connected", "gauge", "Whether there is a connection to an engine.");
    new TreeMap<>(connected)
        .forEach(
            (engine, now) ->
                out.sample(PREFIX + "connected", now ? 1 : 0, Labels.of("engine", engine)));
  }

  private static Labels of(Source source) {
    return Labels.of("source", source.name().toLowerCase(Locale.ROOT));
  }
}
