package io.rtpengine.sidecar.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Keeps a number of requests outstanding, straight to an engine or by way of a sidecar or a
 * forwarder, and prints a line: requests a second; the median and the 99th percentile of the time
 * to the reply, in microseconds; the CPU time that the process under load took for each, in
 * microseconds; replies that were errors; retransmissions; the CPU time that it took itself for
 * each, in microseconds. Before it measures, it warms up.
 *
 * <pre>LoadGenerator ng|grpc|forwarder PORT ping|call OUTSTANDING SECONDS PID</pre>
 */
public final class LoadGenerator {

  private static final long WARM_UP_NANOS = 2_000_000_000;

  private final Wire wire;
  private final List<Template> templates;
  private final int[] steps;
  private final long[] calls;
  private final long[] sentNanos;
  private final Latencies latencies = new Latencies();
  private long nextCall = new SecureRandom().nextLong();
  private long errors;
  private boolean ending;
  private int busySlots;

  private LoadGenerator(Wire wire, Workload workload, int outstanding) {
    this.wire = wire;
    this.templates = workload.steps().stream().map(wire::template).toList();
    this.steps = new int[outstanding];
    this.calls = new long[outstanding];
    this.sentNanos = new long[outstanding];
  }

  /** Generates load. */
  public static void main(String[] arguments) throws IOException {
    InetSocketAddress server = Loopback.port(arguments[1]);
    Workload workload = Workload.valueOf(arguments[2].toUpperCase(Locale.ROOT));
    int outstanding = Integer.parseInt(arguments[3]);
    long nanos = (long) (Double.parseDouble(arguments[4]) * 1e9);
    ProcessHandle loaded = ProcessHandle.of(Long.parseLong(arguments[5])).orElseThrow();
    try (Wire wire = wire(arguments[0], server, outstanding)) {
      System.out.println(new LoadGenerator(wire, workload, outstanding).run(nanos, loaded));
    }
  }

  private static Wire wire(String protocol, InetSocketAddress server, int slots)
      throws IOException {
    return switch (protocol) {
      case "ng" -> new NgWire(server, slots);
      case "grpc" -> new GrpcWire(server, slots, Workload.Step::protobuf);
      case "forwarder" -> new GrpcWire(server, slots, Workload.Step::bencode);
      default -> throw new IllegalArgumentException(protocol);
    };
  }

  private String run(long nanos, ProcessHandle loaded) throws IOException {
    for (int slot = 0; slot < steps.length; slot++) {
      begin(slot);
    }
    keepOutstandingFor(WARM_UP_NANOS);
    latencies.clear();
    long cpuBefore = cpuMicros(loaded);
    long ownCpuBefore = cpuMicros(ProcessHandle.current());
    double seconds = keepOutstandingFor(nanos) / 1e9;
    double cpu = cpuMicros(loaded) - cpuBefore;
    double ownCpu = cpuMicros(ProcessHandle.current()) - ownCpuBefore;
    String result =
        "%.0f %d %d %.1f %d %d %.1f"
            .formatted(
                latencies.size() / seconds,
                latencies.percentileMicros(50),
                latencies.percentileMicros(99),
                cpu / latencies.size(),
                errors,
                wire.retransmissions(),
                ownCpu / latencies.size());
    endCalls();
    return result;
  }

  private long keepOutstandingFor(long nanos) throws IOException {
    long start = System.nanoTime();
    long elapsed;
    do {
      wire.receive(this::onReply);
      elapsed = System.nanoTime() - start;
    } while (elapsed < nanos);
    return elapsed;
  }

  private static long cpuMicros(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1_000;
  }

  /** Leaves no call behind. */
  private void endCalls() throws IOException {
    ending = true;
    busySlots = steps.length;
    long start = System.nanoTime();
    while (busySlots > 0 && System.nanoTime() - start < 1_000_000_000) {
      wire.receive(this::onReply);
    }
  }

  private void onReply(int slot, boolean ok) throws IOException {
    latencies.add(System.nanoTime() - sentNanos[slot]);
    errors += ok ? 0 : 1;
    steps[slot]++;
    if (steps[slot] < templates.size()) {
      send(slot);
    } else if (ending) {
      busySlots--;
    } else {
      begin(slot);
    }
  }

  private void begin(int slot) throws IOException {
    steps[slot] = 0;
    calls[slot] = nextCall++;
    send(slot);
  }

  private void send(int slot) throws IOException {
    byte[] request = templates.get(steps[slot]).withCall(calls[slot]);
    sentNanos[slot] = System.nanoTime();
    wire.send(slot, request);
  }
}
