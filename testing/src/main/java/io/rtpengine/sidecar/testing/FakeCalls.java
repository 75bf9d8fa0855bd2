package io.rtpengine.sidecar.testing;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an rtpengine that is in good health says: enough of it to test its clients with. Confined to
 * its engine's lock.
 */
final class FakeCalls {

  private final Set<String> calls = new HashSet<>();

  Map<String, ?> reply(FakeRequest request) {
    String call = request.text("call-id").orElse("");
    return switch (request.command()) {
      case "ping" -> Map.of("result", "pong");
      case "list" -> list();
      case "statistics" ->
          ok("statistics", Map.of("currentstatistics", Map.of("sessionstotal", calls.size())));
      case "offer", "publish" -> {
        calls.add(call);
        yield sdp(request);
      }
      case "delete" ->
          calls.remove(call)
              ? ok("tags", Map.of())
              : ok("warning", "Call-ID not found or tags didn't match");
      case "" -> error("Dictionary contains no key \"command\"");
      default -> known(call, request);
    };
  }

  private Map<String, ?> known(String call, FakeRequest request) {
    if (!calls.contains(call)) {
      return error("Unknown call-id");
    }
    return switch (request.command()) {
      case "answer", "subscribe request" -> sdp(request);
      case "query" -> ok("tags", Map.of());
      default -> Map.of("result", "ok");
    };
  }

  private Map<String, ?> list() {
    return ok("calls", List.copyOf(calls));
  }

  /** Gives back the SDP of the request as it is. */
  private static Map<String, ?> sdp(FakeRequest request) {
    Object sdp = request.dictionary().get("sdp");
    return sdp == null ? error("No SDP body in message") : ok("sdp", sdp);
  }

  private static Map<String, ?> ok(String key, Object value) {
    // As from the real one, the result comes last.
    Map<String, Object> reply = new LinkedHashMap<>();
    reply.put(key, value);
    reply.put("result", "ok");
    return reply;
  }

  private static Map<String, ?> error(String reason) {
    return Map.of("result", "error", "error-reason", reason);
  }
}
