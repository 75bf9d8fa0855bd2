package io.rtpengine.sidecar.service;

import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.rtpengine.sidecar.ng.NgRequest;
import io.rtpengine.sidecar.translate.Command;
import io.rtpengine.sidecar.translate.CommandCompiler;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The RPCs of the contract that are NG commands, compiled one after the other while the sidecar
 * starts: it takes longer than all the rest, and a request that comes meanwhile need only wait for
 * the command that it is. Thread-safe.
 */
final class ContractCompilation {

  private final Map<MethodDescriptor<?, ?>, CompletableFuture<Command>> commands =
      new LinkedHashMap<>();

  private ContractCompilation(List<MethodDescriptor<?, ?>> rpcs) {
    rpcs.forEach(rpc -> commands.put(rpc, new CompletableFuture<>()));
  }

  /**
   * Has RPCs compiled, in order.
   *
   * @param rpcs the RPCs, each of which is a command
   * @param executor where
   */
  static ContractCompilation start(List<MethodDescriptor<?, ?>> rpcs, Executor executor) {
    ContractCompilation compilation = new ContractCompilation(rpcs);
    executor.execute(compilation::compile);
    return compilation;
  }

  private void compile() {
    try {
      CommandCompiler compiler = new CommandCompiler(Set.of(NgRequest.COMMAND_KEY));
      commands.forEach((rpc, command) -> command.complete(compiler.compile(contract(rpc))));
    } catch (RuntimeException | Error failed) {
      commands.values().forEach(command -> command.completeExceptionally(failed));
    }
  }

  /** Returns the command that an RPC is. */
  CompletableFuture<Command> command(MethodDescriptor<?, ?> rpc) {
    return Objects.requireNonNull(commands.get(rpc), rpc::getFullMethodName);
  }

  /** Waits for all commands. */
  Map<MethodDescriptor<?, ?>, Command> all() {
    Map<MethodDescriptor<?, ?>, Command> all = new HashMap<>();
    commands.forEach((rpc, command) -> all.put(rpc, command.join()));
    return all;
  }

  private static com.google.protobuf.Descriptors.MethodDescriptor contract(
      MethodDescriptor<?, ?> rpc) {
    return ((ProtoMethodDescriptorSupplier) rpc.getSchemaDescriptor()).getMethodDescriptor();
  }
}
