package io.rtpengine.sidecar.bencode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ReadOnlyBufferException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BencodeStringTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"", "call-id", "\0", "größer", "\u20ac", "\uD83D\uDE00", "\uFFFD", "a\uFFFD"})
  void textIsWhatTheBytesEncode(String text) {
    assertThat(BencodeString.of(text.getBytes(UTF_8)).text()).contains(text);
    assertThat(BencodeString.of(text).toByteArray()).isEqualTo(text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "ff, byte that UTF-8 has not",
    "61ff62, such a byte in between",
    "80, continuation of nothing",
    "c3, first of two bytes",
    "e282, first two of three bytes",
    "f09f98, first three of four bytes",
    "c0af, overlong in two bytes",
    "e080af, overlong in three bytes",
    "f08080af, overlong in four bytes",
    "c080, overlong zero",
    "eda080, high surrogate",
    "edb080, low surrogate",
    "eda0bdedb880, pair of surrogates",
    "f4908080, beyond the last code point",
    "efbfbdff, replacement character and a wrong byte"
  })
  void bytesThatAreNotUtf8AreNoText(String hex, String what) {
    BencodeString string = BencodeString.of(HexFormat.of().parseHex(hex));

    assertThat(string.text()).as(what).isEmpty();
    assertThat(string.toString()).contains("\uFFFD");
  }

  @Test
  void partOfAnArrayIsOnlyThatPart() {
    BencodeString string = new BencodeString("xspamx".getBytes(UTF_8), 1, 4);

    assertThat(string)
        .isEqualTo(BencodeString.of("spam"))
        .hasSameHashCodeAs(BencodeString.of("spam"));
    assertThat(string.text()).contains("spam");
    assertThat(string.toByteArray()).asString().isEqualTo("spam");
    assertThat(UTF_8.decode(string.asByteBuffer()).toString()).isEqualTo("spam");
    assertThat(string.byteAt(3)).isEqualTo((byte) 'm');
    assertThatThrownBy(() -> string.byteAt(4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> string.byteAt(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void nobodyCanChangeAString() {
    byte[] bytes = "spam".getBytes(UTF_8);
    BencodeString string = BencodeString.of(bytes);
    bytes[0] = 'S';
    string.toByteArray()[0] = 'S';

    assertThat(string).hasToString("spam");
    assertThatThrownBy(() -> string.asByteBuffer().put(0, (byte) 'S'))
        .isInstanceOf(ReadOnlyBufferException.class);
  }

  @Test
  void orderIsThatOfUnsignedBytes() {
    assertThat(BencodeString.of("a")).isLessThan(BencodeString.of("b"));
    assertThat(BencodeString.of("a")).isLessThan(BencodeString.of("aa"));
    assertThat(BencodeString.of("z")).isLessThan(BencodeString.of("é"));
    assertThat(BencodeString.of("a")).isEqualByComparingTo(BencodeString.of("a"));
  }
}
