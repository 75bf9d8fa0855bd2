package io.rtpengine.sidecar.sip;

import gov.nist.javax.sip.header.ContentType;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Looks for SDP in a body (RFC 2046), which may be in parts, and those in parts again. Confined to
 * one body.
 */
final class Multipart {

  /** How deep parts may be nested; what is deeper is not looked at. */
  private static final int MAX_DEPTH = 4;

  private final byte[] message;

  Multipart(byte[] message) {
    this.message = message;
  }

  /** Returns where the first SDP stands in a body or part of some type, if there is one. */
  Optional<SipBody> find(ContentType type, int start, int end) {
    return find(type, start, end, 1);
  }

  private Optional<SipBody> find(ContentType type, int start, int end, int depth) {
    String main = lowerCase(type.getContentType());
    String sub = lowerCase(type.getContentSubType());
    if (main.equals("multipart") && depth < MAX_DEPTH) {
      String boundary = type.getParameter("boundary");
      return boundary == null || boundary.isEmpty()
          ? Optional.empty()
          : findInParts(boundary, start, end, depth);
    }
    boolean fragment = sub.equals("trickle-ice-sdpfrag");
    return main.equals("application") && (sub.equals("sdp") || fragment) && start < end
        ? Optional.of(new SipBody(start, end, fragment))
        : Optional.empty();
  }

  private static String lowerCase(String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }

  private Optional<SipBody> findInParts(String boundary, int start, int end, int depth) {
    byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.UTF_8);
    int delimiterAt = nextDelimiter(delimiter, start, end);
    while (delimiterAt >= 0) {
      int partStart = Lines.next(message, delimiterAt, end);
      int next = nextDelimiter(delimiter, partStart, end);
      if (next >= 0) {
        Optional<SipBody> found = findInPart(partStart, beforeLineEnd(partStart, next), depth);
        if (found.isPresent()) {
          return found;
        }
      }
      delimiterAt = next;
    }
    return Optional.empty();
  }

  /** Returns where the next line begins that begins with the delimiter; -1 if none does. */
  private int nextDelimiter(byte[] delimiter, int from, int end) {
    for (int line = from; line + delimiter.length <= end; line = Lines.next(message, line, end)) {
      int matched = 0;
      while (matched < delimiter.length && message[line + matched] == delimiter[matched]) {
        matched++;
      }
      if (matched == delimiter.length) {
        return line;
      }
    }
    return -1;
  }

  /** The line end before a delimiter belongs to the delimiter. */
  private int beforeLineEnd(int start, int delimiter) {
    int end = delimiter;
    if (end > start && message[end - 1] == '\n') {
      end--;
      if (end > start && message[end - 1] == '\r') {
        end--;
      }
    }
    return end;
  }

  private Optional<SipBody> findInPart(int start, int end, int depth) {
    int content = Lines.afterHeaders(message, start, end);
    if (content < 0) {
      return Optional.empty();
    }
    int line = start;
    while (!Lines.isEmpty(message, line, end)) {
      int next = Lines.next(message, line, end);
      while (Lines.isContinued(message, next, end)) {
        next = Lines.next(message, next, end);
      }
      Optional<ContentType> type = SipReader.contentType(Lines.text(message, line, next));
      if (type.isPresent()) {
        return find(type.get(), content, end, depth + 1);
      }
      line = next;
    }
    return Optional.empty();
  }
}
