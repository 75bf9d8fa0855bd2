package io.rtpengine.sidecar.service;

import com.google.protobuf.Descriptors;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.ServerCalls.UnaryMethod;
import io.rtpengine.sidecar.expand.Expander;
import io.rtpengine.sidecar.expand.ProfileCatalogue;
import io.rtpengine.sidecar.expand.ProfileReader;
import io.rtpengine.sidecar.ng.NgRequest;
import io.rtpengine.sidecar.pool.NodeCommands;
import io.rtpengine.sidecar.pool.Pool;
import io.rtpengine.sidecar.statistics.FinalReports;
import io.rtpengine.sidecar.translate.Command;
import io.rtpengine.v1.AdminServiceGrpc;
import io.rtpengine.v1.CallServiceGrpc;
import io.rtpengine.v1.ConnectionServiceGrpc;
import io.rtpengine.v1.DeleteResponse;
import io.rtpengine.v1.GetStatisticsRequest;
import io.rtpengine.v1.GetStatisticsResponse;
import io.rtpengine.v1.MediaServiceGrpc;
import io.rtpengine.v1.NodeServiceGrpc;
import io.rtpengine.v1.QueryResponse;
import io.rtpengine.v1.RecordingServiceGrpc;
import io.rtpengine.v1.SubscriptionServiceGrpc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * The services of the contract, as gRPC serves them: each RPC that is an NG command is bound to a
 * handler of its own; the few others are what the sidecar adds. Immutable and thread-safe.
 */
public final class ContractServices {

  private static final ServiceDescriptor ADMIN = AdminServiceGrpc.getServiceDescriptor();

  private static final List<ServiceDescriptor> SERVICES =
      List.of(
          // Pings first: with them, clients find out whether the sidecar is there.
          NodeServiceGrpc.getServiceDescriptor(),
          CallServiceGrpc.getServiceDescriptor(),
          ConnectionServiceGrpc.getServiceDescriptor(),
          MediaServiceGrpc.getServiceDescriptor(),
          RecordingServiceGrpc.getServiceDescriptor(),
          SubscriptionServiceGrpc.getServiceDescriptor(),
          ADMIN);

  /** The RPCs that the sidecar serves itself. All others are commands. */
  private static final Set<MethodDescriptor<?, ?>> OWN =
      Set.of(
          NodeServiceGrpc.getListNodesMethod(),
          NodeServiceGrpc.getSetNodeStateMethod(),
          NodeServiceGrpc.getDrainNodeMethod(),
          NodeServiceGrpc.getReloadNodesMethod());

  private final ContractCompilation compilation;

  /**
   * Starts to compile the contract. What needs a command that is not compiled yet waits for it; if
   * the contract asks for what can't be, that is where it shows.
   *
   * @param executor where it is compiled: on another thread, if the sidecar is to start meanwhile
   */
  public ContractServices(Executor executor) {
    compilation = ContractCompilation.start(commands().toList(), executor);
  }

  /** Returns the RPCs that are commands, in the order in which they are compiled. */
  static Stream<MethodDescriptor<?, ?>> commands() {
    return SERVICES.stream()
        .<MethodDescriptor<?, ?>>flatMap(service -> service.getMethods().stream())
        .filter(rpc -> !OWN.contains(rpc));
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
      ProfileCatalogue profiles,
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
    Map<String, CompletableFuture<CommandHandler>> handlers = new HashMap<>();
    Expansions expansions =
        new Expansions(() -> expander(wiring.profiles), rpc -> joined(handlers, rpc));
    commands()
        .forEach(
            rpc ->
                handlers.put(
                    rpc.getFullMethodName(),
                    handler(rpc, wiring.pool, expansions, wiring.observer, wiring.destinations)));
    SipManager manager = new SipManager(expansions);
    return Stream.concat(
            SERVICES.stream()
                .filter(service -> admin || service != ADMIN)
                .map(service -> bind(service, handlers, own)),
            Stream.of(
                manager.bindService(),
                new Explainer(request -> handlerOf(handlers, request), manager, wiring.pool)
                    .bindService(),
                new ProfileAdmin(wiring.profiles).bindService()))
        .toList();
  }

  /**
   * Returns an RPC for those who call it from within the process, with plain requests.
   *
   * @param method the RPC, of one of the services
   * @param wiring what it stands on, as for those who call it by gRPC
   */
  public UnaryCommand unary(MethodDescriptor<?, ?> method, Wiring wiring) {
    CompletableFuture<CommandHandler> handler =
        handler(
            method,
            wiring.pool,
            new Expansions(
                () -> expander(wiring.profiles),
                rpc -> {
                  throw new IllegalStateException("not a plain request: " + rpc.getFullName());
                }),
            wiring.observer,
            wiring.destinations);
    return (request, response) -> handler.join().call(request, response);
  }

  private CompletableFuture<CommandHandler> handler(
      MethodDescriptor<?, ?> rpc,
      Pool pool,
      Expansions expansions,
      CommandObserver observer,
      Destinations destinations) {
    return compilation
        .command(rpc)
        .thenApply(
            command -> new CommandHandler(command, pool, expansions, observer, destinations));
  }

  private static CommandHandler joined(
      Map<String, CompletableFuture<CommandHandler>> handlers, Descriptors.MethodDescriptor rpc) {
    String name =
        MethodDescriptor.generateFullMethodName(rpc.getService().getFullName(), rpc.getName());
    return Objects.requireNonNull(handlers.get(name), name).join();
  }

  /** Returns what reads files of profiles, once the commands that they are for are compiled. */
  public ProfileReader profileReader() {
    return new ProfileReader(
        compilation.command(CallServiceGrpc.getOfferMethod()).join(),
        compilation.command(CallServiceGrpc.getAnswerMethod()).join());
  }

  /** Returns the handler of the requests of a type. */
  private static CommandHandler handlerOf(
      Map<String, CompletableFuture<CommandHandler>> handlers, Descriptors.Descriptor request) {
    MethodDescriptor<?, ?> rpc =
        commands()
            .filter(command -> emptyRequest(command).getDescriptorForType().equals(request))
            .findFirst()
            .orElseThrow();
    return Objects.requireNonNull(handlers.get(rpc.getFullMethodName())).join();
  }

  private Expander expander(ProfileCatalogue profiles) {
    Map<Descriptors.MethodDescriptor, Expander.Target> targets = new HashMap<>();
    compilation
        .all()
        .forEach(
            (rpc, command) ->
                targets.put(command.method(), new Expander.Target(command, emptyRequest(rpc))));
    return new Expander(targets, Set.of(NgRequest.COMMAND_KEY), profiles::now);
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
        new Inquiry<>(
            compilation.command(CallServiceGrpc.getQueryMethod()), QueryResponse.parser(), pool),
        new Inquiry<>(
            compilation.command(CallServiceGrpc.getDeleteMethod()), DeleteResponse.parser(), pool),
        engineStatistics(pool));
  }

  /** Returns what the pool sends on its own behalf, once it is compiled. */
  public CompletableFuture<NodeCommands> nodeCommands() {
    CompletableFuture<Command> query = compilation.command(CallServiceGrpc.getQueryMethod());
    CompletableFuture<Command> delete = compilation.command(CallServiceGrpc.getDeleteMethod());
    return compilation
        .command(NodeServiceGrpc.getPingMethod())
        .thenCombine(
            query.thenCombine(delete, List::of),
            (ping, onCalls) -> new ContractCommands(ping, onCalls.get(0), onCalls.get(1)));
  }

  /** Returns a means to ask the nodes of a pool how many calls they have. */
  public EngineCalls engineCalls(Pool pool) {
    return new StatisticsCalls(engineStatistics(pool));
  }

  private Inquiry<GetStatisticsRequest, GetStatisticsResponse> engineStatistics(Pool pool) {
    return new Inquiry<>(
        compilation.command(NodeServiceGrpc.getGetStatisticsMethod()),
        GetStatisticsResponse.parser(),
        pool);
  }

  private static ServerServiceDefinition bind(
      ServiceDescriptor service,
      Map<String, CompletableFuture<CommandHandler>> handlers,
      Map<String, ServerMethodDefinition<?, ?>> own) {
    List<ServerMethodDefinition<?, ?>> methods = new ArrayList<>();
    for (MethodDescriptor<?, ?> method : service.getMethods()) {
      CompletableFuture<CommandHandler> handler = handlers.get(method.getFullMethodName());
      methods.add(
          handler == null
              ? Objects.requireNonNull(own.get(method.getFullMethodName()))
              : bind(method, handler));
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
      MethodDescriptor<?, ?> method, CompletableFuture<CommandHandler> handler) {
    // What reads and writes messages is translation.
    MethodDescriptor<byte[], byte[]> rpc =
        method.toBuilder(BytesMarshaller.INSTANCE, BytesMarshaller.INSTANCE).build();
    // It waits in the first moments of a process only.
    UnaryMethod<byte[], byte[]> awaited =
        (request, responses) -> handler.join().invoke(request, responses);
    return ServerMethodDefinition.create(rpc, ServerCalls.asyncUnaryCall(awaited));
  }
}
