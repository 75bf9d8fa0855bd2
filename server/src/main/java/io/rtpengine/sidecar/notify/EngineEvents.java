package io.rtpengine.sidecar.notify;

import com.google.protobuf.InvalidProtocolBufferException;
import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.notify.NotifyObserver.DropReason;
import io.rtpengine.sidecar.notify.NotifyObserver.Source;
import io.rtpengine.sidecar.translate.DictionaryReader;
import io.rtpengine.v1.DtmfDetected;
import io.rtpengine.v1.EngineNotification;
import io.rtpengine.v1.Event;
import io.rtpengine.v1.EventType;
import io.rtpengine.v1.NotificationKind;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Makes events of what engines notify of, once each. Thread-safe. */
final class EngineEvents {

  /** As RFC 4733 numbers them. */
  private static final String DIGITS = "0123456789*#ABCD";

  private static final EngineNotification NOTHING = EngineNotification.getDefaultInstance();

  private final Hub hub;
  private final EventOrigins origins;
  private final NotifyObserver observer;
  private final LongSupplier nanoTime;
  private final DictionaryReader reader = new DictionaryReader(EngineNotification.getDescriptor());
  private final Duplicates duplicates = new Duplicates();

  EngineEvents(Hub hub, Origins origins, NotifyObserver observer, LongSupplier nanoTime) {
    this.hub = hub;
    this.origins = new EventOrigins(origins, hub);
    this.observer = observer;
    this.nanoTime = nanoTime;
  }

  /** Takes a notification. */
  void accept(BencodeDictionary dictionary, Source source, InetAddress sender) {
    Optional<byte[]> message = reader.read(dictionary);
    try {
      if (message.isPresent()) {
        accept(EngineNotification.parseFrom(message.get()), source, sender);
        return;
      }
    } catch (InvalidProtocolBufferException notText) {
      // Dropped, as below.
    }
    observer.dropped(source, DropReason.MALFORMED);
  }

  /** Takes a notification. */
  void accept(EngineNotification notification, Source source, InetAddress sender) {
    boolean isDtmf = notification.getKind() == NotificationKind.NOTIFICATION_KIND_DTMF;
    if (isDtmf ? !notification.hasCallId() : notification.equals(NOTHING)) {
      observer.dropped(source, DropReason.MALFORMED);
      return;
    }
    observer.received(source);
    if (!isNew(notification, source)) {
      observer.duplicate(source);
      return;
    }
    if (isDtmf) {
      publishDtmf(notification, sender);
    } else {
      publishOther(notification, sender);
    }
  }

  private boolean isNew(EngineNotification notification, Source source) {
    synchronized (duplicates) {
      return duplicates.isNew(notification, source, nanoTime.getAsLong());
    }
  }

  private void publishDtmf(EngineNotification notification, InetAddress sender) {
    DtmfDetected.Builder dtmf =
        DtmfDetected.newBuilder().addAllCallTags(notification.getTagsList());
    if (notification.hasEvent()) {
      long code = notification.getEvent();
      dtmf.setCode(code);
      if (code >= 0 && code < DIGITS.length()) {
        dtmf.setDigit(DIGITS.substring((int) code, (int) code + 1));
      }
    }
    if (notification.hasDuration()) {
      dtmf.setDuration(notification.getDuration());
    }
    if (notification.hasVolume()) {
      dtmf.setVolume(notification.getVolume());
    }
    if (notification.hasSourceIp()) {
      dtmf.setSourceIp(notification.getSourceIp());
    }
    DtmfDetected detected = dtmf.build();
    publish(EventType.EVENT_TYPE_DTMF, notification, sender, event -> event.setDtmf(detected));
  }

  private void publishOther(EngineNotification notification, InetAddress sender) {
    EngineNotification rest = notification.toBuilder().clearExtra().build();
    publish(EventType.EVENT_TYPE_OTHER, notification, sender, event -> event.setOther(rest));
  }

  private void publish(
      EventType type, EngineNotification notification, InetAddress sender, Payload payload) {
    @Nullable String callId = notification.hasCallId() ? notification.getCallId() : null;
    Subject subject =
        new Subject(
            type,
            origins.of(Optional.ofNullable(callId), sender),
            callId,
            notification.getSourceTag().isEmpty()
                ? List.of()
                : List.of(notification.getSourceTag()),
            notification.getSourceLabel().isEmpty()
                ? List.of()
                : List.of(notification.getSourceLabel()));
    hub.publish(
        subject,
        notification.getSerializedSize(),
        event -> {
          if (notification.hasTime()) {
            event.setEngineTime(notification.getTime());
          }
          event.putAllExtra(notification.getExtraMap());
          payload.addTo(event);
        });
  }

  /** Adds to an event what it is. */
  private interface Payload {
    void addTo(Event.Builder event);
  }
}
