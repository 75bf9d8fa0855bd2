package io.rtpengine.sidecar.translate;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All NG commands of the contract. Immutable and thread-safe. */
public final class Commands {

  private final Map<String, Command> byMethod;

  private Commands(Map<String, Command> byMethod) {
    this.byMethod = Map.copyOf(byMethod);
  }

  /**
   * Compiles the commands among the RPCs of {@code files}.
   *
   * @param reservedKeys keys of a request that are not the contract's to write
   * @throws ContractException if the contract asks for what can't be
   */
  public static Commands compile(List<FileDescriptor> files, Set<String> reservedKeys) {
    PlanCompiler compiler = new PlanCompiler();
    Map<String, Command> commands = new LinkedHashMap<>();
    for (FileDescriptor file : files) {
      for (ServiceDescriptor service : file.getServices()) {
        for (MethodDescriptor method : service.getMethods()) {
          if (Command.is(method)) {
            commands.put(method.getFullName(), Command.compile(method, compiler, reservedKeys));
          }
        }
      }
    }
    return new Commands(commands);
  }

  /** Returns the command that an RPC is, if it is one. */
  public Optional<Command> of(MethodDescriptor method) {
    return Optional.ofNullable(byMethod.get(method.getFullName()));
  }
}
