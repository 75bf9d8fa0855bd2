package io.rtpengine.sidecar.observe;

import io.rtpengine.sidecar.ng.NgObserver;
import io.rtpengine.sidecar.ng.NgOutcome;
import io.rtpengine.sidecar.ng.NgRequest;
import java.net.SocketAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** What happens between the sidecar and one node, counted. Thread-safe. */
final class NodeMetrics implements NgObserver {

  /** More commands than there are; callers can make up names, and are not to fill the memory. */
  private static final int MAX_COMMANDS = 64;

  private static final String OTHER_COMMANDS = "other";

  private final Map<String, CommandMetrics> commands = new ConcurrentHashMap<>();
  private final Map<DropReason, LongAdder> dropped = new EnumMap<>(DropReason.class);
  private final Consumer<RuntimeException> faults;

  /**
   * Creates metrics.
   *
   * @param faults is told of faults, which are no node's
   */
  NodeMetrics(Consumer<RuntimeException> faults) {
    this.faults = faults;
    for (DropReason reason : DropReason.values()) {
      dropped.put(reason, new LongAdder());
    }
  }

  @Override
  public void sent(NgRequest request) {
    of(request).countSent();
  }

  @Override
  public void retransmitted(NgRequest request, int transmission) {
    of(request).countRetransmitted();
  }

  @Override
  public void finished(NgRequest request, NgOutcome outcome) {
    of(request).countFinished(outcome);
  }

  @Override
  public void dropped(DropReason reason, SocketAddress sender, int bytes) {
    counter(reason).increment();
  }

  @Override
  public void faulted(RuntimeException fault) {
    faults.accept(fault);
  }

  private CommandMetrics of(NgRequest request) {
    CommandMetrics known = commands.get(request.command());
    return known != null ? known : added(request.command());
  }

  private CommandMetrics added(String command) {
    String name = commands.size() < MAX_COMMANDS ? command : OTHER_COMMANDS;
    return commands.computeIfAbsent(name, unused -> new CommandMetrics());
  }

  /** Returns the commands that there have been, by name. */
  Map<String, CommandMetrics> commands() {
    return new TreeMap<>(commands);
  }

  long dropped(DropReason reason) {
    return counter(reason).sum();
  }

  private LongAdder counter(DropReason reason) {
    return Objects.requireNonNull(dropped.get(reason));
  }
}
