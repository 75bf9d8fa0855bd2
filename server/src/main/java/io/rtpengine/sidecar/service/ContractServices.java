package io.rtpengine.sidecar.service;

import com.google.protobuf.Descriptors;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.stub.ServerCalls;
import io.rtpengine.sidecar.expand.Expander;
import io.rtpengine.sidecar.expand.Profiles;
import io.rtpengine.sidecar.ng.NgRequest;
import io.rtpengine.sidecar.pool.NodeCommands;
import io.rtpengine.sidecar.pool.Pool;
import io.rtpengine.sidecar.statistics.FinalReports;
import io.rtpengine.sidecar.translate.Command;
import io.rtpengine.sidecar.translate.CommandCompiler;
import io.rtpengine.v1.AdminServiceGrpc;
import io.rtpengine.v1.CallServiceGrpc;
import io.rtpengine.v1.ConnectionServiceGrpc;
import io.rtpengine.v1.GetStatisticsRequest;
import io.rtpengine.v1.GetStatisticsResponse;
import io.rtpengine.v1.MediaServiceGrpc;
import io.rtpengine.v1.NodeServiceGrpc;
import io.rtpengine.v1.Options;
import io.rtpengine.v1.QueryResponse;
import io.rtpengine.v1.RecordingServiceGrpc;
import io.rtpengine.v1.SubscriptionServiceGrpc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The services of the contract, as gRPC serves them: each RPC that is an NG command is bound to a
 * handler of its own; the few others are what the sidecar adds. Immutable and thread-safe.
 */
public final class ContractServices {

  private static final ServiceDescriptor ADMIN = AdminServiceGrpc.getServiceDescriptor();

  private static final List<ServiceDescriptor> SERVICES =
      List.of(
          CallServiceGrpc.getServiceDescriptor(),
          ConnectionServiceGrpc.getServiceDescriptor(),
          MediaServiceGrpc.getServiceDescriptor(),
          NodeServiceGrpc.getServiceDescriptor(),
          RecordingServiceGrpc.getServiceDescriptor(),
          SubscriptionServiceGrpc.getServiceDescriptor(),
          ADMIN);

  private final Map<MethodDescriptor<?, ?>, Command> commands = new HashMap<>();

  /**
   * Compiles the contract.
   *
   * @throws io.rtpengine.sidecar.translate.ContractException if it asks for what can't be
   */
  public ContractServices() {
    CommandCompiler compiler = new CommandCompiler(Set.of(NgRequest.COMMAND_KEY));
    for (ServiceDescriptor service : SERVICES) {
      for (MethodDescriptor<?, ?> method : service.getMethods()) {
        var contract =
            ((ProtoMethodDescriptorSupplier) method.getSchemaDescriptor()).getMethodDescriptor();
        if (contract.getOptions().hasExtension(Options.ngCommand)) {
          commands.put(method, compiler.compile(contract));
        }
      }
    }
  }

  /**
   * What the services stand on.
   *
   * @param pool the nodes that carry the commands out
   * @param profiles the profiles that requests may name
   * @param observer is told of the commands that were carried out
   * @param destinations where engines are to report what happens to calls
   * @param own what serves the RPCs that are no commands
   */
  public record Wiring(
      Pool pool,
      Profiles profiles,
      CommandObserver observer,
      Destinations destinations,
      List<ServerServiceDefinition> own) {

    /** Creates a wiring. */
    public Wiring {
      own = List.copyOf(own);
    }
  }

  /**
   * Returns the services.
   *
   * @param wiring what they stand on
   * @param admin whether the one that sends any command is among them
   */
  public List<ServerServiceDefinition> bind(Wiring wiring, boolean admin) {
    Map<String, ServerMethodDefinition<?, ?>> own = new HashMap<>();
    for (ServerServiceDefinition service : wiring.own) {
      for (ServerMethodDefinition<?, ?> method : service.getMethods()) {
        own.put(method.getMethodDescriptor().getFullMethodName(), method);
      }
    }
    Expansions expansions = new Expansions(() -> expander(wiring.profiles));
    return Stream.concat(
            SERVICES.stream()
                .filter(service -> admin || service != ADMIN)
                .map(service -> bind(service, wiring, expansions, own)),
            Stream.of(new SipManager(expansions).bindService()))
        .toList();
  }

  /**
   * Returns an RPC for those who call it from within the process, with plain requests.
   *
   * @param method the RPC, of one of the services
   * @param pool the nodes that carry the command out
   * @param observer is told of the commands that were carried out
   */
  public UnaryCommand unary(MethodDescriptor<?, ?> method, Pool pool, CommandObserver observer) {
    return new CommandHandler(
        command(method),
        pool,
        new Expansions(() -> expander(Profiles.SHIPPED)),
        observer,
        Destinations.NONE);
  }

  private Expander expander(Profiles profiles) {
    Map<Descriptors.MethodDescriptor, Expander.Target> targets = new HashMap<>();
    commands.forEach(
        (rpc, command) ->
            targets.put(command.method(), new Expander.Target(command, emptyRequest(rpc))));
    return new Expander(targets, Set.of(NgRequest.COMMAND_KEY), profiles);
  }

  private static Message emptyRequest(MethodDescriptor<?, ?> rpc) {
    return (Message) ((PrototypeMarshaller<?>) rpc.getRequestMarshaller()).getMessagePrototype();
  }

  /**
   * Returns the service that computes statistics.
   *
   * @param pool the nodes that are asked
   * @param finalReports of the calls that they have no more
   */
  public Statistics statistics(Pool pool, FinalReports finalReports) {
    return new Statistics(
        pool,
        finalReports,
        new Inquiry<>(command(CallServiceGrpc.getQueryMethod()), QueryResponse.parser(), pool),
        new Inquiry<>(
            command(NodeServiceGrpc.getGetStatisticsMethod()),
            GetStatisticsResponse.parser(),
            pool));
  }

  /** Returns what the pool sends on its own behalf. */
  public NodeCommands nodeCommands() {
    return new ContractCommands(
        command(NodeServiceGrpc.getPingMethod()),
        command(CallServiceGrpc.getQueryMethod()),
        command(CallServiceGrpc.getDeleteMethod()));
  }

  /** Returns a means to ask the nodes of a pool how many calls they have. */
  public EngineCalls engineCalls(Pool pool) {
    Command statistics = command(NodeServiceGrpc.getGetStatisticsMethod());
    return new StatisticsCalls(
        statistics,
        ContractCommands.encode(statistics, GetStatisticsRequest.getDefaultInstance()),
        pool);
  }

  private Command command(MethodDescriptor<?, ?> method) {
    return Objects.requireNonNull(commands.get(method));
  }

  private ServerServiceDefinition bind(
      ServiceDescriptor service,
      Wiring wiring,
      Expansions expansions,
      Map<String, ServerMethodDefinition<?, ?>> own) {
    List<ServerMethodDefinition<?, ?>> methods = new ArrayList<>();
    for (MethodDescriptor<?, ?> method : service.getMethods()) {
      Command command = commands.get(method);
      if (command == null) {
        methods.add(Objects.requireNonNull(own.get(method.getFullMethodName())));
      } else {
        CommandHandler handler =
            new CommandHandler(
                command, wiring.pool, expansions, wiring.observer, wiring.destinations);
        expansions.add(command.method(), handler);
        methods.add(bind(method, handler));
      }
    }
    ServiceDescriptor.Builder descriptor =
        ServiceDescriptor.newBuilder(service.getName())
            .setSchemaDescriptor(service.getSchemaDescriptor());
    methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
    ServerServiceDefinition.Builder definition =
        ServerServiceDefinition.builder(descriptor.build());
    methods.forEach(definition::addMethod);
    return definition.build();
  }

  private static ServerMethodDefinition<byte[], byte[]> bind(
      MethodDescriptor<?, ?> method, CommandHandler handler) {
    // What reads and writes messages is translation.
    MethodDescriptor<byte[], byte[]> rpc =
        method.toBuilder(BytesMarshaller.INSTANCE, BytesMarshaller.INSTANCE).build();
    return ServerMethodDefinition.create(rpc, ServerCalls.asyncUnaryCall(handler));
  }
}
