package io.rtpengine.sidecar.it;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.AbstractBlockingStub;
import io.rtpengine.sidecar.Sidecar;
import io.rtpengine.sidecar.config.InvalidSettingsException;
import io.rtpengine.sidecar.config.SettingsReader;
import io.rtpengine.sidecar.pool.NodeView;
import io.rtpengine.sidecar.testing.RtpengineContainer;
import io.rtpengine.v1.AdminServiceGrpc;
import io.rtpengine.v1.CallServiceGrpc;
import io.rtpengine.v1.ConnectionServiceGrpc;
import io.rtpengine.v1.MediaServiceGrpc;
import io.rtpengine.v1.NodeServiceGrpc;
import io.rtpengine.v1.RecordingServiceGrpc;
import io.rtpengine.v1.SessionOptions;
import io.rtpengine.v1.StatisticsServiceGrpc;
import io.rtpengine.v1.SubscriptionServiceGrpc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A sidecar in front of a real rtpengine, and a gRPC client of it. */
final class Rig implements AutoCloseable {

  private static final int DEADLINE_SECONDS = 60;

  private final String node;
  private final Sidecar sidecar;
  private final ManagedChannel channel;

  private Rig(String node, Sidecar sidecar) {
    this.node = node;
    this.sidecar = sidecar;
    this.channel = NettyChannelBuilder.forAddress(sidecar.grpcAddress()).usePlaintext().build();
  }

  /** Starts a sidecar whose only node is an engine. */
  static Rig before(RtpengineContainer engine) {
    return before(url(engine));
  }

  /** Starts a sidecar whose only node is as written in {@code rtpengine_sock}. */
  static Rig before(String node) {
    return before(node, Map.of());
  }

  /** Starts a sidecar with other settings as well. */
  static Rig before(String node, Map<String, String> settings) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "GRPC_LISTEN",
                "127.0.0.1:0",
                "HTTP_LISTEN",
                "127.0.0.1:0",
                "RTPENGINE_SOCK",
                node,
                "NOTIFICATION_SOCK",
                "127.0.0.1:0",
                "XMLRPC_LISTEN",
                "127.0.0.1:0",
                "SEND_COMMAND",
                "true",
                "STATE_FILE",
                "none"));
    // However slow the machine is, an engine that answers has answered in time: within 25 s.
    environment.put("RTPENGINE_TOUT", "5");
    environment.putAll(settings);
    try {
      return new Rig(node, Sidecar.start(new SettingsReader(environment).read(Optional.empty())));
    } catch (InvalidSettingsException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the URL of an engine, as {@code rtpengine_sock} has it. */
  static String url(RtpengineContainer engine) {
    return "udp:" + engine.address().getHostAddress() + ":" + engine.ng().getPort();
  }

  /** Returns the name of the node: its URL, as configured. */
  String node() {
    return node;
  }

  /** Returns what is observed of an engine. */
  String health(String url) {
    return view(url).health().name();
  }

  /** Returns how many calls are known to be on an engine. */
  int calls(String url) {
    return view(url).calls();
  }

  private NodeView view(String url) {
    return sidecar.pool().nodes().stream()
        .filter(view -> view.id().name().equals(url))
        .findFirst()
        .orElseThrow();
  }

  ManagedChannel channel() {
    return channel;
  }

  NodeServiceGrpc.NodeServiceBlockingStub nodes() {
    return inTime(NodeServiceGrpc.newBlockingStub(channel));
  }

  CallServiceGrpc.CallServiceBlockingStub calls() {
    return inTime(CallServiceGrpc.newBlockingStub(channel));
  }

  MediaServiceGrpc.MediaServiceBlockingStub media() {
    return inTime(MediaServiceGrpc.newBlockingStub(channel));
  }

  RecordingServiceGrpc.RecordingServiceBlockingStub recordings() {
    return inTime(RecordingServiceGrpc.newBlockingStub(channel));
  }

  SubscriptionServiceGrpc.SubscriptionServiceBlockingStub subscriptions() {
    return inTime(SubscriptionServiceGrpc.newBlockingStub(channel));
  }

  ConnectionServiceGrpc.ConnectionServiceBlockingStub connections() {
    return inTime(ConnectionServiceGrpc.newBlockingStub(channel));
  }

  StatisticsServiceGrpc.StatisticsServiceBlockingStub statistics() {
    return inTime(StatisticsServiceGrpc.newBlockingStub(channel));
  }

  AdminServiceGrpc.AdminServiceBlockingStub admin() {
    return inTime(AdminServiceGrpc.newBlockingStub(channel));
  }

  private static <S extends AbstractBlockingStub<S>> S inTime(S stub) {
    return stub.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  /** Sets up a call. */
  Call call() {
    return call(SessionOptions.getDefaultInstance());
  }

  /** Sets up a call, with options for both the offer and the answer. */
  Call call(SessionOptions options) {
    return Call.establish(calls(), options);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    sidecar.close();
  }
}
