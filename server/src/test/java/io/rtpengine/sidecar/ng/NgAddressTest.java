package io.rtpengine.sidecar.ng;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rtpengine.sidecar.ng.NgAddress.Family;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NgAddressTest {

  @ParameterizedTest
  @CsvSource({
    "udp:127.0.0.1:2223, 127.0.0.1, 2223, ANY",
    "udp:rtpengine.example:2223, rtpengine.example, 2223, ANY",
    "UDP:localhost:1, localhost, 1, ANY",
    "udp://10.0.0.1:65535, 10.0.0.1, 65535, ANY",
    "udp:10.0.0.1, 10.0.0.1, 22222, ANY",
    "udp:[::1]:2223, ::1, 2223, IPV6",
    "udp://[2001:db8::1]:2223, 2001:db8::1, 2223, IPV6",
    "udp6:[::1]:2223, ::1, 2223, IPV6",
    "udp6:[::1], ::1, 22222, IPV6",
    "udp6:localhost:2223, localhost, 2223, IPV6",
    "udp6://[::1]:2223, ::1, 2223, IPV6",
  })
  void udp(String written, String host, int port, Family family) {
    assertThat(NgAddress.parse(written)).isEqualTo(new NgAddress.Udp(written, host, port, family));
  }

  @ParameterizedTest
  @CsvSource({
    "unix:/run/rtpengine/ng.sock, /run/rtpengine/ng.sock",
    "/run/ng.sock, /run/ng.sock",
    "./ng.sock, ./ng.sock",
    "unix:ng.sock, ng.sock",
  })
  void unix(String written, String path) {
    assertThat(NgAddress.parse(written)).isEqualTo(new NgAddress.Unix(written, path));
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:2225, http://127.0.0.1:2225/ng",
    "http://[::1]:2225/ng, http://[::1]:2225/ng",
    "https://rtpengine.example, https://rtpengine.example/ng",
    "https://rtpengine.example/behind/ng?a=b, https://rtpengine.example/behind/ng?a=b",
    "http://host/, http://host/",
  })
  void http(String written, String uri) {
    assertThat(((NgAddress.Http) NgAddress.parse(written)).uri()).hasToString(uri);
  }

  @ParameterizedTest
  @CsvSource({
    "udp:127.0.0.1:2223",
    "udp6:[::1]",
    "unix:/run/ng.sock",
    "/run/ng.sock",
    "http://host",
  })
  void toStringIsWhatWasWritten(String written) {
    assertThat(NgAddress.parse(written)).hasToString(written);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 1, scheme",
    "127.0.0.1:2223, 1, scheme",
    "tcp:127.0.0.1:2223, 1, scheme",
    "udp:, 5, host",
    "udp::2223, 5, host",
    "udp://:2223, 7, host",
    "udp:host:, 10, port",
    "udp:host:0, 10, port",
    "udp:host:65536, 10, port",
    "udp:host:99999999999, 10, port",
    "udp:host:-1, 10, port",
    "udp:host:22a, 10, port",
    "udp:[::1, 5, host",
    "udp:[]:2223, 6, host",
    "udp:[::g]:2223, 6, host",
    "udp:[127.0.0.1]:2223, 6, host",
    "udp:[::1]2223, 10, port",
    "udp6:::1:2223, 6, host",
    "udp6:127.0.0.1:2223, 6, host",
    "udp:2001:db8::1:2223, 5, host",
    "'udp:a:1 udp:b:1', 8, white space",
    "unix:, 6, path",
    "http:host, 6, host",
    "http://, 8, address",
    "http://host:0, 13, port",
    "http://host:65536, 13, port",
    "http://user@host, 8, address",
    "http://host/%zz, 13, address",
  })
  void problemIsQuotedWithItsPlace(String written, int character, String what) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NgAddress.parse(written))
        .withMessageStartingWith("\"" + written + "\": " + what + " at character " + character);
  }

  @Test
  void problemSaysWhatWasExpected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NgAddress.parse("udp:host:99999"))
        .withMessage("\"udp:host:99999\": port at character 10: \"99999\" (expected: 1 to 65535)");
  }
}
