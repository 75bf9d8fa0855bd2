package io.rtpengine.sidecar.service;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.stub.ServerCalls;
import io.rtpengine.sidecar.ng.NgRequest;
import io.rtpengine.sidecar.pool.Pool;
import io.rtpengine.sidecar.translate.Command;
import io.rtpengine.sidecar.translate.Commands;
import io.rtpengine.v1.CallServiceGrpc;
import io.rtpengine.v1.NodeServiceGrpc;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The services of the contract, as gRPC serves them. Immutable and thread-safe. */
public final class ContractServices {

  /** The services whose RPCs are NG commands. */
  private static final List<ServiceDescriptor> COMMAND_SERVICES =
      List.of(CallServiceGrpc.getServiceDescriptor(), NodeServiceGrpc.getServiceDescriptor());

  private final Commands commands;

  /**
   * Compiles the contract.
   *
   * @throws io.rtpengine.sidecar.translate.ContractException if it asks for what can't be
   */
  public ContractServices() {
    commands =
        Commands.compile(
            COMMAND_SERVICES.stream()
                .map(
                    service ->
                        ((ProtoFileDescriptorSupplier) service.getSchemaDescriptor())
                            .getFileDescriptor())
                .toList(),
            Set.of(NgRequest.COMMAND_KEY));
  }

  /** Returns the services, with {@code pool} to carry their commands out. */
  public List<ServerServiceDefinition> bind(Pool pool) {
    List<ServerServiceDefinition> bound = new ArrayList<>();
    for (ServiceDescriptor service : COMMAND_SERVICES) {
      ServerServiceDefinition.Builder definition = ServerServiceDefinition.builder(service);
      for (MethodDescriptor<?, ?> method : service.getMethods()) {
        bind(method, pool, definition);
      }
      bound.add(definition.build());
    }
    return bound;
  }

  // Every marshaller of the contract's RPCs is one of protobuf messages.
  @SuppressWarnings("unchecked")
  private void bind(
      MethodDescriptor<?, ?> method, Pool pool, ServerServiceDefinition.Builder definition) {
    MethodDescriptor<Message, Message> rpc = (MethodDescriptor<Message, Message>) method;
    Command command =
        commands
            .of(((ProtoMethodDescriptorSupplier) rpc.getSchemaDescriptor()).getMethodDescriptor())
            .orElseThrow();
    Message emptyResponse =
        ((PrototypeMarshaller<Message>) rpc.getResponseMarshaller()).getMessagePrototype();
    definition.addMethod(
        rpc, ServerCalls.asyncUnaryCall(new CommandHandler(command, emptyResponse, pool)));
  }
}
