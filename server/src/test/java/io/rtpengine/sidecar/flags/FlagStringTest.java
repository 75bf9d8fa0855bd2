package io.rtpengine.sidecar.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlagStringTest {

  @Test
  void itemsAreTokensAndPairsWithTheirPositions() throws Exception {
    assertThat(FlagString.parse("  a b=c  d=e=f"))
        .containsExactly(
            new FlagItem("a", null, 3), new FlagItem("b", "c", 5), new FlagItem("d", "e=f", 10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "\t\r\n"})
  void nothingHasNoItems(String nothing) throws Exception {
    assertThat(FlagString.parse(nothing)).isEmpty();
  }

  @Test
  void anyWhiteSpaceSeparates() throws Exception {
    assertThat(FlagString.parse("a\tb\r\nc d"))
        .extracting(FlagItem::name)
        .containsExactly("a", "b", "c", "d");
  }

  @Test
  void valueMayBeEmpty() throws Exception {
    assertThat(FlagString.parse("a= b"))
        .containsExactly(new FlagItem("a", "", 1), new FlagItem("b", null, 4));
  }

  @Test
  void bracketsKeepWhiteSpaceTogether() throws Exception {
    assertThat(FlagString.parse("a=[b [c d] e] f"))
        .containsExactly(new FlagItem("a", "[b [c d] e]", 1), new FlagItem("f", null, 15));
  }

  @ParameterizedTest
  @CsvSource({
    "=x,        =, 1, no key",
    "a =x,      =, 3, no key",
    "a b=[c,    b, 3, not closed",
    "a b=[c]d,  b, 3, follows",
    "a=[[],     a, 1, not closed",
  })
  void whatIsWrongIsNamedWithItsPosition(String text, String name, int position, String problem) {
    FlagStringException wrong =
        catchThrowableOfType(FlagStringException.class, () -> FlagString.parse(text));

    assertThat(wrong.name()).isEqualTo(name);
    assertThat(wrong.position()).isEqualTo(position);
    assertThat(wrong).hasMessageContaining(problem);
  }

  @Test
  void longestStringIsTakenAndLongerOnesAreNot() throws Exception {
    String longest = "a".repeat(FlagString.MAX_LENGTH);

    assertThat(FlagString.parse(longest)).hasSize(1);
    assertThat(
            catchThrowableOfType(FlagStringException.class, () -> FlagString.parse(longest + "b")))
        .hasMessageContaining("longer than");
  }

  @Test
  void mostItemsAreTakenAndMoreAreNot() throws Exception {
    String most = "a ".repeat(FlagString.MAX_ITEMS);

    assertThat(FlagString.parse(most)).hasSize(FlagString.MAX_ITEMS);
    assertThat(
            catchThrowableOfType(FlagStringException.class, () -> FlagString.parse(most + "b"))
                .position())
        .isEqualTo(2 * FlagString.MAX_ITEMS + 1);
  }

  @Test
  void messageHasNoValue() {
    assertThat(
            catchThrowableOfType(FlagStringException.class, () -> FlagString.parse("blob=[secret")))
        .hasMessageNotContaining("secret");
  }

  @Test
  void itemsAreIndependentOfWhatSeparatesThem() throws Exception {
    List<FlagItem> items = FlagString.parse("a b=c");

    assertThat(FlagString.parse("a   b=c"))
        .extracting(FlagItem::name)
        .isEqualTo(items.stream().map(FlagItem::name).toList());
  }
}
