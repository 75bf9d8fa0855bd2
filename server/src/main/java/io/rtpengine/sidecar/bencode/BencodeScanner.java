package io.rtpengine.sidecar.bencode;

/**
 * Finds where a value ends that arrives piece by piece. It keeps nothing of the value and checks no
 * more than it needs for that; a {@link BencodeReader} does the rest. Not thread-safe.
 */
public final class BencodeScanner {

  private enum State {
    /** Before a value, a key, or the end of a list or dictionary. */
    VALUE,
    INTEGER,
    LENGTH,
    STRING
  }

  private final BencodeLimits limits;
  private State state = State.VALUE;
  private int scanned;
  private int depth;
  private int length;

  /** Creates a scanner of one value. */
  public BencodeScanner(BencodeLimits limits) {
    this.limits = limits;
  }

  /**
   * Takes the next byte, which there must not be after the last one.
   *
   * @return whether it is the last of the value
   * @throws BencodeException if these bytes begin no value within the limits
   */
  public boolean isLast(byte next) throws BencodeException {
    if (scanned++ == limits.maxBytes()) {
      throw problem("more than " + limits.maxBytes() + " bytes");
    }
    state =
        switch (state) {
          case VALUE -> begin(next);
          case INTEGER -> next == 'e' ? State.VALUE : integer(next);
          case LENGTH -> next == ':' ? string() : length(next);
          case STRING -> --length == 0 ? State.VALUE : State.STRING;
        };
    return state == State.VALUE && depth == 0;
  }

  private State begin(byte next) throws BencodeException {
    switch (next) {
      case 'd', 'l' -> {
        if (++depth > limits.maxDepth()) {
          throw problem("deeper than " + limits.maxDepth());
        }
        return State.VALUE;
      }
      case 'e' -> {
        if (--depth < 0) {
          throw problem("end of nothing");
        }
        return State.VALUE;
      }
      case 'i' -> {
        return State.INTEGER;
      }
      default -> {
        length = 0;
        return length(next);
      }
    }
  }

  private State integer(byte next) throws BencodeException {
    if (next != '-' && !isDigit(next)) {
      throw problem("no digit");
    }
    return State.INTEGER;
  }

  private State length(byte next) throws BencodeException {
    if (!isDigit(next)) {
      throw problem("no digit");
    }
    int digit = next - '0';
    if (length > (limits.maxBytes() - digit) / 10) {
      throw problem("string of more than " + limits.maxBytes() + " bytes");
    }
    length = length * 10 + digit;
    return State.LENGTH;
  }

  private State string() {
    return length == 0 ? State.VALUE : State.STRING;
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }

  private BencodeException problem(String what) {
    return new BencodeException(what, scanned - 1);
  }
}
