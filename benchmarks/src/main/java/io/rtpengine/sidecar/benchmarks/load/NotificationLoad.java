package io.rtpengine.sidecar.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.rtpengine.v1.EventFilter;
import io.rtpengine.v1.NotificationServiceGrpc;
import io.rtpengine.v1.SubscribeRequest;
import io.rtpengine.v1.SubscribeResponse;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Subscribes to the events of a sidecar, many times over, and plays the engine that sends them.
 * Each event carries the time at which it was sent, so that its way can be measured.
 *
 * <pre>NotificationLoad GRPC_PORT NOTIFICATION_PORT SUBSCRIBERS all|own EVENTS EVENTS_PER_SECOND
 * </pre>
 *
 * <p>{@code all}: each subscriber is told of everything; {@code own}: each of one call, and each
 * event is of another call. Prints: events a second that arrived, over all subscribers; p50 and p99
 * from the datagram to the subscriber in microseconds; events that did not arrive.
 */
final class NotificationLoad {

  private static final int CONNECTIONS = 4;
  private static final long PATIENCE_SECONDS = 60;

  private final Latencies latencies = new Latencies();
  private final AtomicLong arrived = new AtomicLong();
  private final AtomicLong gaps = new AtomicLong();
  private final CountDownLatch started;
  private volatile long lastArrival;

  private NotificationLoad(int subscribers) {
    this.started = new CountDownLatch(subscribers);
  }

  public static void main(String[] arguments) throws Exception {
    int grpcPort = Integer.parseInt(arguments[0]);
    int notificationPort = Integer.parseInt(arguments[1]);
    int subscribers = Integer.parseInt(arguments[2]);
    boolean own = arguments[3].equals("own");
    int events = Integer.parseInt(arguments[4]);
    long perSecond = Long.parseLong(arguments[5]);
    NotificationLoad load = new NotificationLoad(subscribers);
    List<ManagedChannel> channels = load.subscribe(grpcPort, subscribers, own);
    // The code that all of it runs through is to be compiled.
    load.send(notificationPort, subscribers, own, events, perSecond);
    load.await(own ? events : (long) events * subscribers);
    load.reset();
    long start = System.nanoTime();
    load.send(notificationPort, subscribers, own, events, perSecond);
    load.report(start, load.await(own ? events : (long) events * subscribers));
    channels.forEach(ManagedChannel::shutdownNow);
  }

  private List<ManagedChannel> subscribe(int port, int subscribers, boolean own)
      throws InterruptedException {
    List<ManagedChannel> channels = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      channels.add(
          NettyChannelBuilder.forAddress("127.0.0.1", port)
              .usePlaintext()
              .directExecutor()
              .build());
    }
    for (int i = 0; i < subscribers; i++) {
      EventFilter.Builder filter = EventFilter.newBuilder();
      if (own) {
        filter.addCallIds(callId(i));
      }
      NotificationServiceGrpc.newStub(channels.get(i % CONNECTIONS))
          .subscribe(SubscribeRequest.newBuilder().setFilter(filter).build(), new Subscriber());
    }
    if (!started.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("not all subscriptions have started");
    }
    return channels;
  }

  private static String callId(int i) {
    return "call-" + i + "@example.org";
  }

  private void send(int port, int subscribers, boolean own, int events, long perSecond)
      throws IOException {
    long gap = TimeUnit.SECONDS.toNanos(1) / perSecond;
    try (DatagramSocket engine = new DatagramSocket()) {
      long due = System.nanoTime();
      for (int i = 0; i < events; i++, due += gap) {
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(Math.min(gap, due - System.nanoTime()));
        }
        byte[] json =
            ("{\"callid\":\""
                    + callId(own ? i % subscribers : i)
                    + "\",\"source_tag\":\"alice\",\"source_label\":\"\",\"tags\":[\"bob\",\"alice\"],"
                    + "\"type\":\"DTMF\",\"timestamp\":"
                    + i
                    + ",\"source_ip\":\"10.0.0.1\",\"event\":5,\"duration\":80,\"volume\":"
                    + System.nanoTime()
                    + "}")
                .getBytes(UTF_8);
        engine.send(new DatagramPacket(json, json.length, InetAddress.getLoopbackAddress(), port));
      }
    }
  }

  /**
   * Waits until so many have arrived, or nothing arrives any more, and returns how many are
   * missing.
   */
  private long await(long expected) {
    long quietSince = System.nanoTime();
    long before = -1;
    while (arrived.get() < expected && System.nanoTime() - quietSince < 3_000_000_000L) {
      if (arrived.get() != before) {
        before = arrived.get();
        quietSince = System.nanoTime();
      }
      LockSupport.parkNanos(1_000_000);
    }
    return expected - arrived.get();
  }

  private void reset() {
    synchronized (latencies) {
      latencies.clear();
      arrived.set(0);
    }
  }

  private void report(long start, long missing) {
    synchronized (latencies) {
      System.out.printf(
          "%d %d %d %d%n",
          arrived.get() * TimeUnit.SECONDS.toNanos(1) / Math.max(1, lastArrival - start),
          latencies.percentileMicros(50),
          latencies.percentileMicros(99),
          missing);
    }
    if (gaps.get() > 0) {
      System.err.println(gaps.get() + " gaps");
    }
  }

  /** Takes note of when events arrive. */
  private final class Subscriber implements StreamObserver<SubscribeResponse> {

    @Override
    public void onNext(SubscribeResponse message) {
      switch (message.getMessageCase()) {
        case STARTED -> started.countDown();
        case GAP -> gaps.incrementAndGet();
        case EVENT -> {
          long now = System.nanoTime();
          synchronized (latencies) {
            latencies.add(now - message.getEvent().getDtmf().getVolume());
            lastArrival = now;
          }
          arrived.incrementAndGet();
        }
        default -> {
          // A heartbeat.
        }
      }
    }

    @Override
    public void onError(Throwable failed) {
      System.err.println("a stream has ended: " + failed);
    }

    @Override
    public void onCompleted() {
      System.err.println("a stream has ended");
    }
  }
}
