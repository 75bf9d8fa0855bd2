package io.rtpengine.sidecar.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.rtpengine.v1.DtmfDetected;
import io.rtpengine.v1.EventType;
import io.rtpengine.v1.NotificationServiceGrpc;
import io.rtpengine.v1.SubscribeRequest;
import io.rtpengine.v1.TeardownRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A hub behind a real gRPC server, and clients of it. Its clock stands still unless it is moved.
 */
final class NotificationRig implements AutoCloseable {

  static final HistoryLimits LIMITS = new HistoryLimits(1_000, 1 << 20, Duration.ofMinutes(5));
  static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
  private final AtomicLong nanoTime = new AtomicLong();
  private final Hub hub;
  private final Server server;
  private final InetSocketAddress address;
  private final ManagedChannel channel;

  NotificationRig(HistoryLimits limits, int maxSubscribers, long run, NotifyObserver observer)
      throws IOException {
    this(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        limits,
        maxSubscribers,
        run,
        observer);
  }

  private NotificationRig(
      InetSocketAddress address,
      HistoryLimits limits,
      int maxSubscribers,
      long run,
      NotifyObserver observer)
      throws IOException {
    hub = new Hub(group, limits, maxSubscribers, run, observer, () -> NOW, nanoTime::get);
    Teardown teardown =
        new Teardown(
            hub,
            (request, response) -> {
              response.onError(Status.UNAVAILABLE.asRuntimeException());
              return () -> {};
            });
    server =
        NettyServerBuilder.forAddress(address)
            .bossEventLoopGroup(group)
            .workerEventLoopGroup(group)
            .channelType(NioServerSocketChannel.class)
            .directExecutor()
            .addService(new Subscriptions(hub, teardown).bind())
            .build()
            .start();
    this.address = (InetSocketAddress) server.getListenSockets().get(0);
    channel = newChannel();
  }

  static NotificationRig start() throws IOException {
    return start(LIMITS);
  }

  static NotificationRig start(HistoryLimits limits) throws IOException {
    return new NotificationRig(limits, 100_000, 1, NotifyObserver.NONE);
  }

  /** Starts another run where one was before. */
  static NotificationRig startOn(InetSocketAddress address, long run) throws IOException {
    return new NotificationRig(address, LIMITS, 100_000, run, NotifyObserver.NONE);
  }

  InetSocketAddress address() {
    return address;
  }

  Hub hub() {
    return hub;
  }

  EventLoopGroup group() {
    return group;
  }

  EngineEvents engineEvents(Origins origins, NotifyObserver observer) {
    return new EngineEvents(hub, origins, observer, nanoTime::get);
  }

  /** Returns a connection of its own. */
  ManagedChannel newChannel() {
    return NettyChannelBuilder.forAddress(address).usePlaintext().build();
  }

  ManagedChannel channel() {
    return channel;
  }

  TestSubscriber subscribe(SubscribeRequest request) {
    return TestSubscriber.subscribe(channel, request);
  }

  TestSubscriber subscribe() {
    return subscribe(SubscribeRequest.getDefaultInstance());
  }

  /** Publishes the digit that a participant of a call has pressed. */
  void publishDigit(String callId, String tag, String digit) {
    publish(
        new Subject(
            EventType.EVENT_TYPE_DTMF,
            new Origin(0, "udp:127.0.0.1:2223"),
            callId,
            List.of(tag),
            List.of()),
        digit);
  }

  void publish(Subject subject, String digit) {
    DtmfDetected dtmf = DtmfDetected.newBuilder().setDigit(digit).build();
    hub.publish(subject, 0, event -> event.setDtmf(dtmf));
  }

  /** Tears a call down, and returns how that ended. */
  Status teardown(String callId, String reason) {
    try {
      NotificationServiceGrpc.newBlockingStub(channel)
          .teardown(TeardownRequest.newBuilder().setCallId(callId).setReason(reason).build());
      return Status.OK;
    } catch (StatusRuntimeException failed) {
      return failed.getStatus();
    }
  }

  /** Lets time pass after all that has happened so far. */
  void passTime(Duration time) {
    // What has been published is with the subscriptions before the clock moves.
    hub.beat();
    nanoTime.addAndGet(time.toNanos());
    hub.beat();
  }

  @Override
  public void close() {
    // Clients go first: of a stream that ended well, gRPC keeps what its client does not take,
    // buffers included, for good.
    channel.shutdownNow();
    try {
      assertThat(channel.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    hub.close();
    server.shutdownNow();
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
