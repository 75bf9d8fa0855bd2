package io.rtpengine.sidecar.pool;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The commands that a node has said it does not have. Thread-safe. */
final class Capabilities {

  /** Callers can make up commands, and are not to fill the memory. */
  private static final int MAX_LACKING = 64;

  private final Set<String> lacking = ConcurrentHashMap.newKeySet();

  /** Takes note of whether the node has a command. */
  void note(String command, boolean has) {
    if (!has) {
      if (lacking.size() < MAX_LACKING) {
        lacking.add(command);
      }
    } else if (!lacking.isEmpty()) {
      lacking.remove(command);
    }
  }

  boolean lacks(String command) {
    return !lacking.isEmpty() && lacking.contains(command);
  }

  Set<String> lacking() {
    return Set.copyOf(lacking);
  }

  /** Forgets what the node has said: it may be of another release now. */
  void forget() {
    lacking.clear();
  }
}
