package io.rtpengine.sidecar.translate;

import com.google.protobuf.Descriptors.MethodDescriptor;
import java.util.Set;

/**
 * Compiles the RPCs of the contract into commands. Not thread-safe; what it compiles is.
 *
 * <p>What messages have in common is compiled once: one compiler for all RPCs is the thing to have.
 */
public final class CommandCompiler {

  private final PlanCompiler plans = new PlanCompiler();
  private final Set<String> reservedKeys;

  /**
   * Creates a compiler.
   *
   * @param reservedKeys keys of a request's dictionary that {@link Command#writeRequest} leaves to
   *     its caller, and refuses among the extra entries
   */
  public CommandCompiler(Set<String> reservedKeys) {
    this.reservedKeys = Set.copyOf(reservedKeys);
  }

  /**
   * Compiles an RPC.
   *
   * @throws ContractException if it is no NG command, or its options ask for what can't be
   */
  public Command compile(MethodDescriptor method) {
    return new Command(
        method,
        plans.dictionary(method.getInputType(), reservedKeys),
        plans.dictionary(method.getOutputType(), Set.of()));
  }
}
