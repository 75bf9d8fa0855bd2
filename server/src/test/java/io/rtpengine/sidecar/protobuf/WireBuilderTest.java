package io.rtpengine.sidecar.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.DoubleValue;
import com.google.protobuf.Int32Value;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.UInt64Value;
import io.rtpengine.v1.FieldRule;
import io.rtpengine.v1.NgList;
import io.rtpengine.v1.NgValue;
import io.rtpengine.v1.OfferResponse;
import io.rtpengine.v1.Served;
import org.junit.jupiter.api.Test;

class WireBuilderTest {

  private final MessageTypes types = new MessageTypes();
  private final WireBuilder builder = new WireBuilder();

  @Test
  void zigzagNumbersArePut() throws Exception {
    MessageType type = types.of(FieldRule.getDescriptor());

    builder.number(type.field(FieldRule.MIN_FIELD_NUMBER), Long.MIN_VALUE);
    builder.number(type.field(FieldRule.MAX_FIELD_NUMBER), 0);

    assertThat(FieldRule.parseFrom(builder.toByteArray()))
        .isEqualTo(FieldRule.newBuilder().setMin(Long.MIN_VALUE).setMax(0).build());
  }

  @Test
  void doublesArePut() throws Exception {
    MessageField value = types.of(DoubleValue.getDescriptor()).field(1);

    assertThat(builder.number(value, Double.doubleToRawLongBits(-2.5))).isTrue();

    assertThat(DoubleValue.parseFrom(builder.toByteArray())).isEqualTo(DoubleValue.of(-2.5));
  }

  @Test
  void negativeNumbersTakeTenBytes() throws Exception {
    MessageField value = types.of(Int32Value.getDescriptor()).field(1);

    assertThat(builder.number(value, -1)).isTrue();

    assertThat(builder.toByteArray()).isEqualTo(Int32Value.of(-1).toByteArray());
  }

  @Test
  void numberBeyondTheRangeOfItsFieldIsNotPut() {
    MessageField int32 = types.of(Int32Value.getDescriptor()).field(1);
    MessageField uint32 = types.of(UInt32Value.getDescriptor()).field(1);
    MessageField uint64 = types.of(UInt64Value.getDescriptor()).field(1);

    assertThat(builder.number(int32, 1L << 31)).isFalse();
    assertThat(builder.number(uint32, -1)).isFalse();
    assertThat(builder.number(uint32, 1L << 32)).isFalse();
    assertThat(builder.number(uint64, -1)).isFalse();
    assertThat(builder.toByteArray()).isEmpty();
  }

  @Test
  void defaultOfAFieldWithoutPresenceIsNotPut() {
    MessageType type = types.of(Served.getDescriptor());

    assertThat(builder.number(type.field(Served.SET_ID_FIELD_NUMBER), 0)).isFalse();
    assertThat(builder.string(type.field(Served.RESULT_FIELD_NUMBER), "")).isFalse();
    assertThat(builder.string(type.field(Served.WARNING_FIELD_NUMBER), "")).isTrue();
  }

  @Test
  void openMessageGrowsUntilItsHolderIsComplete() throws Exception {
    MessageType type = types.of(OfferResponse.getDescriptor());
    MessageField served = type.field(OfferResponse.SERVED_FIELD_NUMBER);
    MessageField result = served.messageType().field(Served.RESULT_FIELD_NUMBER);

    builder.open(served).string(result, "ok");
    builder.string(type.field(OfferResponse.RECORDINGS_FIELD_NUMBER), "a");
    builder.open(served).putAll(Served.newBuilder().setNode("n").build().toByteArray());
    builder.string(type.field(OfferResponse.RECORDINGS_FIELD_NUMBER), "b");

    assertThat(OfferResponse.parseFrom(builder.toByteArray()))
        .isEqualTo(
            OfferResponse.newBuilder()
                .setServed(Served.newBuilder().setResult("ok").setNode("n"))
                .addRecordings("a")
                .addRecordings("b")
                .build());
  }

  @Test
  void openMessageWithoutFieldsIsNotThere() {
    MessageType type = types.of(OfferResponse.getDescriptor());

    builder.open(type.field(OfferResponse.SERVED_FIELD_NUMBER));

    assertThat(builder.toByteArray()).isEmpty();
  }

  @Test
  void lentBuilderIsUsedAgainForTheNextMessage() throws Exception {
    MessageField text = types.of(NgValue.getDescriptor()).field(NgValue.TEXT_FIELD_NUMBER);
    MessageField values = types.of(NgList.getDescriptor()).field(NgList.VALUES_FIELD_NUMBER);

    for (String each : new String[] {"a", "dropped", "b"}) {
      WireBuilder value = builder.message();
      assertThat(value.isTaken(text)).isFalse();
      value.string(text, each);
      assertThat(value.isTaken(text)).isTrue();
      if (!each.equals("dropped")) {
        builder.put(values, value);
      }
    }

    assertThat(NgList.parseFrom(builder.toByteArray()).getValuesList())
        .extracting(NgValue::getText)
        .containsExactly("a", "b");
  }

  @Test
  void whatWasPutLastCanBeTakenBack() throws Exception {
    MessageField values = types.of(OfferResponse.getDescriptor()).field(2);
    builder.string(values, "stays");
    int before = builder.size();
    builder.string(values, "x".repeat(1_000));

    builder.rewind(before);

    assertThat(OfferResponse.parseFrom(builder.toByteArray()).getRecordingsList())
        .containsExactly("stays");
  }

  @Test
  void stringsOfAnyLengthArePut() throws Exception {
    MessageField sdp = types.of(OfferResponse.getDescriptor()).field(1);
    for (int length : new int[] {1, 127, 128, 16_383, 16_384, 70_000}) {
      WireBuilder message = new WireBuilder();
      ByteString bytes = ByteString.copyFrom(new byte[length]);
      message.string(sdp, length, bytes::copyTo);

      assertThat(OfferResponse.parseFrom(message.toByteArray()).getSdp()).isEqualTo(bytes);
    }
  }
}
