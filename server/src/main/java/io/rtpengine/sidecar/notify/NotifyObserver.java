package io.rtpengine.sidecar.notify;

/**
 * Is told what happens to the notification stream, for metrics and logs. Called on event loops:
 * implementations are thread-safe, quick, and throw nothing.
 */
public interface NotifyObserver {

  /** Does nothing. */
  NotifyObserver NONE = new NotifyObserver() {};

  /** There is another event. The type is the contract's, in lower case. */
  default void published(String type) {}

  /** How far the history reaches now. */
  default void historyChanged(int events, long bytes) {}

  /** There is another subscriber. */
  default void subscribed() {}

  /** There is one subscriber less. */
  default void unsubscribed() {}

  /** So many events were given to subscribers. */
  default void delivered(int events) {}

  /** A subscriber was told of a gap; {@code missed} is 0 if it is not known how large it is. */
  default void gap(String reason, long missed) {}

  /** Something arrived from an engine. */
  default void received(Source source) {}

  /** Something arrived that had arrived before, by this way or another. */
  default void duplicate(Source source) {}

  /** Something arrived and was dropped. */
  default void dropped(Source source, DropReason reason) {}

  /** Something was thrown while something that had arrived was dealt with: a fault of our own. */
  default void faulted(RuntimeException fault) {}

  /** A connection for events was made, or lost, to an engine. */
  default void connected(String engine, boolean now) {}

  /** Where engines report to. */
  enum Source {
    /** JSON, by datagrams. */
    UDP,
    /** NG, over connections to engines. */
    TCP,
    /** XML-RPC, over HTTP. */
    XMLRPC
  }

  /** Why something was dropped. */
  enum DropReason {
    /** It could not be read. */
    MALFORMED,
    /** It is larger than anything that an engine sends. */
    TOO_LARGE,
    /** It is not from the address of a node. */
    FOREIGN_SENDER
  }
}
