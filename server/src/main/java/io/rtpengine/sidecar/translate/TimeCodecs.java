package io.rtpengine.sidecar.translate;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.rtpengine.sidecar.bencode.BencodeInteger;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.bencode.BencodeValue;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import io.rtpengine.sidecar.protobuf.MalformedMessageException;
import io.rtpengine.sidecar.protobuf.MessageField;
import io.rtpengine.sidecar.protobuf.WireBuilder;
import io.rtpengine.sidecar.protobuf.WireMessage;
import io.rtpengine.sidecar.protobuf.WireValues;
import io.rtpengine.v1.NgField;
import io.rtpengine.v1.NgUnit;
import java.math.BigDecimal;
import java.math.RoundingMode;
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
  static ElementCodec of(MessageField field, NgField options) {
    Parts parts =
        new Parts(
            // Both types have the same two fields.
            field.messageType().field(Duration.SECONDS_FIELD_NUMBER),
            field.messageType().field(Duration.NANOS_FIELD_NUMBER));
    long unit = nanosPer(field, options.getUnit());
    if (field.messageType().descriptor().equals(Timestamp.getDescriptor())) {
      return new Counted(parts, unit, 0, null);
    }
    return options.getDecimals() > 0 || options.getText()
        ? new DecimalSpan(parts, unit, options.getDecimals())
        : new Counted(parts, unit, -MAX_SECONDS * (NANOS_PER_SECOND / unit), Rule.of(field));
  }

  private static long nanosPer(MessageField field, NgUnit unit) {
    return switch (unit) {
      case NG_UNIT_SECONDS -> NANOS_PER_SECOND;
      case NG_UNIT_MILLISECONDS -> 1_000_000L;
      case NG_UNIT_MICROSECONDS -> 1_000L;
      case NG_UNIT_UNSPECIFIED, UNRECOGNIZED ->
          throw new ContractException(field.descriptor(), "has no unit");
    };
  }

  /** What a span and a point of time consist of. */
  private record Parts(MessageField seconds, MessageField nanos) {
    long seconds(WireMessage time) {
      return time.number(seconds.slot());
    }

    long nanos(WireMessage time) {
      return time.number(nanos.slot());
    }

    /** Puts a time of {@code count} units, each so many nanoseconds. */
    boolean put(long count, long unit, MessageField field, WireBuilder builder) {
      long perSecond = NANOS_PER_SECOND / unit;
      WireBuilder time = builder.message();
      // Neither has presence: 0 is not put.
      time.number(seconds, count / perSecond);
      time.number(nanos, count % perSecond * unit);
      builder.put(field, time);
      return true;
    }
  }

  /**
   * A span of time, or a point of time from the UNIX epoch on, counted in a unit.
   *
   * @param least the least count that is valid
   */
  private record Counted(Parts parts, long unit, long least, @Nullable Rule rule)
      implements ElementCodec {
    private long greatest() {
      return MAX_SECONDS * (NANOS_PER_SECOND / unit);
    }

    @Override
    public void write(WireValues values, int index, BencodeWriter writer, Violations violations)
        throws MalformedMessageException {
      WireMessage time = values.message(index);
      long seconds = parts.seconds(time);
      long nanos = parts.nanos(time);
      if (nanos % unit != 0) {
        violations.add(Violation.Kind.INVALID_FIELD, "must be a multiple of " + name(unit));
        return;
      }
      if (seconds < -MAX_SECONDS || seconds > MAX_SECONDS) {
        violations.add(Violation.Kind.INVALID_FIELD, "must not exceed " + MAX_SECONDS + " seconds");
        return;
      }
      long count = seconds * (NANOS_PER_SECOND / unit) + nanos / unit;
      if (rule != null) {
        rule.check((double) count, violations);
      }
      writer.integer(count);
    }

    @Override
    public boolean read(BencodeValue value, MessageField field, WireBuilder builder) {
      return value instanceof BencodeInteger integer
          && integer.value() >= least
          && integer.value() <= greatest()
          && (rule == null || rule.allows((double) integer.value()))
          && parts.put(integer.value(), unit, field, builder);
    }
  }

  /** A span of time that travels as a string, perhaps with digits after the point. */
  private record DecimalSpan(Parts parts, long unit, int decimals) implements ElementCodec {
    @Override
    public void write(WireValues values, int index, BencodeWriter writer, Violations violations)
        throws MalformedMessageException {
      WireMessage time = values.message(index);
      writer.string(spelled(parts.seconds(time), parts.nanos(time)));
    }

    private String spelled(long seconds, long nanos) {
      return BigDecimal.valueOf(seconds)
          .multiply(BigDecimal.valueOf(NANOS_PER_SECOND))
          .add(BigDecimal.valueOf(nanos))
          .divide(BigDecimal.valueOf(unit), decimals, RoundingMode.HALF_EVEN)
          .toPlainString();
    }

    @Override
    public boolean read(BencodeValue value, MessageField field, WireBuilder builder) {
      if (!(value instanceof BencodeString string) || string.length() > 40) {
        return false;
      }
      String text = string.text().orElse("");
      try {
        long nanos = new BigDecimal(text).multiply(BigDecimal.valueOf(unit)).longValueExact();
        return spelled(nanos / NANOS_PER_SECOND, nanos % NANOS_PER_SECOND).equals(text)
            && parts.put(nanos, 1, field, builder);
      } catch (ArithmeticException | NumberFormatException unspeakable) {
        return false;
      }
    }
  }

  private static String name(long unit) {
    if (unit == NANOS_PER_SECOND) {
      return "one second";
    }
    return unit == 1_000_000L ? "one millisecond" : "one microsecond";
  }
}
