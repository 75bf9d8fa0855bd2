package io.rtpengine.sidecar.service;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.rtpengine.sidecar.Sidecar;
import io.rtpengine.sidecar.config.SettingsReader;
import io.rtpengine.sidecar.pool.NodeView;
import io.rtpengine.sidecar.pool.OperatorState;
import io.rtpengine.sidecar.pool.RtpengineSock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A sidecar on a port of its own, and a channel to it. */
final class RunningSidecar implements AutoCloseable {

  private final Sidecar sidecar;
  private final ManagedChannel channel;

  private RunningSidecar(Sidecar sidecar) {
    this.sidecar = sidecar;
    this.channel = NettyChannelBuilder.forAddress(sidecar.grpcAddress()).usePlaintext().build();
  }

  /** Starts a sidecar in front of {@code nodes}, which are written as in {@code rtpengine_sock}. */
  static RunningSidecar inFrontOf(String nodes) throws Exception {
    return inFrontOf(nodes, Map.of());
  }

  /** Starts a sidecar with other settings as well. */
  static RunningSidecar inFrontOf(String nodes, Map<String, String> settings) throws Exception {
    Map<String, String> all = new HashMap<>(Map.of("STATE_FILE", "none"));
    all.putAll(settings);
    all.put("RTPENGINE_SOCK", nodes);
    all.put("GRPC_LISTEN", "127.0.0.1:0");
    all.put("HTTP_LISTEN", "127.0.0.1:0");
    all.putIfAbsent("NOTIFICATION_SOCK", "127.0.0.1:0");
    all.putIfAbsent("XMLRPC_LISTEN", "127.0.0.1:0");
    // What engines are sent is to be what the test has said, and nothing else.
    all.putIfAbsent("NOTIFICATION_PER_CALL", "false");
    all.put("RTPENGINE_RETR", "1");
    // However slow the machine is, an engine that answers has answered in time.
    all.putIfAbsent("RTPENGINE_TOUT", "60");
    // Tests count requests.
    all.putIfAbsent("PING_ENABLED_NODES", "false");
    all.putIfAbsent("AFFINITY_CHECK_INTERVAL", "0");
    return new RunningSidecar(Sidecar.start(new SettingsReader(all).read(Optional.empty())));
  }

  /** Has the operator say something of a node. */
  void setOperatorState(String node, OperatorState state) {
    if (sidecar.pool().setOperatorState(node, OptionalInt.empty(), state).isEmpty()) {
      throw new IllegalArgumentException("node: " + node + " (expected: one of the sidecar's)");
    }
  }

  /** Takes another list of nodes. */
  void reload(String nodes) {
    var unused = sidecar.pool().reload(RtpengineSock.parse(List.of(nodes)));
  }

  List<NodeView> nodes() {
    return sidecar.pool().nodes();
  }

  Sidecar sidecar() {
    return sidecar;
  }

  ManagedChannel channel() {
    return channel;
  }

  /** Stops the sidecar as an operator would, and leaves the channel open. */
  void stop() {
    sidecar.close();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    sidecar.close();
  }
}
