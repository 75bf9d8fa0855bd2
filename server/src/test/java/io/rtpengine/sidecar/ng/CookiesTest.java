package io.rtpengine.sidecar.ng;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CookiesTest {

  private static final String PREFIX = "AAAAAAAAAAAAAAAA";

  private final Cookies cookies = new Cookies(() -> 0);

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 9, 10, 15, 16, 255, 256, 0x123456789abcdefL, Long.MAX_VALUE >>> 3})
  void serialIsReadBackFromItsCookie(long serial) {
    ByteBuf buffer = Unpooled.buffer().writeByte('x');
    cookies.write(serial, buffer);

    assertThat(buffer.toString(1, buffer.readableBytes() - 1, StandardCharsets.US_ASCII))
        .isEqualTo(PREFIX + Long.toHexString(serial));
    assertThat(cookies.serial(buffer, 1, buffer.readableBytes() - 1)).isEqualTo(serial);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "A",
        PREFIX,
        "BAAAAAAAAAAAAAAA0",
        "AAAAAAAAAAAAAAAB0",
        PREFIX + "00",
        PREFIX + "01",
        PREFIX + "g",
        PREFIX + "A",
        PREFIX + "-1",
        PREFIX + "ffffffffffffffff",
        PREFIX + "7fffffffffffffff",
        PREFIX + "10000000000000000",
      })
  void whatWasNotGivenOutIsNotOurs(String cookie) {
    ByteBuf buffer = Unpooled.copiedBuffer(cookie, StandardCharsets.US_ASCII);

    assertThat(cookies.serial(buffer, 0, cookie.length())).isNegative();
  }

  @Test
  void prefixesDiffer() {
    SecureRandom random = new SecureRandom();
    ByteBuf buffer = Unpooled.buffer();
    new Cookies(random).write(0, buffer);

    assertThat(new Cookies(random).serial(buffer, 0, buffer.readableBytes())).isNegative();
  }
}
