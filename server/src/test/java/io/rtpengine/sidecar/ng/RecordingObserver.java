package io.rtpengine.sidecar.ng;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what it is told. */
final class RecordingObserver implements NgObserver {

  private final BlockingQueue<DropReason> drops = new LinkedBlockingQueue<>();
  private final List<String> events = new ArrayList<>();

  @Override
  public synchronized void sent(NgRequest request) {
    events.add("sent");
  }

  @Override
  public synchronized void retransmitted(NgRequest request, int transmission) {
    events.add("retransmitted " + transmission);
  }

  @Override
  public synchronized void finished(NgRequest request, NgOutcome outcome) {
    events.add("finished " + outcome.getClass().getSimpleName());
  }

  @Override
  public void dropped(DropReason reason, SocketAddress sender, int bytes) {
    drops.add(reason);
  }

  @Override
  public synchronized void faulted(RuntimeException fault) {
    events.add("faulted " + fault.getMessage());
  }

  synchronized List<String> events() {
    return List.copyOf(events);
  }

  /** Waits until a datagram is dropped. */
  DropReason awaitDrop() throws InterruptedException {
    DropReason reason = drops.poll(30, TimeUnit.SECONDS);
    assertThat(reason).as("reason of a drop").isNotNull();
    return reason;
  }

  int drops() {
    return drops.size();
  }
}
