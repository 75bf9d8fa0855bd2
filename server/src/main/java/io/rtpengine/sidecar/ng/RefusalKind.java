package io.rtpengine.sidecar.ng;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an engine means when it refuses, as far as its words tell. */
public enum RefusalKind {
  /** It does not know the call. Each release has spellings of its own. */
  UNKNOWN_CALL("unknown call-id", "unknown call id", "unknown source call-id", "call-id not found"),

  /** Its release does not have the command. */
  NOT_SUPPORTED("unrecognized command"),

  /** It is at a limit: another engine may well take the call. These are all of its words. */
  CAPACITY(
      "parallel session limit reached",
      "ran out of ports",
      "cpu usage limit exceeded",
      "load limit exceeded",
      "bandwidth limit exceeded"),

  /** Neither it nor another engine can understand what it was sent. */
  NOT_UNDERSTOOD(
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
      "invalid data"),

  /** Anything else. */
  OTHER;

  private static final RefusalKind[] ALL = values();

  private final Pattern beginnings;

  RefusalKind(String... beginnings) {
    String anyOf = Stream.of(beginnings).map(Pattern::quote).collect(Collectors.joining("|"));
    this.beginnings = Pattern.compile("(?:" + anyOf + ")", Pattern.CASE_INSENSITIVE);
  }

  private boolean isMeantBy(String words) {
    Matcher matcher = beginnings.matcher(words);
    return this == CAPACITY ? matcher.matches() : matcher.lookingAt();
  }

  /** Returns what an engine's words mean. */
  public static RefusalKind of(String words) {
    for (RefusalKind kind : ALL) {
      if (kind.isMeantBy(words)) {
        return kind;
      }
    }
    return OTHER;
  }
}
