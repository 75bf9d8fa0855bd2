package io.rtpengine.sidecar.notify;

import com.google.protobuf.Duration;
import io.rtpengine.v1.EventType;
import io.rtpengine.v1.Participant;
import io.rtpengine.v1.PlayMediaRequest;
import io.rtpengine.v1.PlayMediaResponse;
import io.rtpengine.v1.Playback;
import io.rtpengine.v1.PlaybackEndReason;
import io.rtpengine.v1.PlaybackEnded;
import io.rtpengine.v1.StopMediaRequest;
import io.rtpengine.v1.StopMediaResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is being played to whom, and when it ends. Thread-safe.
 *
 * <p>Engines do not say when media have come to their end. What they say, mostly, is how long the
 * media are; so the end is told when that time is over, and marked as estimated.
 */
final class Playbacks {

  /** Media of unknown length, in calls that are never deleted, are not to fill the memory. */
  private static final int MAX_CALLS = 100_000;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final Hub hub;
  private final ScheduledExecutorService timer;

  private final Map<String, Map<Participant, Playing>> byCall =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(
            Map.@Nullable Entry<String, Map<Participant, Playing>> eldest) {
          return size() > MAX_CALLS;
        }
      };

  Playbacks(Hub hub, ScheduledExecutorService timer) {
    this.hub = hub;
    this.timer = timer;
  }

  /** Something that is being played. */
  private static final class Playing {
    private final String callId;
    private final Participant participant;
    private final Origin origin;
    private final @Nullable Duration duration;
    private @Nullable Future<?> end;

    Playing(String callId, Participant participant, Origin origin, @Nullable Duration duration) {
      this.callId = callId;
      this.participant = participant;
      this.origin = origin;
      this.duration = duration;
    }

    void cancel() {
      if (end != null) {
        end.cancel(false);
      }
    }
  }

  /** An engine has begun to play. */
  void started(PlayMediaRequest request, PlayMediaResponse response, Origin origin) {
    Participant participant = whom(request.getParticipant());
    @Nullable Duration duration = duration(request.getPlayback(), response);
    Playing playing = new Playing(request.getCallId(), participant, origin, duration);
    @Nullable Playing replaced;
    synchronized (this) {
      replaced =
          byCall
              .computeIfAbsent(request.getCallId(), unused -> new HashMap<>())
              .put(participant, playing);
      if (duration != null) {
        playing.end =
            timer.schedule(() -> completed(playing), nanos(duration), TimeUnit.NANOSECONDS);
      }
    }
    if (replaced != null) {
      ended(replaced, PlaybackEndReason.PLAYBACK_END_REASON_REPLACED, false, null);
    }
  }

  /** Returns how long it takes; null if that is not known. */
  private static @Nullable Duration duration(Playback playback, PlayMediaResponse response) {
    // From another frame on, it is shorter; but how long a frame is, is not said.
    if (!response.hasDuration() || playback.getStartFrame() > 0) {
      return null;
    }
    long all;
    try {
      all = nanos(playback, nanos(response.getDuration()));
    } catch (ArithmeticException centuries) {
      return null;
    }
    return Duration.newBuilder()
        .setSeconds(all / NANOS_PER_SECOND)
        .setNanos((int) (all % NANOS_PER_SECOND))
        .build();
  }

  private static long nanos(Playback playback, long once) {
    // What is to be repeated for ever is given a number of times that can't be counted.
    long times = playback.hasRepeatTimes() ? Integer.toUnsignedLong(playback.getRepeatTimes()) : 1;
    if (playback.hasRepeatDuration() && once > 0) {
      long until = Math.addExact(nanos(playback.getRepeatDuration()), once - 1) / once;
      times = playback.hasRepeatTimes() ? Math.min(times, until) : until;
    }
    return Math.multiplyExact(once, Math.max(1, times));
  }

  private static long nanos(Duration duration) {
    return Math.addExact(
        Math.multiplyExact(duration.getSeconds(), NANOS_PER_SECOND), duration.getNanos());
  }

  /** Returns what of a participant says who it is. */
  private static Participant whom(Participant participant) {
    return switch (participant.getSelectorCase()) {
      case FROM_TAG -> Participant.newBuilder().setFromTag(participant.getFromTag()).build();
      case LABEL -> Participant.newBuilder().setLabel(participant.getLabel()).build();
      case ADDRESS -> Participant.newBuilder().setAddress(participant.getAddress()).build();
      case ALL -> Participant.newBuilder().setAll(participant.getAll()).build();
      case SELECTOR_NOT_SET -> Participant.getDefaultInstance();
    };
  }

  private void completed(Playing playing) {
    synchronized (this) {
      Map<Participant, Playing> ofCall = byCall.get(playing.callId);
      if (ofCall == null || !ofCall.remove(playing.participant, playing)) {
        return;
      }
      if (ofCall.isEmpty()) {
        byCall.remove(playing.callId);
      }
    }
    ended(playing, PlaybackEndReason.PLAYBACK_END_REASON_COMPLETED, true, null);
  }

  /** An engine has stopped playing. */
  void stopped(StopMediaRequest request, StopMediaResponse response) {
    Participant participant = whom(request.getParticipant());
    List<Playing> stopped = new ArrayList<>();
    synchronized (this) {
      Map<Participant, Playing> ofCall = byCall.get(request.getCallId());
      if (ofCall == null) {
        return;
      }
      ofCall
          .values()
          .removeIf(
              playing ->
                  (participant.getAll() || playing.participant.equals(participant))
                      && stopped.add(playing));
      if (ofCall.isEmpty()) {
        byCall.remove(request.getCallId());
      }
    }
    @Nullable Long lastFrame = response.hasLastFrame() ? response.getLastFrame() : null;
    for (Playing playing : stopped) {
      ended(playing, PlaybackEndReason.PLAYBACK_END_REASON_STOPPED, false, lastFrame);
    }
  }

  /** A call has ended. */
  void callEnded(String callId) {
    Map<Participant, Playing> ofCall;
    synchronized (this) {
      ofCall = byCall.remove(callId);
    }
    if (ofCall != null) {
      for (Playing playing : ofCall.values()) {
        ended(playing, PlaybackEndReason.PLAYBACK_END_REASON_CALL_ENDED, false, null);
      }
    }
  }

  private void ended(
      Playing playing, PlaybackEndReason reason, boolean estimated, @Nullable Long lastFrame) {
    playing.cancel();
    PlaybackEnded.Builder ended =
        PlaybackEnded.newBuilder()
            .setReason(reason)
            .setEstimated(estimated)
            .setParticipant(playing.participant);
    if (playing.duration != null) {
      ended.setDuration(playing.duration);
    }
    if (lastFrame != null) {
      ended.setLastFrame(lastFrame);
    }
    Participant whom = playing.participant;
    Subject subject =
        new Subject(
            EventType.EVENT_TYPE_PLAYBACK_ENDED,
            playing.origin,
            playing.callId,
            whom.hasFromTag() ? List.of(whom.getFromTag()) : List.of(),
            whom.hasLabel() ? List.of(whom.getLabel()) : List.of());
    PlaybackEnded message = ended.build();
    hub.publish(subject, 0, event -> event.setPlaybackEnded(message));
  }
}
