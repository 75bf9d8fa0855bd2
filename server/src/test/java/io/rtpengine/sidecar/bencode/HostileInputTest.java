package io.rtpengine.sidecar.bencode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the reader refuses, where it sees the fault, and what an attack on it can cost at most. */
class HostileInputTest {

  private static final int DATAGRAM = 65_507;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  static Stream<Arguments> refused() {
    return Stream.of(
        refused("nothing at all", "", "premature end", 0),
        refused("no value", "x", "no digit", 0),
        refused("end of nothing", "e", "no digit", 0),
        refused("second value", "i1ei2e", "trailing bytes", 3),
        refused("end too many", "lee", "trailing bytes", 2),
        refused("line feed after the value", "le\n", "trailing bytes", 2),
        refused("white space before the value", " le", "no digit", 0),
        refused("integer without digits", "ie", "no digit", 1),
        refused("integer that is but a sign", "i-e", "no digit", 2),
        refused("integer with a plus sign", "i+1e", "no digit", 1),
        refused("integer with two signs", "i--1e", "no digit", 2),
        refused("negative zero", "i-0e", "negative zero", 0),
        refused("leading zero", "i01e", "leading zero", 1),
        refused("leading zero after the sign", "i-01e", "leading zero", 2),
        refused("two zeros", "i00e", "leading zero", 1),
        refused("fraction", "i1.5e", "no 'e'", 2),
        refused("exponent", "i1e5", "trailing bytes", 3),
        refused("hexadecimal integer", "i0x10e", "no 'e'", 2),
        refused("integer of another script", "i\u00b2e", "no digit", 1),
        refused("integer without end", "i1", "premature end", 2),
        refused("integer that is only begun", "i", "premature end", 1),
        refused("2^63", "i9223372036854775808e", "integer beyond 64 bits", 0),
        refused("-2^63-1", "i-9223372036854775809e", "integer beyond 64 bits", 0),
        refused("largest of 19 digits", "i9999999999999999999e", "integer beyond 64 bits", 0),
        refused("2^64", "i18446744073709551616e", "too many digits", 1),
        refused("2^64+1, which is 1 modulo 2^64", "i18446744073709551617e", "too many digits", 1),
        refused("length with a leading zero", "04:spam", "leading zero", 0),
        refused("length 00", "00:", "leading zero", 0),
        refused("negative length", "-1:", "no digit", 0),
        refused("length alone", "4", "premature end", 1),
        refused("length without colon", "4spam", "no ':'", 1),
        refused("length one too long", "5:spam", "string longer than what is there", 0),
        refused("length of 2 GiB", "2147483647:x", "string longer than what is there", 0),
        refused("length of 2^32+1", "4294967297:x", "string longer than what is there", 0),
        refused("length of 2^63", "9223372036854775808:x", "string longer than what is there", 0),
        refused("length of 2^64+1", "18446744073709551617:x", "too many digits", 0),
        refused("string that eats the end of its list", "l2:ae", "premature end", 5),
        refused("list without end", "li1e", "premature end", 4),
        refused("list that is only begun", "l", "premature end", 1),
        refused("dictionary that is only begun", "d", "premature end", 1),
        refused("dictionary without end", "d1:ai1e", "premature end", 7),
        refused("key without value", "d1:ae", "no digit", 4),
        refused("integer as key", "di1ei2ee", "no digit", 1),
        refused("list as key", "dlei2ee", "no digit", 1),
        refused("repeated key", "d1:ai1e1:ai2ee", "repeated key in the dictionary that ends", 13),
        refused("repeated empty key", "d0:0:0:0:e", "repeated key in the dictionary that ends", 9),
        refused(
            "repeated key, not side by side",
            "d1:ai1e1:bi2e1:ai3ee",
            "repeated key in the dictionary that ends",
            19));
  }

  private static Arguments refused(String what, String input, String problem, int offset) {
    return Arguments.argumentSet(what, input, problem, offset);
  }

  @ParameterizedTest
  @MethodSource
  void refused(String input, String problem, int offset) {
    assertRefused(input, problem, offset);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void offsetCountsFromTheStartOfTheArray(String input, String problem, int offset) {
    byte[] bytes = ("cookie " + input).getBytes(ISO_8859_1);

    assertThatExceptionOfType(BencodeException.class)
        .isThrownBy(() -> BencodeReader.read(bytes, 7, input.length(), BencodeLimits.DATAGRAM))
        .withMessage(problem + " at byte " + (7 + offset))
        .satisfies(refusal -> assertThat(refusal.offset()).isEqualTo(7 + offset));
  }

  @Test
  void everyTruncationIsRefused() {
    String message = "d7:command5:offer5:flagsl5:trust6:strict1:xi-12eee";

    for (int length = 0; length < message.length(); length++) {
      byte[] truncated = message.substring(0, length).getBytes(ISO_8859_1);
      assertThatExceptionOfType(BencodeException.class)
          .as("the first %d bytes", length)
          .isThrownBy(() -> BencodeReader.read(truncated));
    }
  }

  @Test
  void repeatedKeyOfALargeDictionaryIsRefused() {
    StringBuilder dictionary = new StringBuilder("d");
    for (int i = 100; i < 200; i++) {
      dictionary.append("3:").append(i).append("le");
    }
    dictionary.append("3:150lee");

    assertRefused(
        dictionary.toString(), "repeated key in the dictionary that ends", dictionary.length() - 1);
  }

  @Test
  void depthIsLimited() throws BencodeException {
    BencodeLimits limits = new BencodeLimits(100, 3, 100);

    assertThat(read("llleee", limits)).isInstanceOf(BencodeList.class);
    assertThatExceptionOfType(BencodeException.class)
        .isThrownBy(() -> read("lllleeee", limits))
        .withMessage("deeper than 3 at byte 3");
    assertThatExceptionOfType(BencodeException.class)
        .isThrownBy(() -> read("d1:ad1:ald1:ai1eeeee", limits))
        .withMessage("deeper than 3 at byte 9");
  }

  @Test
  void depthIsThatOfNestingAndNotOfAllLists() throws BencodeException {
    assertThat(read("llelelee", new BencodeLimits(100, 2, 100))).isInstanceOf(BencodeList.class);
  }

  @Test
  void datagramFullOfOpeningBracketsIsRefused() {
    assertRefused("l".repeat(DATAGRAM), "deeper than 32", 32);
    assertRefused("d0:".repeat(DATAGRAM / 3), "deeper than 32", 96);
  }

  @Test
  void deepestThatCanBeAllowedFitsTheStack() throws BencodeException {
    BencodeLimits limits = new BencodeLimits(1_000, 256, 1_000);
    BencodeValue value = read("l".repeat(256) + "e".repeat(256), limits);

    assertThat(BencodeWriter.encode(value)).hasSize(512);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BencodeLimits(1, 257, 1))
        .withMessage("maxDepth: 257 (expected: from 1 to 256)");
  }

  @Test
  void numberOfValuesIsLimitedAndCountsKeys() throws BencodeException {
    BencodeLimits limits = new BencodeLimits(100, 10, 4);

    assertThat(read("li1ei2ei3ee", limits)).isInstanceOf(BencodeList.class);
    assertThatExceptionOfType(BencodeException.class)
        .isThrownBy(() -> read("li1ei2ei3ei4ee", limits))
        .withMessage("more than 4 values at byte 10");
    assertThatExceptionOfType(BencodeException.class)
        .isThrownBy(() -> read("d1:ai1e1:bi2ee", limits))
        .withMessage("more than 4 values at byte 10");
  }

  @Test
  void lengthIsLimited() throws BencodeException {
    BencodeLimits limits = new BencodeLimits(6, 10, 10);

    assertThat(read("4:spam", limits)).isEqualTo(BencodeString.of("spam"));
    assertThatExceptionOfType(BencodeException.class)
        .isThrownBy(() -> read("5:spam!", limits))
        .withMessage("more than 6 bytes at byte 0");
  }

  static Stream<Arguments> memoryHogs() {
    return Stream.of(
        Arguments.argumentSet("huge announced length", "l" + "9".repeat(18) + ":e"),
        Arguments.argumentSet("empty strings", "l" + "0:".repeat(16_383) + "e"),
        Arguments.argumentSet("short strings", "l" + "1:a".repeat(16_383) + "e"),
        Arguments.argumentSet("integers", "l" + "i0e".repeat(16_383) + "e"),
        Arguments.argumentSet("empty lists", "l" + "le".repeat(16_383) + "e"),
        Arguments.argumentSet("empty dictionaries", "l" + "de".repeat(16_383) + "e"),
        Arguments.argumentSet("small dictionaries", "l" + "d0:lee".repeat(5_000) + "e"),
        Arguments.argumentSet("lists of one", "l" + "llee".repeat(8_191) + "e"),
        Arguments.argumentSet(
            "deep lists", "l" + ("l".repeat(31) + "e".repeat(31)).repeat(500) + "e"),
        Arguments.argumentSet("large dictionary", dictionaryOf(distinctKeys(5_000))));
  }

  @ParameterizedTest
  @MethodSource("memoryHogs")
  void memoryIsInProportionToWhatWasReceived(String input) {
    byte[] bytes = input.getBytes(ISO_8859_1);
    tryToRead(bytes);

    long before = THREADS.getCurrentThreadAllocatedBytes();
    tryToRead(bytes);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

    assertThat(allocated).isLessThan(Math.min(1_000_000, 1_000 + 26L * bytes.length));
  }

  @Test
  void keysWithCollidingHashCodesCostLittleMoreThanOthers() throws BencodeException {
    List<BencodeString> keys = collidingKeys();
    assertThat(keys).doesNotHaveDuplicates();
    assertThat(keys).extracting(BencodeString::hashCode).containsOnly(keys.get(0).hashCode());
    byte[] colliding = dictionaryOf(keys).getBytes(ISO_8859_1);
    byte[] distinct = dictionaryOf(distinctKeys(keys.size())).getBytes(ISO_8859_1);

    long collidingNanos = Long.MAX_VALUE;
    long distinctNanos = Long.MAX_VALUE;
    for (int i = 0; i < 50; i++) {
      collidingNanos = Math.min(collidingNanos, nanosToRead(colliding));
      distinctNanos = Math.min(distinctNanos, nanosToRead(distinct));
    }

    // A few times as much, that is; some hundred times, if keys could not be ordered.
    assertThat(collidingNanos).isLessThan(30 * distinctNanos);
  }

  /** Returns keys of seven blocks each, all of which contribute the same to the hash code. */
  private static List<BencodeString> collidingKeys() {
    List<String> blocks = List.of("Aa", "BB", "C#");
    List<String> keys = List.of("");
    for (int i = 0; i < 7; i++) {
      keys = keys.stream().flatMap(key -> blocks.stream().map(key::concat)).toList();
    }
    return keys.stream().map(BencodeString::of).toList();
  }

  private static long nanosToRead(byte[] bytes) throws BencodeException {
    long before = THREADS.getCurrentThreadCpuTime();
    assertThat(BencodeReader.read(bytes)).isNotNull();
    return THREADS.getCurrentThreadCpuTime() - before;
  }

  private static List<BencodeString> distinctKeys(int count) {
    return Stream.iterate(10_000, i -> i + 1)
        .limit(count)
        .map(i -> BencodeString.of(i.toString()))
        .toList();
  }

  private static String dictionaryOf(List<BencodeString> keys) {
    StringBuilder text = new StringBuilder("d");
    keys.forEach(key -> text.append(key.length()).append(':').append(key).append("le"));
    return text.append('e').toString();
  }

  private static void tryToRead(byte[] bytes) {
    try {
      assertThat(BencodeReader.read(bytes)).isNotNull();
    } catch (BencodeException refused) {
      assertThat(refused.offset()).isLessThanOrEqualTo(bytes.length);
    }
  }

  private static BencodeValue read(String input, BencodeLimits limits) throws BencodeException {
    return BencodeReader.read(input.getBytes(ISO_8859_1), 0, input.length(), limits);
  }

  private static void assertRefused(String input, String problem, int offset) {
    assertThatExceptionOfType(BencodeException.class)
        .isThrownBy(() -> BencodeReader.read(input.getBytes(ISO_8859_1)))
        .withMessage(problem + " at byte " + offset);
  }
}
