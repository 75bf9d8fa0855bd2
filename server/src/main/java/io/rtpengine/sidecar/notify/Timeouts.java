package io.rtpengine.sidecar.notify;

import io.rtpengine.sidecar.notify.NotifyObserver.DropReason;
import io.rtpengine.sidecar.notify.NotifyObserver.Source;
import io.rtpengine.v1.EventType;
import io.rtpengine.v1.MediaTimeout;
import java.net.InetAddress;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Makes events of the timeouts that engines call back for, one for each call. Thread-safe. */
final class Timeouts {

  /** An engine repeats a call that failed, and makes one for each participant; soon after. */
  private static final long MEMORY_NANOS = TimeUnit.SECONDS.toNanos(60);

  private static final int CAPACITY = 10_000;

  private final Hub hub;
  private final EventOrigins origins;
  private final Playbacks playbacks;
  private final Consumer<String> over;
  private final NotifyObserver observer;
  private final LongSupplier nanoTime;

  /** When it was told of a call, or of a participant if that is all that is known. */
  private final Map<String, Long> told = new LinkedHashMap<>();

  /**
   * Creates what makes events.
   *
   * @param over is told of calls that are over, by the word of whoever calls
   */
  Timeouts(
      Hub hub,
      Origins origins,
      Playbacks playbacks,
      Consumer<String> over,
      NotifyObserver observer,
      LongSupplier nanoTime) {
    this.hub = hub;
    this.origins = new EventOrigins(origins, hub);
    this.playbacks = playbacks;
    this.over = over;
    this.observer = observer;
    this.nanoTime = nanoTime;
  }

  /**
   * Takes a call.
   *
   * @return whether it is one that engines make
   */
  boolean accept(XmlRpcCall call, InetAddress sender) {
    TimeoutForm form = TimeoutForm.of(call.method()).orElse(null);
    if (form == null || !form.fits(call.parameters())) {
      observer.dropped(Source.XMLRPC, DropReason.MALFORMED);
      return false;
    }
    observer.received(Source.XMLRPC);
    Optional<String> callId = form.callId(call.parameters());
    List<String> tags = form.tags(call.parameters());
    if (isNew(callId.map(id -> "call " + id).orElseGet(() -> "tag " + tags.get(0)))) {
      callId.ifPresent(playbacks::callEnded);
      publish(form, callId, tags, sender);
      callId.ifPresent(over);
    } else {
      observer.duplicate(Source.XMLRPC);
    }
    return true;
  }

  private synchronized boolean isNew(String key) {
    long now = nanoTime.getAsLong();
    Iterator<Long> times = told.values().iterator();
    while (times.hasNext()) {
      if (now - times.next() <= MEMORY_NANOS && told.size() < CAPACITY) {
        break;
      }
      times.remove();
    }
    return told.putIfAbsent(key, now) == null;
  }

  private void publish(
      TimeoutForm form, Optional<String> callId, List<String> tags, InetAddress sender) {
    @Nullable Origin origin = origins.of(callId, sender);
    Subject subject =
        new Subject(
            EventType.EVENT_TYPE_MEDIA_TIMEOUT, origin, callId.orElse(null), tags, List.of());
    MediaTimeout timeout = MediaTimeout.newBuilder().setCallback(form.callback()).build();
    hub.publish(subject, 0, event -> event.setMediaTimeout(timeout));
  }
}
