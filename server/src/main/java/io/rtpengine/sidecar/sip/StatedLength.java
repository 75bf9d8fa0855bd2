package io.rtpengine.sidecar.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The length that a message states of its body. Immutable and thread-safe.
 *
 * @param start the first digit of it
 * @param end the first byte after its digits
 * @param length the length
 */
record StatedLength(int start, int end, long length) {

  /** More digits than this are no length of any body. */
  private static final int MAX_DIGITS = 9;

  /** Returns the lengths that the headers before {@code bodyStart} state: one, or none, or more. */
  static List<StatedLength> all(byte[] message, int bodyStart) {
    List<StatedLength> found = new ArrayList<>();
    int line = 0;
    while (line < bodyStart) {
      int next = Lines.next(message, line, bodyStart);
      while (Lines.isContinued(message, next, bodyStart)) {
        next = Lines.next(message, next, bodyStart);
      }
      int colon = line;
      while (colon < next && message[colon] != ':') {
        colon++;
      }
      String name = Lines.text(message, line, colon).strip().toLowerCase(Locale.ROOT);
      if (name.equals("content-length") || name.equals("l")) {
        add(message, colon + 1, next, found);
      }
      line = next;
    }
    return found;
  }

  private static void add(byte[] message, int from, int to, List<StatedLength> found) {
    int start = from;
    while (start < to && Character.isWhitespace(message[start])) {
      start++;
    }
    int end = start;
    while (end < to && message[end] >= '0' && message[end] <= '9') {
      end++;
    }
    if (start < end && end - start <= MAX_DIGITS) {
      found.add(new StatedLength(start, end, Long.parseLong(Lines.text(message, start, end))));
    }
  }
}
