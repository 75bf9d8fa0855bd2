package io.rtpengine.sidecar.bencode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reader accepts, and what it makes of it. What it refuses: {@link HostileInputTest}. */
class BencodeReaderTest {

  @Test
  void readsEachKindOfValue() throws BencodeException {
    assertThat(read("i42e")).isEqualTo(new BencodeInteger(42));
    assertThat(read("4:spam")).isEqualTo(BencodeString.of("spam"));
    assertThat(read("li1e1:ae"))
        .isEqualTo(BencodeList.of(new BencodeInteger(1), BencodeString.of("a")));
    assertThat(read("d1:ai1ee")).isEqualTo(BencodeDictionary.builder().put("a", 1).build());
  }

  @Test
  void emptyValuesAreValues() throws BencodeException {
    assertThat(read("0:")).isEqualTo(BencodeString.of(""));
    assertThat(read("le")).isEqualTo(BencodeList.of());
    assertThat(read("de")).isEqualTo(BencodeDictionary.empty());
    assertThat(read("d0:0:e")).isEqualTo(BencodeDictionary.builder().put("", "").build());
  }

  @ParameterizedTest
  @ValueSource(
      longs = {0, 1, -1, 9, 10, -10, 1L << 31, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE + 1})
  void integersHave64Bits(long value) throws BencodeException {
    assertThat(read("i" + value + "e")).isEqualTo(new BencodeInteger(value));
  }

  @Test
  void smallestIntegerIsRead() throws BencodeException {
    assertThat(read("i-9223372036854775808e")).isEqualTo(new BencodeInteger(Long.MIN_VALUE));
  }

  @Test
  void keysComeInAnyOrderAndKeepIt() throws BencodeException {
    BencodeDictionary dictionary = (BencodeDictionary) read("d1:bi1e1:ai2e2:aai3ee");

    assertThat(dictionary.entries())
        .extracting(entry -> entry.getKey().toString())
        .containsExactly("b", "a", "aa");
  }

  @Test
  void keysOfTheSameLengthAreDifferentKeys() throws BencodeException {
    assertThat(((BencodeDictionary) read("d1:ai1e1:bi2e1:ci3ee")).size()).isEqualTo(3);
  }

  @Test
  void sameKeyMayOccurOnEachLevel() throws BencodeException {
    assertThat(read("d1:ad1:ad1:ai1eeee")).isInstanceOf(BencodeDictionary.class);
  }

  @Test
  void largeDictionaryIsRead() throws BencodeException {
    BencodeDictionary.Builder builder = BencodeDictionary.builder();
    for (int i = 0; i < 1_000; i++) {
      builder.put("key " + i, i);
    }
    BencodeDictionary dictionary = builder.build();

    assertThat(BencodeReader.read(BencodeWriter.encode(dictionary))).isEqualTo(dictionary);
  }

  @Test
  void bytesOfAStringStayAsTheyAre() throws BencodeException {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    BencodeString string = (BencodeString) BencodeReader.read(bytes("256:" + latin1(all)));

    assertThat(string.toByteArray()).isEqualTo(all);
  }

  @Test
  void readsAPartOfTheBytes() throws BencodeException {
    byte[] datagram = bytes("cookie d6:result4:ponge garbage");

    BencodeDictionary reply = BencodeReader.readDictionary(datagram, 7, 16, BencodeLimits.DATAGRAM);

    assertThat(reply.getText(BencodeString.of("result"))).contains("pong");
  }

  @Test
  void dictionaryIsNotReadBeyondThePartThatWasGiven() {
    byte[] datagram = bytes("cookie d6:result4:ponge");

    assertThatExceptionOfType(BencodeException.class)
        .isThrownBy(() -> BencodeReader.readDictionary(datagram, 7, 15, BencodeLimits.DATAGRAM))
        .withMessage("premature end at byte 22");
  }

  @ParameterizedTest
  @CsvSource({"-1, 2", "0, 3", "2, 1", "1, -1"})
  void partMustLieWithinTheBytes(int offset, int length) {
    assertThatThrownBy(
            () -> BencodeReader.read(bytes("le"), offset, length, BencodeLimits.DATAGRAM))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void anythingButADictionaryIsNoDictionary() {
    assertThatExceptionOfType(BencodeException.class)
        .isThrownBy(() -> BencodeReader.readDictionary(bytes("le"), 0, 2, BencodeLimits.DATAGRAM))
        .withMessage("no dictionary at byte 0");
  }

  private static BencodeValue read(String bencode) throws BencodeException {
    return BencodeReader.read(bytes(bencode));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }
}
