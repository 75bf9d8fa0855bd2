package io.rtpengine.sidecar.bencode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BencodeScannerTest {

  private static final BencodeLimits SMALL = new BencodeLimits(40, 3, 100);

  /** Returns how many bytes the scanner takes until it has seen the last, -1 if it sees none. */
  private static int end(String bytes) throws BencodeException {
    BencodeScanner scanner = new BencodeScanner(SMALL);
    byte[] all = bytes.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < all.length; i++) {
      if (scanner.isLast(all[i])) {
        return i + 1;
      }
    }
    return -1;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "i1e",
        "i-12e",
        "0:",
        "3:abc",
        "3:e:e",
        "le",
        "de",
        "l0:e",
        "d1:ai1ee",
        "d1:ad1:bl1:cee1:dlee",
        "l1:el1:de1:ie",
      })
  void endIsTheLastByteAndNoneBefore(String value) throws BencodeException {
    assertThat(end(value)).isEqualTo(value.length());
    assertThat(end(value + "trailing")).isEqualTo(value.length());
  }

  @ParameterizedTest
  @CsvSource({
    "x, no digit at byte 0",
    "e, end of nothing at byte 0",
    "ixe, no digit at byte 1",
    "1x, no digit at byte 1",
    "lx, no digit at byte 1",
    "llll, deeper than 3 at byte 3",
    "41:, string of more than 40 bytes at byte 1",
    "99999999999999999999:, string of more than 40 bytes at byte 1",
    "i0000000000000000000000000000000000000000e, more than 40 bytes at byte 40",
  })
  void whatCannotBecomeAValueIsRefused(String bytes, String problem) {
    assertThatExceptionOfType(BencodeException.class)
        .isThrownBy(() -> end(bytes))
        .withMessage(problem);
  }
}
