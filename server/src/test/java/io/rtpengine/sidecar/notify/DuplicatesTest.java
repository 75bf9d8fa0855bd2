package io.rtpengine.sidecar.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.rtpengine.sidecar.notify.NotifyObserver.Source;
import io.rtpengine.v1.EngineNotification;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The same digit, once or twice. */
class DuplicatesTest {

  private static final EngineNotification FIVE =
      EngineNotification.newBuilder()
          .setCallId("c")
          .setSourceTag("ft")
          .setTime(Timestamp.newBuilder().setSeconds(1_795_408_569))
          .setEvent(5)
          .addTags("ft")
          .addTags("tt")
          .build();

  private final Duplicates duplicates = new Duplicates();
  private long millis;

  @Test
  void digitThatComesByBothWaysIsOne() {
    assertThat(isNew(FIVE, Source.UDP)).isTrue();
    assertThat(isNew(FIVE.toBuilder().clearTags().addTags("tt").build(), Source.TCP)).isFalse();
  }

  @Test
  void digitThatIsPressedTwiceInASecondIsTwoByEitherWayAndByBoth() {
    assertThat(isNew(FIVE, Source.UDP)).isTrue();
    assertThat(isNew(FIVE, Source.TCP)).isFalse();
    millis += 100;
    assertThat(isNew(FIVE, Source.TCP)).isTrue();
    assertThat(isNew(FIVE, Source.UDP)).isFalse();
  }

  @Test
  void wayThatLagsBehindAddsNothing() {
    assertThat(isNew(FIVE, Source.UDP)).isTrue();
    millis += 100;
    assertThat(isNew(FIVE, Source.UDP)).isTrue();
    millis += 100;
    assertThat(isNew(FIVE, Source.TCP)).isFalse();
    millis += 100;
    assertThat(isNew(FIVE, Source.TCP)).isFalse();
    millis += 100;
    assertThat(isNew(FIVE, Source.TCP)).isTrue();
  }

  @Test
  void digitThatAnEngineReportsTwiceAtOnceIsOne() {
    assertThat(isNew(FIVE, Source.UDP)).isTrue();
    millis += 1;
    assertThat(isNew(FIVE, Source.UDP)).isFalse();
  }

  @Test
  void otherDigitsOtherCallsAndOtherParticipantsAreNew() {
    assertThat(isNew(FIVE, Source.UDP)).isTrue();
    assertThat(isNew(FIVE.toBuilder().setEvent(6).build(), Source.UDP)).isTrue();
    assertThat(isNew(FIVE.toBuilder().setCallId("d").build(), Source.UDP)).isTrue();
    assertThat(isNew(FIVE.toBuilder().setSourceTag("tt").build(), Source.UDP)).isTrue();
    assertThat(
            isNew(
                FIVE.toBuilder()
                    .setDuration(com.google.protobuf.Duration.newBuilder().setNanos(1))
                    .build(),
                Source.UDP))
        .isTrue();
  }

  private boolean isNew(EngineNotification notification, Source source) {
    return duplicates.isNew(notification, source, TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
