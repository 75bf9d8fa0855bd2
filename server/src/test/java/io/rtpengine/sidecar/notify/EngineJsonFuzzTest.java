package io.rtpengine.sidecar.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.rtpengine.sidecar.translate.DictionaryReader;
import io.rtpengine.v1.EngineNotification;
import java.io.IOException;
import java.util.Optional;

/** Whatever arrives is read or refused, and nothing else. */
class EngineJsonFuzzTest {

  private static final EngineJson JSON = new EngineJson(EngineNotification.getDescriptor());
  private static final DictionaryReader READER =
      new DictionaryReader(EngineNotification.getDescriptor());

  @FuzzTest
  void anyDatagramIsReadOrRefused(FuzzedDataProvider data) {
    byte[] datagram = data.consumeRemainingAsBytes();
    try {
      Optional<byte[]> message = READER.read(JSON.read(datagram));
      if (message.isPresent()) {
        assertThat(EngineNotification.parseFrom(message.get())).isNotNull();
      }
    } catch (IOException refused) {
      // As it should be.
    }
  }
}
