package io.rtpengine.sidecar.sip;

import java.nio.charset.StandardCharsets;

/** Finds lines in bytes. A line ends with LF, with or without CR before it. */
final class Lines {

  private Lines() {}

  /** Returns the first byte after the line that {@code from} stands in, and after its end. */
  static int next(byte[] bytes, int from, int end) {
    int i = from;
    while (i < end && bytes[i] != '\n') {
      i++;
    }
    return Math.min(i + 1, end);
  }

  /** Whether an empty line begins at {@code from}. */
  static boolean isEmpty(byte[] bytes, int from, int end) {
    return from < end
        && (bytes[from] == '\n'
            || (bytes[from] == '\r' && from + 1 < end && bytes[from + 1] == '\n'));
  }

  /**
   * Returns the first byte after the empty line that ends a section of headers; -1 if none does.
   */
  static int afterHeaders(byte[] bytes, int from, int end) {
    for (int line = from; line < end; line = next(bytes, line, end)) {
      if (isEmpty(bytes, line, end)) {
        return next(bytes, line, end);
      }
    }
    return -1;
  }

  /** Whether the line goes on with what the line before it began. */
  static boolean isContinued(byte[] bytes, int from, int end) {
    return from < end && (bytes[from] == ' ' || bytes[from] == '\t');
  }

  static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
