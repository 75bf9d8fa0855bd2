package io.rtpengine.sidecar;

import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.rtpengine.sidecar.config.Settings;
import io.rtpengine.sidecar.expand.InvalidProfilesException;
import io.rtpengine.sidecar.expand.ProfileCatalogue;
import io.rtpengine.sidecar.ng.NgAddress;
import io.rtpengine.sidecar.ng.NgEndpoint;
import io.rtpengine.sidecar.ng.NgEndpoints;
import io.rtpengine.sidecar.ng.NgObserver;
import io.rtpengine.sidecar.ng.NgSettings;
import io.rtpengine.sidecar.notify.Notifications;
import io.rtpengine.sidecar.notify.PoolOrigins;
import io.rtpengine.sidecar.observe.DropLog;
import io.rtpengine.sidecar.observe.Metrics;
import io.rtpengine.sidecar.observe.NgObservers;
import io.rtpengine.sidecar.observe.PoolLog;
import io.rtpengine.sidecar.observe.PoolObservers;
import io.rtpengine.sidecar.observe.StatusServer;
import io.rtpengine.sidecar.pool.NodeDefinition;
import io.rtpengine.sidecar.pool.Pool;
import io.rtpengine.sidecar.pool.PoolDependencies;
import io.rtpengine.sidecar.pool.PoolLoop;
import io.rtpengine.sidecar.service.CommandObserver;
import io.rtpengine.sidecar.service.ContractServices;
import io.rtpengine.sidecar.service.FaultInterceptor;
import io.rtpengine.sidecar.service.FinalReportKeeper;
import io.rtpengine.sidecar.statistics.FinalReports;
import io.rtpengine.v1.CallServiceGrpc;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A running sidecar: everything it consists of, made in order and closed in reverse. Thread-safe.
 *
 * <p>It can be embedded: {@link #start} it with settings, and {@link #close} it.
 */
public final class Sidecar implements AutoCloseable {

  /** A client that pings more often than this has its connection closed. */
  private static final long SHORTEST_KEEP_ALIVE_SECONDS = 10;

  /** A client that has said nothing for so long is asked whether it is there still. */
  private static final long LONGEST_SILENCE_SECONDS = 60;

  /** So long the start waits for the addresses of host names. */
  private static final Duration NAMES_LIMIT = Duration.ofSeconds(2);

  /** How often it is looked at whether requests are over before the sidecar stops. */
  private static final long PAUSE_MILLIS = 10;

  private final Settings settings;
  private final EventLoops loops;
  private final Notifications notifications;
  private final NodeSupply nodes;
  private final HealthStatusManager health;
  private final Server server;
  private final StatusServer http;

  private Sidecar(
      Settings settings,
      EventLoops loops,
      Notifications notifications,
      NodeSupply nodes,
      HealthStatusManager health,
      Server server,
      StatusServer http) {
    this.settings = settings;
    this.loops = loops;
    this.notifications = notifications;
    this.nodes = nodes;
    this.health = health;
    this.server = server;
    this.http = http;
  }

  /**
   * Starts a sidecar, which takes its nodes from these settings whenever it is told to read them
   * anew.
   *
   * @throws IOException if an address can't be listened on, or the operator's profiles can't be
   *     used
   */
  public static Sidecar start(Settings settings) throws IOException {
    return start(settings, () -> settings, loadContract());
  }

  /**
   * Begins to load the contract, which takes as long as all the rest, and to compile it, which
   * takes even longer: the one goes on beside the rest, and the other beside the first requests.
   */
  static CompletableFuture<ContractServices> loadContract() {
    Executor beside = ForkJoinPool.commonPool();
    return CompletableFuture.supplyAsync(() -> new ContractServices(beside), beside);
  }

  /**
   * Starts a sidecar.
   *
   * <p>A node whose host name has no address is left out, with an error in the log. If the nodes
   * are in a database that can't be read, the sidecar starts without any, and tries again.
   *
   * @param again where settings come from when nodes are to be read anew
   * @param contract what {@link #loadContract} returned
   * @throws IOException if an address can't be listened on, or the operator's profiles can't be
   *     used
   */
  static Sidecar start(
      Settings settings,
      SettingsNodes.SettingsSource again,
      CompletableFuture<ContractServices> contract)
      throws IOException {
    Deque<Runnable> opened = new ArrayDeque<>();
    try {
      EventLoops loops = EventLoops.start();
      opened.push(loops::close);
      NgEndpoints endpoints =
          new NgEndpoints(loops.group(), NgSettings.DEFAULT.withTimeLimit(settings.timeLimit()));
      Metrics metrics = new Metrics();
      Notifications notifications =
          new Notifications(settings.notifications(), loops.group(), metrics.notifications());
      opened.push(notifications::close);
      PoolLoop loop = loops.poolLoop();
      NodeSupply nodes =
          NodeSupply.open(
              settings,
              again,
              endpoints,
              states ->
                  Pool.open(
                      settings.pool(),
                      new PoolDependencies(
                          (node, observer) ->
                              open(
                                  endpoints,
                                  node,
                                  metrics,
                                  new NgObservers(observer, notifications.nameObserver())),
                          contract.thenCompose(ContractServices::nodeCommands)::join,
                          loop,
                          () -> ThreadLocalRandom.current().nextLong(),
                          states,
                          new PoolObservers(
                              notifications.poolObserver(),
                              new PoolObservers(metrics.pool(), new PoolLog()))),
                      List.of()));
      opened.push(nodes::close);
      endpoints.awaitNames(NAMES_LIMIT);
      metrics.watch(nodes.pool()::nodes);
      List<ServerServiceDefinition> services =
          services(contract.join(), settings, nodes, loop, notifications, metrics.faults());
      HealthStatusManager health = new HealthStatusManager();
      Server server = server(settings, loops, services, health, metrics.faults()).start();
      opened.push(server::shutdownNow);
      StatusServer http =
          StatusServer.start(
              settings.httpListen(), metrics, () -> !server.isShutdown() && nodes.hasNodes());
      opened.push(http::close);
      notifications.listen(new PoolOrigins(nodes.pool()), nodes.pool()::mayBeOver);
      SipPreparation.later();
      return new Sidecar(settings, loops, notifications, nodes, health, server, http);
    } catch (IOException | RuntimeException failed) {
      opened.forEach(Runnable::run);
      throw failed;
    }
  }

  private static List<ServerServiceDefinition> services(
      ContractServices contract,
      Settings settings,
      NodeSupply nodes,
      PoolLoop loop,
      Notifications notifications,
      Consumer<RuntimeException> faults)
      throws IOException {
    Pool pool = nodes.pool();
    FinalReports finalReports =
        new FinalReports(settings.finalReports(), System::nanoTime, Clock.systemUTC());
    CommandObserver observer =
        CommandObserver.of(
            List.of(notifications.commandObserver(), new FinalReportKeeper(finalReports)), faults);
    ContractServices.Wiring wiring =
        new ContractServices.Wiring(
            pool,
            profiles(contract, settings),
            observer,
            notifications.destinations(),
            List.of(nodes.service(contract, loop)));
    List<ServerServiceDefinition> services =
        new ArrayList<>(contract.bind(wiring, settings.sendCommand()));
    services.add(notifications.bind(contract.unary(CallServiceGrpc.getDeleteMethod(), wiring)));
    services.add(contract.statistics(pool, finalReports).bindService());
    return services;
  }

  private static ProfileCatalogue profiles(ContractServices contract, Settings settings)
      throws IOException {
    try {
      return ProfileCatalogue.open(contract::profileReader, settings.profilesFile());
    } catch (InvalidProfilesException wrong) {
      throw new IOException(wrong.getMessage(), wrong);
    }
  }

  private static Optional<NgEndpoint> open(
      NgEndpoints endpoints, NodeDefinition node, Metrics metrics, NgObserver poolObserver) {
    NgObserver observer =
        new NgObservers(
            poolObserver, new NgObservers(metrics.node(node.name()), new DropLog(node.name())));
    return Optional.of(
        node.large().isPresent() && node.address() instanceof NgAddress.Udp udp
            ? endpoints.open(udp, node.large().get(), observer)
            : endpoints.open(node.address(), observer));
  }

  private static Server server(
      Settings settings,
      EventLoops loops,
      List<ServerServiceDefinition> services,
      HealthStatusManager health,
      Consumer<RuntimeException> faults) {
    for (ServerServiceDefinition service : services) {
      health.setStatus(service.getServiceDescriptor().getName(), ServingStatus.SERVING);
    }
    return NettyServerBuilder.forAddress(settings.grpcListen())
        .bossEventLoopGroup(loops.group())
        .workerEventLoopGroup(loops.group())
        .channelType(loops.serverChannel())
        .directExecutor()
        .maxInboundMessageSize(settings.maxRequestBytes())
        .permitKeepAliveTime(SHORTEST_KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
        .permitKeepAliveWithoutCalls(true)
        .keepAliveTime(LONGEST_SILENCE_SECONDS, TimeUnit.SECONDS)
        .addServices(services)
        .intercept(new FaultInterceptor(faults))
        .addService(health.getHealthService())
        .addService(ProtoReflectionServiceV1.newInstance())
        .build();
  }

  /** Returns where gRPC is served: with the port that was chosen, if any would do. */
  public InetSocketAddress grpcAddress() {
    return (InetSocketAddress) server.getListenSockets().get(0);
  }

  /**
   * Returns where health and metrics are served: with the port that was chosen, if any would do.
   */
  public InetSocketAddress httpAddress() {
    return http.address();
  }

  /** Returns the nodes. */
  public Pool pool() {
    return nodes.pool();
  }

  /** Returns where engines send what they notify of, if they may. */
  public Optional<InetSocketAddress> notificationAddress() {
    return notifications.datagramAddress();
  }

  /** Returns where engines call back when a call has timed out, if they may. */
  public Optional<InetSocketAddress> callbackAddress() {
    return notifications.callbackAddress();
  }

  /**
   * Stops: reports that it no longer serves, takes no new requests, lets those under way end, has
   * subscribers told of what came of them, all within the time that the settings allow, and closes
   * everything.
   */
  @Override
  public void close() {
    health.enterTerminalState();
    server.shutdown();
    long end = System.nanoTime() + settings.shutdownGrace().toNanos();
    try {
      do {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      } while (!nodes.pool().isIdle() && System.nanoTime() - end < 0);
      notifications.close();
      if (!server.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        server.shutdownNow();
      }
    } catch (InterruptedException hurried) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    notifications.close();
    http.close();
    nodes.close();
    loops.close();
  }

  /** Waits until the sidecar has been closed. */
  public void awaitTermination() throws InterruptedException {
    server.awaitTermination();
  }
}
