package io.rtpengine.sidecar.testing;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The answers of the last 30 to 60 seconds, by cookie. Confined to its engine's lock. */
final class FakeAnswers {

  private static final long LIFE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Map<String, byte[]> current = new HashMap<>();
  private final Map<String, byte[]> previous = new HashMap<>();
  private long turnedNanos = System.nanoTime();

  void put(String cookie, byte[] answer) {
    current.put(cookie, answer);
  }

  byte @Nullable [] get(String cookie) {
    // Two generations, as the real one has: an answer lives for 30 to 60 seconds.
    if (System.nanoTime() - turnedNanos > LIFE_NANOS) {
      previous.clear();
      previous.putAll(current);
      current.clear();
      turnedNanos = System.nanoTime();
    }
    byte[] answer = current.get(cookie);
    return answer != null ? answer : previous.get(cookie);
  }

  void clear() {
    current.clear();
    previous.clear();
  }
}
