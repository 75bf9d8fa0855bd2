package io.rtpengine.sidecar.translate;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.rtpengine.v1.FieldRule;
import io.rtpengine.v1.NgField;
import io.rtpengine.v1.NgShape;
import io.rtpengine.v1.NgUnit;
import io.rtpengine.v1.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Makes valid messages of the contract, which between them set every field to every kind of value.
 */
final class Samples {

  private Samples() {}

  /** Returns messages that have what is required and one field more: each in its turn. */
  static List<Message> of(Descriptor type) {
    Message least = least(type);
    List<Message> samples = new ArrayList<>();
    for (FieldDescriptor field : type.getFields()) {
      NgField options = ContractWalk.options(field);
      if (ContractWalk.travels(field) && !options.getExtra() && !options.getFreeTokens()) {
        for (Object value : values(field)) {
          samples.add(with(least, field, value));
        }
      }
    }
    return samples;
  }

  private static Message least(Descriptor type) {
    Message least = DynamicMessage.getDefaultInstance(type);
    for (FieldDescriptor field : type.getFields()) {
      if (field.getOptions().getExtension(Options.rule).getRequired()
          || ContractWalk.shape(type) == NgShape.NG_SHAPE_TUPLE) {
        least = with(least, field, values(field).get(0));
      }
    }
    return least;
  }

  private static Message with(Message message, FieldDescriptor field, Object value) {
    return message.toBuilder().setField(field, field.isRepeated() ? List.of(value) : value).build();
  }

  private static List<?> values(FieldDescriptor field) {
    FieldRule rule = field.getOptions().getExtension(Options.rule);
    return switch (field.getJavaType()) {
      case BOOLEAN -> truths(ContractWalk.options(field));
      case STRING ->
          rule.getCharacters().isEmpty()
              ? List.of("x y")
              : rule.getCharacters().chars().mapToObj(Character::toString).toList();
      case BYTE_STRING -> List.of(ByteString.copyFrom(new byte[] {(byte) 0xff, 0, 'x'}));
      case INT -> numbers(rule).mapToObj(number -> (int) number).toList();
      case LONG -> numbers(rule).boxed().toList();
      case DOUBLE -> List.of(2.5);
      case FLOAT -> List.of(2.5f);
      case ENUM ->
          field.getEnumType().getValues().stream()
              .filter(value -> value.getNumber() != 0)
              .<EnumValueDescriptor>map(value -> value)
              .toList();
      case MESSAGE -> messages(field, rule);
    };
  }

  private static List<Boolean> truths(NgField options) {
    boolean falseTravels =
        !options.getKey().isEmpty() && options.getYes().isEmpty() == options.getNo().isEmpty();
    return falseTravels ? List.of(true, false) : List.of(true);
  }

  private static LongStream numbers(FieldRule rule) {
    long least = rule.hasMin() ? rule.getMin() : 1;
    return LongStream.of(least, rule.hasMax() ? rule.getMax() : least + 1_000).distinct();
  }

  private static List<? extends Message> messages(FieldDescriptor field, FieldRule rule) {
    Descriptor type = field.getMessageType();
    NgUnit unit = ContractWalk.options(field).getUnit();
    if (type.equals(Duration.getDescriptor())) {
      return numbers(rule).mapToObj(count -> duration(count, unit)).toList();
    }
    if (type.equals(Timestamp.getDescriptor())) {
      return List.of(Timestamp.newBuilder().setSeconds(1_700_000_000).build());
    }
    if (field.isMapField()) {
      Message entry =
          with(DynamicMessage.getDefaultInstance(type), type.findFieldByNumber(1), "audio");
      FieldDescriptor value = type.findFieldByNumber(2);
      return values(value).stream().map(each -> with(entry, value, each)).toList();
    }
    return of(type);
  }

  private static Duration duration(long count, NgUnit unit) {
    long perSecond =
        switch (unit) {
          case NG_UNIT_SECONDS -> 1;
          case NG_UNIT_MILLISECONDS -> 1_000;
          case NG_UNIT_MICROSECONDS -> 1_000_000;
          case NG_UNIT_UNSPECIFIED, UNRECOGNIZED -> throw new IllegalArgumentException("no unit");
        };
    return Duration.newBuilder()
        .setSeconds(count / perSecond)
        .setNanos((int) (count % perSecond * (1_000_000_000 / perSecond)))
        .build();
  }
}
