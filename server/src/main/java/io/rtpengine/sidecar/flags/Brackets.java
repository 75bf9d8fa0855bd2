package io.rtpengine.sidecar.flags;

import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeList;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.bencode.BencodeValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Understands values in brackets.
 *
 * <pre>
 *   value      = "[" list "]" | "[" dictionary "]"
 *   list       = { entry }           separated by white space
 *   dictionary = { key "=" entry }   likewise; there is at least one
 *   entry      = value | text
 * </pre>
 *
 * <p>In a text, {@code ..} stands for a space and {@code --} for an equals sign; brackets in it are
 * of the text if they are balanced. What is no pair among pairs is left out, with a warning.
 * Confined to one value.
 */
public final class Brackets {

  /** The longest value that is taken, in bytes of UTF-8 between its brackets. */
  public static final int MAX_BYTES = 4_096;

  /** How deep brackets may be nested. */
  public static final int MAX_DEPTH = 9;

  private final FlagItem item;
  private final String text;
  private final List<String> warnings;

  private Brackets(FlagItem item, String text, List<String> warnings) {
    this.item = item;
    this.text = text;
    this.warnings = warnings;
  }

  /**
   * Understands the value of an item, which is in brackets.
   *
   * @param warnings where to add what is odd about it
   * @throws FlagStringException if that is impossible
   */
  public static BencodeValue parse(FlagItem item, List<String> warnings)
      throws FlagStringException {
    String text = String.valueOf(item.value());
    if (text.getBytes(StandardCharsets.UTF_8).length - 2 > MAX_BYTES) {
      throw new FlagStringException(
          item, "there are more than " + MAX_BYTES + " bytes in its brackets");
    }
    return new Brackets(item, text, warnings).value(0, text.length(), 1);
  }

  /** Returns where the bracket that opens at {@code start} has closed; -1 if nowhere. */
  static int end(String text, int start) {
    int depth = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '[') {
        depth++;
      } else if (c == ']' && --depth == 0) {
        return i + 1;
      }
    }
    return -1;
  }

  static boolean isWhiteSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  /** Understands the value from one bracket to the one that closes it. */
  private BencodeValue value(int open, int close, int depth) throws FlagStringException {
    if (depth > MAX_DEPTH) {
      throw problem(open, "brackets are nested deeper than " + MAX_DEPTH);
    }
    int from = open + 1;
    int to = close - 1;
    return isDictionary(from, to) ? dictionary(from, to, depth) : list(from, to, depth);
  }

  /** Whether an equals sign stands outside of inner brackets. */
  private boolean isDictionary(int from, int to) {
    int depth = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '[') {
        depth++;
      } else if (c == ']') {
        depth--;
      } else if (c == '=' && depth == 0) {
        return true;
      }
    }
    return false;
  }

  private BencodeValue list(int from, int to, int depth) throws FlagStringException {
    List<BencodeValue> entries = new ArrayList<>();
    for (int i = skip(from, to); i < to; i = skip(i, to)) {
      int end = entryEnd(i, to);
      entries.add(entry(i, end, depth));
      i = end;
    }
    return BencodeList.of(entries);
  }

  private BencodeValue dictionary(int from, int to, int depth) throws FlagStringException {
    BencodeDictionary.Builder entries = BencodeDictionary.builder();
    Set<String> keys = new HashSet<>();
    for (int i = skip(from, to); i < to; i = skip(i, to)) {
      int equals = i;
      while (equals < to && text.charAt(equals) != '=' && !isWhiteSpace(text.charAt(equals))) {
        equals++;
      }
      if (equals == to || text.charAt(equals) != '=' || equals == i) {
        String odd = "there is no key and value here, as there are beside; it is not sent";
        warnings.add(String.valueOf(problem(i, odd).getMessage()));
        i = entryEnd(i, to);
        continue;
      }
      requireBalanced(i, equals);
      String key = text.substring(i, equals);
      if (!keys.add(key)) {
        throw problem(i, "the key stands there twice");
      }
      int end = entryEnd(equals + 1, to);
      if (end > equals + 1) {
        entries.put(BencodeString.of(key), entry(equals + 1, end, depth));
      }
      i = end;
    }
    return entries.build();
  }

  private BencodeValue entry(int from, int to, int depth) throws FlagStringException {
    return from < to && text.charAt(from) == '['
        ? value(from, to, depth + 1)
        : BencodeString.of(unescaped(text.substring(from, to)));
  }

  private int entryEnd(int from, int to) throws FlagStringException {
    if (from < to && text.charAt(from) == '[') {
      int end = end(text, from);
      if (end < to && !isWhiteSpace(text.charAt(end))) {
        throw problem(from, "text follows the closing bracket");
      }
      return end;
    }
    int end = from;
    while (end < to && !isWhiteSpace(text.charAt(end))) {
      end++;
    }
    requireBalanced(from, end);
    return end;
  }

  /** What looks like a bracket around several texts can't be one within the first of them. */
  private void requireBalanced(int from, int to) throws FlagStringException {
    int depth = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '[') {
        depth++;
      } else if (c == ']' && --depth < 0) {
        break;
      }
    }
    if (depth != 0) {
      throw problem(from, "a bracket is not closed within the text that it stands in");
    }
  }

  private int skip(int from, int to) {
    int i = from;
    while (i < to && isWhiteSpace(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static String unescaped(String text) {
    if (!text.contains("--") && !text.contains("..")) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean doubled = i + 1 < text.length() && text.charAt(i + 1) == c;
      if (doubled && (c == '-' || c == '.')) {
        plain.append(c == '-' ? '=' : ' ');
        i++;
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  private FlagStringException problem(int index, String problem) {
    return new FlagStringException(item.name(), item.valuePosition() + index, problem);
  }
}
