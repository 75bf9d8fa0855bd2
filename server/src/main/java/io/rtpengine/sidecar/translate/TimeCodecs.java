package io.rtpengine.sidecar.translate;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.rtpengine.sidecar.bencode.BencodeInteger;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.bencode.BencodeValue;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import io.rtpengine.v1.NgField;
import io.rtpengine.v1.NgUnit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The codecs of spans and points of time. */
final class TimeCodecs {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /**
   * What a Duration and a Timestamp can hold, rounded down: some ten thousand years and some eight
   * thousand.
   */
  private static final long MAX_SECONDS = 250_000_000_000L;

  private TimeCodecs() {}

  /** Whether this type is a span or a point of time. */
  static boolean handles(Descriptor type) {
    return type.equals(Duration.getDescriptor()) || type.equals(Timestamp.getDescriptor());
  }

  /** Returns the codec that a field's type and options ask for. */
  static ElementCodec of(FieldDescriptor field, NgField options) {
    long unit = nanosPer(field, options.getUnit());
    if (field.getMessageType().equals(Timestamp.getDescriptor())) {
      return new Point(unit);
    }
    return options.getDecimals() > 0 || options.getText()
        ? new DecimalSpan(unit, options.getDecimals())
        : new Span(unit);
  }

  private static long nanosPer(FieldDescriptor field, NgUnit unit) {
    return switch (unit) {
      case NG_UNIT_SECONDS -> NANOS_PER_SECOND;
      case NG_UNIT_MILLISECONDS -> 1_000_000L;
      case NG_UNIT_MICROSECONDS -> 1_000L;
      case NG_UNIT_UNSPECIFIED, UNRECOGNIZED -> throw new ContractException(field, "has no unit");
    };
  }

  /** A span of time, counted in a unit. */
  record Span(long unit) implements ElementCodec {
    @Override
    public void write(Object value, BencodeWriter writer, Violations violations) {
      writer.integer(count((Duration) value, violations));
    }

    long count(Duration value, Violations violations) {
      return TimeCodecs.count(value.getSeconds(), value.getNanos(), unit, violations);
    }

    @Override
    public @Nullable Object read(BencodeValue value, Supplier<Message.Builder> message) {
      if (!(value instanceof BencodeInteger integer) || !inRange(integer.value(), unit)) {
        return null;
      }
      long perSecond = NANOS_PER_SECOND / unit;
      return Duration.newBuilder()
          .setSeconds(integer.value() / perSecond)
          .setNanos((int) (integer.value() % perSecond * unit))
          .build();
    }
  }

  /** A point of time, counted in a unit from the UNIX epoch on. */
  private record Point(long unit) implements ElementCodec {
    @Override
    public void write(Object value, BencodeWriter writer, Violations violations) {
      Timestamp time = (Timestamp) value;
      writer.integer(count(time.getSeconds(), time.getNanos(), unit, violations));
    }

    @Override
    public @Nullable Object read(BencodeValue value, Supplier<Message.Builder> message) {
      if (!(value instanceof BencodeInteger integer)
          || integer.value() < 0
          || !inRange(integer.value(), unit)) {
        return null;
      }
      long perSecond = NANOS_PER_SECOND / unit;
      return Timestamp.newBuilder()
          .setSeconds(integer.value() / perSecond)
          .setNanos((int) (integer.value() % perSecond * unit))
          .build();
    }
  }

  /** A span of time that travels as a string, perhaps with digits after the point. */
  private record DecimalSpan(long unit, int decimals) implements ElementCodec {
    @Override
    public void write(Object value, BencodeWriter writer, Violations violations) {
      writer.string(spelled((Duration) value));
    }

    private String spelled(Duration value) {
      return BigDecimal.valueOf(value.getSeconds())
          .multiply(BigDecimal.valueOf(NANOS_PER_SECOND))
          .add(BigDecimal.valueOf(value.getNanos()))
          .divide(BigDecimal.valueOf(unit), decimals, RoundingMode.HALF_EVEN)
          .toPlainString();
    }

    @Override
    public @Nullable Object read(BencodeValue value, Supplier<Message.Builder> message) {
      if (!(value instanceof BencodeString string) || string.length() > 40) {
        return null;
      }
      String text = string.text().orElse("");
      try {
        long nanos = new BigDecimal(text).multiply(BigDecimal.valueOf(unit)).longValueExact();
        Duration span =
            Duration.newBuilder()
                .setSeconds(nanos / NANOS_PER_SECOND)
                .setNanos((int) (nanos % NANOS_PER_SECOND))
                .build();
        return spelled(span).equals(text) ? span : null;
      } catch (ArithmeticException | NumberFormatException unspeakable) {
        return null;
      }
    }
  }

  private static boolean inRange(long count, long unit) {
    return Math.abs(count / (NANOS_PER_SECOND / unit)) <= MAX_SECONDS;
  }

  private static long count(long seconds, int nanos, long unit, Violations violations) {
    if (nanos % unit != 0) {
      violations.add(Violation.Kind.INVALID_FIELD, "must be a multiple of " + name(unit));
      return 0;
    }
    if (Math.abs(seconds) > MAX_SECONDS) {
      violations.add(Violation.Kind.INVALID_FIELD, "must not exceed " + MAX_SECONDS + " seconds");
      return 0;
    }
    return seconds * (NANOS_PER_SECOND / unit) + nanos / unit;
  }

  private static String name(long unit) {
    if (unit == NANOS_PER_SECOND) {
      return "one second";
    }
    return unit == 1_000_000L ? "one millisecond" : "one microsecond";
  }
}
