package io.rtpengine.sidecar.service;

import com.google.protobuf.Descriptors.MethodDescriptor;
import java.util.List;

/**
 * Is told of commands that nodes have carried out for callers. Implementations must be thread-safe.
 */
public interface CommandObserver {

  /** Wants to be told of nothing. */
  CommandObserver NONE = of(List.of());

  /**
   * Returns the full name of an RPC. An observer compares RPCs by their names: to compare their
   * descriptors, the whole contract would have to be loaded before the first command can be served.
   */
  static String nameOf(io.grpc.MethodDescriptor<?, ?> rpc) {
    return rpc.getFullMethodName().replace('/', '.');
  }

  /** Returns whether it wants to be told of the commands of an RPC: asked once, at the start. */
  boolean observes(MethodDescriptor rpc);

  /**
   * Is told that a node has carried a command out, just before the caller is. It must neither block
   * nor throw, and take little time: the caller waits.
   */
  void carriedOut(CarriedOut command);

  /** Returns one that tells several, in order. */
  static CommandObserver of(List<CommandObserver> observers) {
    return new CommandObserver() {
      @Override
      public boolean observes(MethodDescriptor rpc) {
        return observers.stream().anyMatch(observer -> observer.observes(rpc));
      }

      @Override
      public void carriedOut(CarriedOut command) {
        for (CommandObserver observer : observers) {
          if (observer.observes(command.rpc())) {
            observer.carriedOut(command);
          }
        }
      }
    };
  }
}
