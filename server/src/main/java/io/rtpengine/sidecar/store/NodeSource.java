package io.rtpengine.sidecar.store;

/** Where nodes come from. Used by one thread at a time, which may be blocked. */
public interface NodeSource extends AutoCloseable {

  /**
   * Reads the nodes that there are now.
   *
   * @throws NodeSourceException if that is impossible
   */
  NodeList read() throws NodeSourceException;

  /** Returns what to call this source, for the operator; without secrets. */
  @Override
  String toString();

  /** Lets go of what reading needs. */
  @Override
  default void close() {}
}
