package io.rtpengine.sidecar.pool;

/**
 * The participants of a call that requests have named, by their tags or branches: none, one, two,
 * or more than can be told.
 *
 * <p>With two, a node ends the call when it ends what either has part in, since there is nobody
 * left to talk to. With more it may live on, and only the node knows.
 *
 * <p>They are a number, because there may be a million calls: a hash of each. That two hash alike
 * is as unlikely as it is harmless: a call is forgotten then that lives on, and has to be looked
 * for.
 */
public final class Participants {

  /** None has been named. */
  public static final long NONE = 0;

  /** There may be any. */
  public static final long UNKNOWN = -1;

  private Participants() {}

  /**
   * Returns some participants and one more.
   *
   * @param hash of what it is named by; 0 if it is not
   */
  public static long with(long participants, int hash) {
    int one = (int) participants;
    int other = (int) (participants >>> Integer.SIZE);
    if (participants == UNKNOWN || hash == 0 || hash == one || hash == other) {
      return participants;
    }
    if (one == 0) {
      return Integer.toUnsignedLong(hash);
    }
    return other == 0 ? participants | ((long) hash << Integer.SIZE) : UNKNOWN;
  }

  /** Returns the participants that are among the one or the other. */
  static long union(long participants, long others) {
    if (others == UNKNOWN) {
      return UNKNOWN;
    }
    long union = participants;
    for (long left = others; left != NONE; left >>>= Integer.SIZE) {
      union = with(union, (int) left);
    }
    return union;
  }
}
