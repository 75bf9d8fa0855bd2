package io.rtpengine.sidecar.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.management.ThreadMXBean;
import io.rtpengine.v1.FieldRule;
import io.rtpengine.v1.NgBinaryEntry;
import io.rtpengine.v1.NgDictionary;
import io.rtpengine.v1.NgList;
import io.rtpengine.v1.NgValue;
import io.rtpengine.v1.OfferRequest;
import io.rtpengine.v1.RecordingOptions;
import io.rtpengine.v1.SdpOptions;
import io.rtpengine.v1.SessionOptions;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a message in its wire form is taken for, and what an attack can cost at most. */
class WireMessageTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final Descriptor OFFER = OfferRequest.getDescriptor();
  private static final int MUTATIONS = 30_000;

  private static final NgValue NESTED =
      NgValue.newBuilder()
          .setDictionary(
              NgDictionary.newBuilder()
                  .putEntries("n", NgValue.newBuilder().setInteger(-5).build())
                  .addBinaryEntries(
                      NgBinaryEntry.newBuilder()
                          .setKey(ByteString.copyFrom(new byte[] {-1}))
                          .setValue(
                              NgValue.newBuilder()
                                  .setList(NgList.newBuilder().addValues(text("ä"))))))
          .build();

  private static final OfferRequest TYPICAL =
      OfferRequest.newBuilder()
          .setCallId("call")
          .setFromTag("tag")
          .setSdp(ByteString.copyFrom(new byte[] {'v', -1, 0}))
          .setOptions(
              SessionOptions.newBuilder()
                  .setSdp(SdpOptions.getDefaultInstance())
                  .setRecording(RecordingOptions.getDefaultInstance()))
          .addSupports("one")
          .addSupports("two")
          .putExtra("key", NESTED)
          .build();

  @ParameterizedTest
  @CsvSource({
    "the last of two values, 0a0161 0a0162",
    "two pieces of a message, 3a020a00 3a021200",
    "a field of another wire type, 0801 0a0161",
    "an unknown field of every wire type, f07f01 f17f0000000000000000 f27f0161 f57f00000000",
    "an unknown group with a group in it, f37f f37f 0801 f47f 0a0161 f47f 0a0162",
    "a tag and a length in more bytes than they need, 8a00 8100 61",
    "a tag of more than 32 bits, 8a80808010 0161",
    "a length of more than 32 bits, 0a 8180808010 61",
    "a map entry without a value, 7a030a0161",
    "a map entry without a key, 7a021200",
    "two map entries of the same key, 7a070a016112020a00 7a070a016112021801",
    "a oneof that is set twice, 7a0a0a0161120518010a0162",
    "a oneof that is set to two lists, 7a0d0a0161 1208 22020a00 22020a00",
    "nothing at all, ''",
  })
  void messageIsWhatProtobufTakesItFor(String what, String hex) throws Exception {
    byte[] bytes = bytes(hex);

    assertThat(Rebuilt.message(OFFER, bytes)).as(what).isEqualTo(Rebuilt.byProtobuf(OFFER, bytes));
  }

  @ParameterizedTest
  @CsvSource({
    "a length that is cut off, 0a",
    "a string that is cut off, 0a0261",
    "a length of 2 GiB, 0affffffff07",
    "a negative length, 0affffffffffffffffff01",
    "a number that is cut off, 7a020a0018",
    "a number of eleven bytes, f07fffffffffffffffffffff01",
    "a field with the number 0, 0001",
    "a value of wire type 6, 0e",
    "a value of wire type 7, 0f",
    "a group that ends without a beginning, 0c",
    "a group that does not end, 0b",
    "a group that ends as another, f37f 0c",
    "a string that is not UTF-8, 0a01ff",
    "a surrogate in a string, 0a03eda080",
    "an overlong zero in a string, 0a02c080",
    "a key that is not UTF-8, 7a030a01ff",
    "a fixed-size value that is cut off, f57f000000",
  })
  void whatProtobufRefusesIsRefused(String what, String hex) {
    byte[] bytes = bytes(hex);

    assertThatExceptionOfType(InvalidProtocolBufferException.class)
        .as(what)
        .isThrownBy(() -> Rebuilt.byProtobuf(OFFER, bytes));
    assertThatExceptionOfType(MalformedMessageException.class)
        .as(what)
        .isThrownBy(() -> Rebuilt.message(OFFER, bytes));
  }

  @Test
  void numbersOfEveryKindAreRead() throws Exception {
    for (long number : new long[] {0, 1, -1, 150, Long.MIN_VALUE, Long.MAX_VALUE}) {
      byte[] bytes =
          FieldRule.newBuilder()
              .setRequired(true)
              .setMin(number)
              .setMaxLength((int) number)
              .build()
              .toByteArray();

      assertThat(Rebuilt.message(FieldRule.getDescriptor(), bytes))
          .isEqualTo(Rebuilt.byProtobuf(FieldRule.getDescriptor(), bytes));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 99, 100, 101, 102, 5_000})
  void messagesAreNestedAsDeepAsProtobufHasIt(int depth) throws Exception {
    ByteString message = ByteString.EMPTY;
    for (int i = depth; i > 0; i--) {
      // By turns a list of values, and the value that is a list.
      int tag = i % 2 == 1 ? 0x22 : 0x0a;
      message = ByteString.copyFrom(new byte[] {(byte) tag}).concat(prefixed(message));
    }
    byte[] bytes = message.toByteArray();

    if (depth <= 100) {
      assertThat(Rebuilt.message(NgValue.getDescriptor(), bytes))
          .isEqualTo(Rebuilt.byProtobuf(NgValue.getDescriptor(), bytes));
    } else {
      assertThatExceptionOfType(MalformedMessageException.class)
          .isThrownBy(() -> Rebuilt.message(NgValue.getDescriptor(), bytes));
      assertThatExceptionOfType(InvalidProtocolBufferException.class)
          .isThrownBy(() -> Rebuilt.byProtobuf(NgValue.getDescriptor(), bytes));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 99, 100, 101, 5_000})
  void groupsAreNestedAsDeepAsProtobufHasIt(int depth) throws Exception {
    byte[] bytes = bytes("f37f".repeat(depth) + "f47f".repeat(depth));

    if (depth <= 100) {
      assertThat(Rebuilt.message(OFFER, bytes)).isEqualTo(OfferRequest.getDefaultInstance());
    } else {
      assertThatExceptionOfType(MalformedMessageException.class)
          .isThrownBy(() -> Rebuilt.message(OFFER, bytes));
    }
  }

  @Test
  void mutilatedMessageIsWhatProtobufTakesItFor() throws Exception {
    Random random = new Random(7);
    byte[] typical = TYPICAL.toByteArray();
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] bytes = typical.clone();
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      WireMessageFuzzTest.check(
          OFFER, java.util.Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length)));
    }
  }

  @Test
  void announcedLengthCostsNothing() throws Exception {
    MessageType type = new MessageTypes().of(OFFER);
    byte[] bytes = bytes("42".repeat(1_000) + "42ffffffff07");

    assertThat(allocated(type, bytes)).isLessThan(64 * bytes.length + 4_096);
  }

  @Test
  void memoryIsInProportionToWhatWasReceived() throws Exception {
    MessageType type = new MessageTypes().of(OFFER);
    for (String piece : new String[] {"4200", "7a00", "3a00", "72020800", "0a00"}) {
      byte[] bytes = bytes(piece.repeat(100_000));

      assertThat(allocated(type, bytes)).as(piece).isLessThan(20L * bytes.length);
    }
  }

  private static long allocated(MessageType type, byte[] bytes) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      try {
        WireMessage.parse(type, bytes);
      } catch (MalformedMessageException refused) {
        // That costs, too.
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }

  private static ByteString prefixed(ByteString message) {
    return NgValue.newBuilder().setBinary(message).build().toByteString().substring(1);
  }

  private static NgValue text(String text) {
    return NgValue.newBuilder().setText(text).build();
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
