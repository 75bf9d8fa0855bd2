package io.rtpengine.sidecar.bencode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BencodeWriterTest {

  private final BencodeWriter writer = new BencodeWriter(0);

  @Test
  void writesEachKindOfValue() {
    writer
        .beginDictionary()
        .string("list")
        .beginList()
        .integer(-7)
        .string(new byte[] {1, 2})
        .end()
        .string("")
        .beginDictionary()
        .end()
        .end();

    assertThat(written()).isEqualTo("d4:listli-7e2:\u0001\u0002e0:dee");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 9, 10, 99, 100, -10, 999_999_999_999_999_999L, Long.MAX_VALUE})
  void writesIntegersInDecimal(long value) {
    assertThat(new String(writer.integer(value).toByteArray(), UTF_8)).isEqualTo("i" + value + "e");
  }

  @Test
  void writesIntegersOfEveryLength() {
    for (long power = 1; power > 0 && power < Long.MAX_VALUE / 10; power *= 10) {
      for (long value : new long[] {power - 1, power, power + 1, -power, 1 - power}) {
        assertThat(BencodeWriter.encode(new BencodeInteger(value)))
            .asString()
            .isEqualTo("i" + value + "e");
      }
    }
  }

  @Test
  void writesTheSmallestInteger() {
    writer.integer(Long.MIN_VALUE);

    assertThat(written()).isEqualTo("i-9223372036854775808e");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sdp",
        "\u007f",
        "\u0080",
        "größer",
        "\u20ac",
        "a\uD83D\uDE00b",
        "\uFFFD",
        "?"
      })
  void lengthOfTextIsThatOfItsUtf8Bytes(String text) {
    writer.string(text);

    assertThat(written()).isEqualTo(text.getBytes(UTF_8).length + ":" + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uD83D", "\uDE00", "a\uD83Db", "\uDE00\uD83D", "é\uDE00", "\uD83D?"})
  void textThatUtf8HasNoBytesForIsRefusedAndNothingIsWritten(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> writer.string(text));
    assertThatIllegalArgumentException().isThrownBy(() -> BencodeString.of(text));
    assertThat(writer.size()).isZero();
  }

  @Test
  void writesAPartOfAnArray() {
    writer.string("abcdef".getBytes(UTF_8), 2, 3);

    assertThat(written()).isEqualTo("3:cde");
  }

  @Test
  void writesWhatRemainsInABufferAndLeavesItThere() {
    ByteBuffer buffer = ByteBuffer.wrap("abcdef".getBytes(UTF_8)).position(1).limit(4);
    ByteBuffer direct = ByteBuffer.allocateDirect(2).put((byte) 'x').put((byte) 'y').flip();

    writer.string(buffer.asReadOnlyBuffer()).string(buffer).string(direct);

    assertThat(written()).isEqualTo("3:bcd3:bcd2:xy");
    assertThat(buffer.remaining()).isEqualTo(3);
  }

  @Test
  void writesBencodeAsItIs() {
    writer.encoded("4:spam".getBytes(UTF_8)).encoded(new byte[0]);

    assertThat(written()).isEqualTo("4:spam");
    assertThat(writer.size()).isEqualTo(6);
  }

  @Test
  void growsAsNeeded() {
    String text = "x".repeat(100_000);

    for (int i = 0; i < 10; i++) {
      writer.string("y").string(text);
    }

    assertThat(written()).isEqualTo(("1:y100000:" + text).repeat(10));
  }

  private String written() {
    return new String(writer.toByteArray(), UTF_8);
  }
}
