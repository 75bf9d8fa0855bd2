package io.rtpengine.sidecar.bencode;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Whatever the bytes, the reader either refuses them or understands them to the last one: what it
 * read is written as the same bytes again, since bencode has but one spelling of everything.
 *
 * <p>The build tries the inputs in the resource directory {@code BencodeFuzzTestInputs}, which
 * holds typical messages and whatever was found to be of interest. To search for more, guided by
 * coverage:
 *
 * <pre>
 * JAZZER_FUZZ=1 mvn -pl server -am test -Dtest=BencodeFuzzTest -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 */
class BencodeFuzzTest {

  @FuzzTest(maxDuration = "2m")
  void whatIsReadIsWrittenAsTheSameBytes(byte[] bytes) {
    BencodeValue value;
    try {
      value = BencodeReader.read(bytes);
    } catch (BencodeException refused) {
      assertThat(refused.offset()).isBetween(0, bytes.length);
      return;
    }
    assertThat(BencodeWriter.encode(value)).isEqualTo(bytes);
  }
}
