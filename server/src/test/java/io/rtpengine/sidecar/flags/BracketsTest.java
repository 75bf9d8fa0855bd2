package io.rtpengine.sidecar.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rtpengine.sidecar.bencode.BencodeValue;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BracketsTest {

  @ParameterizedTest
  @CsvSource({
    "[],                     le",
    "[a],                    l1:ae",
    "[ a  b ],               l1:a1:be",
    "[a [b c] []],           l1:al1:b1:celee",
    "[a=b],                  d1:a1:be",
    "[b=1 a=[c d] e=[f=g]],  d1:b1:11:al1:c1:de1:ed1:f1:gee",
    "[a=],                   de",
    "[a--b c..d],            l3:a=b3:c de",
    "[a=b--c..d],            d1:a5:b=c de",
    "[a--b=c],               d4:a--b1:ce",
    "[---],                  l2:=-e",
    "[a=b=c],                d1:a3:b=ce",
    "[--],                   l1:=e",
    "[a[b]],                 l4:a[b]e",
    "[x:[::1]:5 [a[b]c]],    l9:x:[::1]:5l5:a[b]cee",
    "[a=b[c]],               d1:a4:b[c]e",
    "[a[b]=c],               d4:a[b]1:ce",
  })
  void valueInBracketsIsAListOrADictionary(String value, String bencode) throws Exception {
    assertThat(written(parse(value))).isEqualTo(bencode);
  }

  @ParameterizedTest
  @CsvSource({
    "[a=b a=c],     8, twice",
    "[a=[b]c],      6, follows",
    "[[b]c],        4, follows",
    "[a[b c]],      4, not closed",
    "[a[b c]=d],    4, not closed",
    "[a=b[c d]],    6, not closed",
  })
  void whatIsWrongIsNamedWithItsPosition(String value, int position, String problem) {
    FlagStringException wrong = catchThrowableOfType(FlagStringException.class, () -> parse(value));

    assertThat(wrong.name()).isEqualTo("x");
    assertThat(wrong.position()).isEqualTo(position);
    assertThat(wrong).hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource({
    "[a=b c],       8, d1:a1:be",
    "[c a=b],       4, d1:a1:be",
    "[a=b =c],      8, d1:a1:be",
    "[a=[b c=d]],   7, d1:ad1:c1:dee",
  })
  void whatIsNoPairAmongPairsIsLeftOutWithAWarning(String value, int position, String bencode)
      throws Exception {
    List<String> warnings = new ArrayList<>();

    assertThat(written(parse(value, warnings))).isEqualTo(bencode);
    assertThat(warnings)
        .singleElement()
        .asString()
        .startsWith("'x' at character " + position + ": there is no key and value");
  }

  @Test
  void deepestNestingIsTakenAndADeeperOneIsNot() throws Exception {
    String deepest = "[".repeat(Brackets.MAX_DEPTH) + "]".repeat(Brackets.MAX_DEPTH);

    assertThat(written(parse(deepest))).isEqualTo("l".repeat(9) + "e".repeat(9));
    assertThat(catchThrowableOfType(FlagStringException.class, () -> parse("[" + deepest + "]")))
        .hasMessageContaining("deeper");
  }

  @Test
  void longestValueIsTakenAndALongerOneIsNot() throws Exception {
    String longest = "\u00e9".repeat(Brackets.MAX_BYTES / 2);

    assertThat(written(parse("[" + longest + "]"))).startsWith("l4096:");
    assertThat(catchThrowableOfType(FlagStringException.class, () -> parse("[" + longest + "x]")))
        .hasMessageContaining("4096 bytes");
  }

  private static BencodeValue parse(String value) throws FlagStringException {
    List<String> warnings = new ArrayList<>();
    BencodeValue parsed = parse(value, warnings);
    assertThat(warnings).isEmpty();
    return parsed;
  }

  private static BencodeValue parse(String value, List<String> warnings)
      throws FlagStringException {
    return Brackets.parse(FlagString.parse("x=" + value).get(0), warnings);
  }

  private static String written(BencodeValue value) {
    BencodeWriter writer = new BencodeWriter(256);
    value.writeTo(writer);
    return new String(writer.toByteArray(), StandardCharsets.UTF_8);
  }
}
