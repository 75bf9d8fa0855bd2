package io.rtpengine.sidecar.service;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.stub.ServerCalls;
import io.rtpengine.sidecar.ng.NgRequest;
import io.rtpengine.sidecar.pool.Pool;
import io.rtpengine.sidecar.translate.Command;
import io.rtpengine.sidecar.translate.CommandCompiler;
import io.rtpengine.v1.AdminServiceGrpc;
import io.rtpengine.v1.CallServiceGrpc;
import io.rtpengine.v1.ConnectionServiceGrpc;
import io.rtpengine.v1.MediaServiceGrpc;
import io.rtpengine.v1.NodeServiceGrpc;
import io.rtpengine.v1.RecordingServiceGrpc;
import io.rtpengine.v1.SubscriptionServiceGrpc;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The services of the contract, as gRPC serves them: each RPC is an NG command, bound to a handler
 * of its own.
 *
 * <p>Confined to the thread that starts the sidecar; the services are thread-safe.
 */
public final class ContractServices {

  private static final List<ServiceDescriptor> FOR_EVERYBODY =
      List.of(
          CallServiceGrpc.getServiceDescriptor(),
          ConnectionServiceGrpc.getServiceDescriptor(),
          MediaServiceGrpc.getServiceDescriptor(),
          NodeServiceGrpc.getServiceDescriptor(),
          RecordingServiceGrpc.getServiceDescriptor(),
          SubscriptionServiceGrpc.getServiceDescriptor());

  private final CommandCompiler compiler = new CommandCompiler(Set.of(NgRequest.COMMAND_KEY));
  private final Pool pool;

  /**
   * Creates the services.
   *
   * @param pool the nodes that carry the commands out
   */
  public ContractServices(Pool pool) {
    this.pool = pool;
  }

  /**
   * Returns the services.
   *
   * @param admin whether the one that sends any command is among them
   * @throws io.rtpengine.sidecar.translate.ContractException if the contract asks for what can't be
   */
  public List<ServerServiceDefinition> bind(boolean admin) {
    List<ServerServiceDefinition> bound = new ArrayList<>();
    FOR_EVERYBODY.forEach(service -> bound.add(bind(service)));
    if (admin) {
      bound.add(bind(AdminServiceGrpc.getServiceDescriptor()));
    }
    return bound;
  }

  private ServerServiceDefinition bind(ServiceDescriptor service) {
    ServerServiceDefinition.Builder definition = ServerServiceDefinition.builder(service);
    for (MethodDescriptor<?, ?> method : service.getMethods()) {
      bind(method, definition);
    }
    return definition.build();
  }

  // Every RPC of the contract takes and returns protobuf messages.
  @SuppressWarnings("unchecked")
  private void bind(MethodDescriptor<?, ?> method, ServerServiceDefinition.Builder definition) {
    MethodDescriptor<Message, Message> rpc = (MethodDescriptor<Message, Message>) method;
    Command command =
        compiler.compile(
            ((ProtoMethodDescriptorSupplier) rpc.getSchemaDescriptor()).getMethodDescriptor());
    Message emptyResponse =
        ((PrototypeMarshaller<Message>) rpc.getResponseMarshaller()).getMessagePrototype();
    definition.addMethod(
        rpc, ServerCalls.asyncUnaryCall(new CommandHandler(command, emptyResponse, pool)));
  }
}
