package io.rtpengine.sidecar.ng;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Looks host names up. Thread-safe. */
interface HostResolver {

  /**
   * Looks a name up, without blocking.
   *
   * @param listener is told the answer, exactly once, on any thread
   */
  void resolve(String host, Consumer<Answer> listener);

  /**
   * What a name stands for.
   *
   * @param addresses its addresses; none if it has none, or nobody answered
   * @param life how long they may be taken for granted
   */
  record Answer(List<InetAddress> addresses, Duration life) {

    /** There is nothing. */
    static final Answer NONE = new Answer(List.of(), Duration.ZERO);

    public Answer {
      addresses = List.copyOf(addresses);
    }
  }
}
