package io.rtpengine.sidecar.translate;

import com.google.protobuf.Descriptors.MethodDescriptor;
import io.rtpengine.sidecar.protobuf.MessageType;
import io.rtpengine.sidecar.protobuf.MessageTypes;
import java.util.Set;

/**
 * Compiles the RPCs of the contract into commands. Not thread-safe; what it compiles is.
 *
 * <p>What messages have in common is compiled once: one compiler for all RPCs is the thing to have.
 */
public final class CommandCompiler {

  private final MessageTypes types = new MessageTypes();
  private final PlanCompiler plans = new PlanCompiler(types);
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
    MessageType request = types.of(method.getInputType());
    MessageType response = types.of(method.getOutputType());
    return new Command(
        method,
        request,
        plans.dictionary(request, reservedKeys),
        response,
        plans.dictionary(response, Set.of()));
  }
}
