package io.rtpengine.sidecar.flags;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a flag string apart, as the {@code rtpengine} module of OpenSIPS writes them.
 *
 * <pre>
 *   string = { white-space } [ item { white-space item } ]
 *   item   = token | key "=" value
 *   value  = "[" anything, brackets balanced "]" | anything but white space
 * </pre>
 *
 * <p>Confined to one string.
 */
public final class FlagString {

  /** The longest string that is taken, in characters. */
  public static final int MAX_LENGTH = 65_536;

  /** The most items that are taken. */
  public static final int MAX_ITEMS = 1_000;

  private final String text;
  private int next;

  private FlagString(String text) {
    this.text = text;
  }

  /**
   * Takes a string apart.
   *
   * @return its items, in order
   * @throws FlagStringException if that is impossible
   */
  public static List<FlagItem> parse(String text) throws FlagStringException {
    if (text.length() > MAX_LENGTH) {
      throw new FlagStringException(
          "...", MAX_LENGTH + 1, "the string is longer than " + MAX_LENGTH + " characters");
    }
    return new FlagString(text).items();
  }

  private List<FlagItem> items() throws FlagStringException {
    List<FlagItem> items = new ArrayList<>();
    skipWhiteSpace();
    while (next < text.length()) {
      FlagItem item = item();
      if (items.size() == MAX_ITEMS) {
        throw new FlagStringException(item, "there are more than " + MAX_ITEMS + " items");
      }
      items.add(item);
      skipWhiteSpace();
    }
    return items;
  }

  private FlagItem item() throws FlagStringException {
    int start = next;
    while (next < text.length() && text.charAt(next) != '=' && !isWhiteSpace(next)) {
      next++;
    }
    String name = text.substring(start, next);
    if (name.isEmpty()) {
      throw new FlagStringException("=", start + 1, "there is no key before it");
    }
    return new FlagItem(name, value(name, start), start + 1);
  }

  private @Nullable String value(String name, int itemStart) throws FlagStringException {
    if (next == text.length() || text.charAt(next) != '=') {
      return null;
    }
    int start = ++next;
    if (start < text.length() && text.charAt(start) == '[') {
      next = Brackets.end(text, start);
      if (next < 0) {
        throw new FlagStringException(name, itemStart + 1, "a bracket is not closed");
      }
      if (next < text.length() && !isWhiteSpace(next)) {
        throw new FlagStringException(name, itemStart + 1, "text follows the closing bracket");
      }
    } else {
      while (next < text.length() && !isWhiteSpace(next)) {
        next++;
      }
    }
    return text.substring(start, next);
  }

  private void skipWhiteSpace() {
    while (next < text.length() && isWhiteSpace(next)) {
      next++;
    }
  }

  private boolean isWhiteSpace(int index) {
    return Brackets.isWhiteSpace(text.charAt(index));
  }
}
