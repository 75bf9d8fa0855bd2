package io.rtpengine.sidecar;

import io.rtpengine.sidecar.config.InvalidSettingsException;
import io.rtpengine.sidecar.config.Settings;
import io.rtpengine.sidecar.config.SettingsReader;
import io.rtpengine.sidecar.pool.NodeDefinition;
import io.rtpengine.sidecar.pool.SetDefinition;
import io.rtpengine.sidecar.service.ContractServices;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Runs the sidecar as a program. */
public final class Main {

  private static final String USAGE =
      """
      Usage: rtpengine-sidecar [SETTINGS.yaml]

      Settings are read from the file, if one is named, and from the environment, which goes before
      the file: RTPENGINE_SOCK="udp:127.0.0.1:2223" rtpengine-sidecar
      """;

  private Main() {}

  /** Starts the sidecar and serves until the process is told to stop. */
  public static void main(String[] arguments) throws InterruptedException {
    if (arguments.length > 1 || (arguments.length == 1 && arguments[0].startsWith("-"))) {
      System.err.print(USAGE);
      System.exit(2);
    }
    LogProvider.install();
    try {
      Sidecar sidecar = start(arguments);
      Runtime.getRuntime().addShutdownHook(new Thread(sidecar::close, "shutdown"));
      sidecar.awaitTermination();
    } catch (InvalidSettingsException | IOException wrong) {
      System.err.println("rtpengine-sidecar: " + wrong.getMessage());
      System.exit(1);
    }
  }

  /** Starts the sidecar, and says so. */
  private static Sidecar start(String[] arguments) throws InvalidSettingsException, IOException {
    CompletableFuture<ContractServices> contract = Sidecar.loadContract();
    SettingsReader reader = new SettingsReader(System.getenv());
    Optional<Path> file =
        arguments.length == 0 ? Optional.empty() : Optional.of(Path.of(arguments[0]));
    Settings settings = reader.read(file);
    Sidecar sidecar = Sidecar.start(settings, () -> reader.read(file), contract);
    // gRPC logs through the JDK: there is to be one log, of one form.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    announce(settings, sidecar);
    return sidecar;
  }

  private static void announce(Settings settings, Sidecar sidecar) {
    Logger log = LoggerFactory.getLogger(Main.class);
    log.info("gRPC on {}", written(sidecar.grpcAddress()));
    log.info("health and metrics on http://{}", written(sidecar.httpAddress()));
    sidecar.notificationAddress().ifPresent(at -> log.info("notifications on udp:{}", written(at)));
    sidecar
        .callbackAddress()
        .ifPresent(at -> log.info("timeout callbacks on http://{}", written(at)));
    if (settings.source().database().isPresent()) {
      log.info("nodes from {}", settings.source().database().get());
      return;
    }
    for (SetDefinition set : settings.sets()) {
      log.info(
          "set {}: {}",
          set.id(),
          set.nodes().stream().map(NodeDefinition::name).collect(Collectors.joining(" ")));
    }
  }

  private static String written(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
