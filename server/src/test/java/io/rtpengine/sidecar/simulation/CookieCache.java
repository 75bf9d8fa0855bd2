package io.rtpengine.sidecar.simulation;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an engine has answered, by cookie and nothing else, for 30 to 60 seconds: two generations,
 * the older of which is forgotten every 30 seconds.
 */
final class CookieCache {

  private static final long GENERATION_NANOS = 30_000_000_000L;

  private Map<String, byte[]> current = new HashMap<>();
  private Map<String, byte[]> old = new HashMap<>();
  private long since;

  byte @Nullable [] get(long now, String cookie) {
    if (now - since >= GENERATION_NANOS) {
      old = current;
      current = new HashMap<>();
      since = now;
    }
    byte[] found = current.get(cookie);
    return found != null ? found : old.get(cookie);
  }

  void put(String cookie, byte[] answer) {
    current.put(cookie, answer);
  }

  void clear() {
    current.clear();
    old.clear();
  }
}
