package io.rtpengine.sidecar.bencode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BencodeDictionaryTest {

  private final BencodeDictionary dictionary =
      BencodeDictionary.builder()
          .put("result", "ok")
          .put("duration", 3000)
          .put("blob", BencodeString.of(new byte[] {(byte) 0xff}))
          .build();

  @Test
  void orderIsKeptAndMeansNothing() {
    BencodeDictionary other =
        BencodeDictionary.builder()
            .put("blob", BencodeString.of(new byte[] {(byte) 0xff}))
            .put("duration", 3000)
            .put("result", "ok")
            .build();

    assertThat(dictionary).isEqualTo(other).hasSameHashCodeAs(other);
    assertThat(dictionary.key(0)).hasToString("result");
    assertThat(other.key(0)).hasToString("blob");
    assertThat(BencodeWriter.encode(dictionary)).isNotEqualTo(BencodeWriter.encode(other));
  }

  @Test
  void dictionariesOfOtherEntriesAreNotEqual() {
    assertThat(dictionary).isNotEqualTo(BencodeDictionary.empty());
    assertThat(BencodeDictionary.builder().put("a", 1).build())
        .isNotEqualTo(BencodeDictionary.builder().put("a", 2).build())
        .isNotEqualTo(BencodeDictionary.builder().put("b", 1).build())
        .isNotEqualTo(BencodeDictionary.builder().put("a", "1").build());
  }

  @Test
  void valuesAreFoundByKey() {
    assertThat(dictionary.get(BencodeString.of("duration"))).contains(new BencodeInteger(3000));
    assertThat(dictionary.get(BencodeString.of("Duration"))).isEmpty();
  }

  @Test
  void onlyTextIsFoundAsText() {
    assertThat(dictionary.getText(BencodeString.of("result"))).contains("ok");
    assertThat(dictionary.getText(BencodeString.of("duration"))).isEmpty();
    assertThat(dictionary.getText(BencodeString.of("blob"))).isEmpty();
    assertThat(dictionary.getText(BencodeString.of("missing"))).isEmpty();
  }

  @Test
  void keyCanBePutOnlyOnce() {
    BencodeDictionary.Builder builder = BencodeDictionary.builder().put("a", 1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.put("a", "again"))
        .withMessage("key: a (expected: not there yet)");
    assertThat(builder.build()).isEqualTo(BencodeDictionary.builder().put("a", 1).build());
  }

  @Test
  void entryThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> dictionary.key(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> dictionary.value(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
