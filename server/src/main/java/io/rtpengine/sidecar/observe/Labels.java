package io.rtpengine.sidecar.observe;

/**
 * The labels of a sample, as they are written. Immutable.
 *
 * @param text without the braces; empty if there are none
 */
record Labels(String text) {

  /** No labels. */
  static final Labels NONE = new Labels("");

  static Labels of(String name, String value) {
    return NONE.and(name, value);
  }

  /** Returns these labels and another. */
  Labels and(String name, String value) {
    StringBuilder more = new StringBuilder(text);
    if (!text.isEmpty()) {
      more.append(',');
    }
    more.append(name).append("=\"");
    for (int i = 0; i < value.length(); i++) {
      switch (value.charAt(i)) {
        case '\\' -> more.append("\\\\");
        case '"' -> more.append("\\\"");
        case '\n' -> more.append("\\n");
        default -> more.append(value.charAt(i));
      }
    }
    return new Labels(more.append('"').toString());
  }
}
