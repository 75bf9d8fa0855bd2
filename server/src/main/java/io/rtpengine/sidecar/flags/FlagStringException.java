package io.rtpengine.sidecar.flags;

/**
 * Says what is wrong with a flag string, and where. It has no stack trace: it tells of the string,
 * not of this program.
 *
 * <p>Its message names the token or the key, and never a value, which may be a secret.
 */
public final class FlagStringException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String name;
  private final int position;

  /**
   * Creates an exception.
   *
   * @param name the token, or the key of the pair, that is at fault
   * @param position where it begins, counted in characters from 1
   * @param problem what is wrong with it
   */
  public FlagStringException(String name, int position, String problem) {
    super("'" + name + "' at character " + position + ": " + problem, null, false, false);
    this.name = name;
    this.position = position;
  }

  /** Says what is wrong with an item. */
  public FlagStringException(FlagItem item, String problem) {
    this(item.name(), item.position(), problem);
  }

  /** Returns the token, or the key of the pair, that is at fault. */
  public String name() {
    return name;
  }

  /** Returns where it begins, counted in characters from 1. */
  public int position() {
    return position;
  }
}
