package io.rtpengine.sidecar.ng;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RefusalKindTest {

  @ParameterizedTest
  @CsvSource({
    "Parallel session limit reached,          CAPACITY",
    "Ran out of ports,                        CAPACITY",
    "ran OUT of ports,                        CAPACITY",
    "CPU usage limit exceeded,                CAPACITY",
    "Load limit exceeded,                     CAPACITY",
    "Bandwidth limit exceeded,                CAPACITY",
    "Ran out of ports for recording,          OTHER",
    "Call ran out of ports,                   OTHER",
    "Unknown call-id,                         UNKNOWN_CALL",
    "Unknown call-id in 'query',              UNKNOWN_CALL",
    "Unrecognized command,                    NOT_SUPPORTED",
    "Failed to parse SDP at 'x',              NOT_UNDERSTOOD",
    "'',                                      OTHER",
  })
  void limitIsReachedIfThatIsAllThatIsSaid(String words, RefusalKind kind) {
    assertThat(RefusalKind.of(words)).isEqualTo(kind);
  }
}
