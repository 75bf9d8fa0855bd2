package io.rtpengine.sidecar.testing;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which reply a request gets. Confined to its engine's lock. */
final class FakeScript {

  private final Map<String, ArrayDeque<FakeReply>> next = new HashMap<>();
  private final Map<String, FakeReply> always = new HashMap<>();

  void next(String command, FakeReply... replies) {
    next.computeIfAbsent(command, key -> new ArrayDeque<>()).addAll(List.of(replies));
  }

  void always(String command, FakeReply reply) {
    always.put(command, reply);
  }

  /** Returns the reply to a request that is there now, and goes on to the next. */
  FakeReply take(String command) {
    for (String name : List.of(command, FakeEngine.ANY)) {
      ArrayDeque<FakeReply> replies = next.get(name);
      if (replies != null && !replies.isEmpty()) {
        return replies.remove();
      }
    }
    FakeReply any = always.getOrDefault(FakeEngine.ANY, FakeReply.usual());
    return always.getOrDefault(command, any);
  }
}
