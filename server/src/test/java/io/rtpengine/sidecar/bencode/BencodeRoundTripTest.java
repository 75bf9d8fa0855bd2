package io.rtpengine.sidecar.bencode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written is read as the same value. The values are random, and the same in every run. */
class BencodeRoundTripTest {

  static IntStream seeds() {
    return IntStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsWrittenIsReadAsTheSameValue(int seed) throws BencodeException {
    BencodeValue value = new Values(new Random(seed)).value(5);
    byte[] bytes = BencodeWriter.encode(value);

    BencodeValue read =
        BencodeReader.read(
            bytes, 0, bytes.length, new BencodeLimits(bytes.length, 6, Integer.MAX_VALUE));

    assertThat(read).isEqualTo(value).hasSameHashCodeAs(value).hasToString(value.toString());
    assertThat(BencodeWriter.encode(read)).isEqualTo(bytes);
  }

  /** Random values. */
  private record Values(RandomGenerator random) {

    BencodeValue value(int maxDepth) {
      return switch (random.nextInt(maxDepth > 0 ? 4 : 2)) {
        case 0 -> integer();
        case 1 -> string();
        case 2 -> list(maxDepth - 1);
        default -> dictionary(maxDepth - 1);
      };
    }

    private BencodeInteger integer() {
      // Of all lengths, not just the longest.
      return new BencodeInteger(random.nextLong() >> random.nextInt(64));
    }

    private BencodeString string() {
      byte[] bytes = new byte[random.nextInt(1 << random.nextInt(10))];
      random.nextBytes(bytes);
      return BencodeString.of(bytes);
    }

    private BencodeList list(int maxDepth) {
      return BencodeList.of(
          IntStream.range(0, random.nextInt(6))
              .mapToObj(i -> value(maxDepth))
              .toArray(BencodeValue[]::new));
    }

    private BencodeDictionary dictionary(int maxDepth) {
      BencodeDictionary.Builder builder = BencodeDictionary.builder();
      for (int i = random.nextInt(1 << random.nextInt(1, 6)); i > 0; i--) {
        // The number makes the key unique, the rest of it makes it binary.
        builder.put(
            BencodeString.of(new byte[] {(byte) i, (byte) random.nextInt()}), value(maxDepth));
      }
      return builder.build();
    }
  }
}
