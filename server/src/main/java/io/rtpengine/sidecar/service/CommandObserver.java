package io.rtpengine.sidecar.service;

import com.google.protobuf.Descriptors.MethodDescriptor;
import java.util.List;
import java.util.function.Consumer;

/**
 * Is told of commands that nodes have carried out for callers. Implementations must be thread-safe.
 */
public interface CommandObserver {

  /** Wants to be told of nothing. */
  CommandObserver NONE = of(List.of(), fault -> {});

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

  /**
   * Returns one that tells several, in order.
   *
   * @param faults is told what one of them throws all the same: the others and the caller have no
   *     part in it
   */
  static CommandObserver of(List<CommandObserver> observers, Consumer<RuntimeException> faults) {
    return new CommandObserver() {
      @Override
      public boolean observes(MethodDescriptor rpc) {
        return observers.stream().anyMatch(observer -> observer.observes(rpc));
      }

      @Override
      public void carriedOut(CarriedOut command) {
        for (CommandObserver observer : observers) {
          try {
            if (observer.observes(command.rpc())) {
              observer.carriedOut(command);
            }
          } catch (RuntimeException fault) {
            faults.accept(fault);
          }
        }
      }
    };
  }
}
