package io.rtpengine.sidecar.service;

import io.grpc.Status;
import java.util.List;
import java.util.Locale;

/**
 * What an engine means when it refuses, as far as its words tell. Immutable and thread-safe.
 *
 * @param reason the reason that the caller is given
 * @param code the status that goes with it
 */
record Refusal(Reason reason, Status.Code code) {

  /** Each release has spellings of its own. */
  private static final List<String> UNKNOWN_CALL =
      List.of("unknown call-id", "unknown call id", "unknown source call-id");

  /** At a limit: another engine may well take the call. */
  private static final List<String> CAPACITY =
      List.of(
          "parallel session limit reached",
          "ran out of ports",
          "cpu usage limit exceeded",
          "load limit exceeded",
          "bandwidth limit exceeded");

  /** Neither this engine nor another can understand what it was sent. */
  private static final List<String> NOT_UNDERSTOOD =
      List.of(
          "failed to parse",
          "no sdp body in message",
          "incomplete sdp specification",
          "sdp doesn't start with",
          "unknown sdp line type",
          "error rewriting sdp",
          "error parsing",
          "error in v= line",
          "missing '=' sign",
          "invalid rtp payload types",
          "invalid rtcp attribute",
          "no address info found for stream",
          "no call-id in message",
          "no from-tag in message",
          "no to-tag in message",
          "no source-tag in message",
          "no media file specified",
          "out of range 'code' specified",
          "could not decode",
          "invalid ng data format",
          "dictionary contains no key",
          "invalid data");

  /** Returns what an engine's error reason means. */
  static Refusal of(String errorReason) {
    String words = errorReason.toLowerCase(Locale.ROOT);
    if (UNKNOWN_CALL.stream().anyMatch(words::startsWith)) {
      return of(Reason.UNKNOWN_CALL);
    }
    if (words.startsWith("unrecognized command")) {
      return of(Reason.COMMAND_NOT_SUPPORTED);
    }
    if (CAPACITY.stream().anyMatch(words::startsWith)) {
      return of(Reason.CAPACITY);
    }
    if (NOT_UNDERSTOOD.stream().anyMatch(words::startsWith)) {
      return new Refusal(Reason.REJECTED_BY_RTPENGINE, Status.Code.INVALID_ARGUMENT);
    }
    return of(Reason.REJECTED_BY_RTPENGINE);
  }

  private static Refusal of(Reason reason) {
    return new Refusal(reason, reason.code());
  }
}
