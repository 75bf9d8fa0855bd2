package io.rtpengine.reference;

/** A page in Markdown, as it is being written. */
final class Markdown {

  private final StringBuilder text = new StringBuilder();

  void heading(int level, String title) {
    block("#".repeat(level) + " " + title);
  }

  /** Adds paragraphs, as they are. Nothing, if they are empty. */
  void paragraph(String paragraphs) {
    if (!paragraphs.isEmpty()) {
      block(paragraphs);
    }
  }

  /** Begins a table. */
  void table(String... headings) {
    block("| " + String.join(" | ", headings) + " |");
    text.append("|---".repeat(headings.length)).append("|\n");
  }

  /** Adds a row to the table that was begun last. */
  void row(String... cells) {
    for (String cell : cells) {
      text.append("| ").append(cell(cell)).append(' ');
    }
    text.append("|\n");
  }

  /** Returns the page. */
  String text() {
    return text.toString();
  }

  /** Returns the first sentence of a comment. */
  static String firstSentence(String comment) {
    return comment.strip().replaceFirst("(?s)\\n\\n.*", "").replaceFirst("(?s)(\\.)\\s.*", "$1");
  }

  private void block(String block) {
    if (!text.isEmpty()) {
      text.append('\n');
    }
    text.append(block).append('\n');
  }

  /** A table's cell is one line: what separates lines and cells is spelled otherwise. */
  private static String cell(String content) {
    return content
        .strip()
        .replace("|", "\\|")
        .replaceAll("\\n\\n+", "<br><br>")
        .replaceAll("\\n\\s*- ", "<br>- ")
        .replaceAll("\\s*\\n\\s*", " ");
  }
}
