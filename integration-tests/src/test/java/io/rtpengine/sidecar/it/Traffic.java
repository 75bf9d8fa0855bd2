package io.rtpengine.sidecar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.rtpengine.sidecar.testing.RtpEndpoint;
import io.rtpengine.v1.AnswerRequest;
import io.rtpengine.v1.OfferRequest;
import io.rtpengine.v1.QueryRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Callers who set calls up and end them, one after the other, as long as this is open. */
final class Traffic implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 60;

  /**
   * A call that is over.
   *
   * @param caller whose call it was
   * @param era what {@link #era} was when it began
   * @param node the node that it was on
   */
  private record Done(int caller, int era, String node) {}

  private final Rig rig;
  private final RtpEndpoint phone = RtpEndpoint.open();
  private final ByteString sdp = Call.sdpOf(phone);
  private final AtomicInteger era = new AtomicInteger();
  private final BlockingQueue<Done> done = new LinkedBlockingQueue<>();
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final List<Thread> callers = new ArrayList<>();
  private volatile boolean over;

  Traffic(Rig rig, int count) {
    this.rig = rig;
    for (int i = 0; i < count; i++) {
      int number = i;
      Thread caller = new Thread(() -> call(number), "caller " + i);
      callers.add(caller);
      caller.start();
    }
  }

  private void call(int caller) {
    try {
      while (!over) {
        int began = era.get();
        done.add(new Done(caller, began, oneCall()));
      }
    } catch (RuntimeException | AssertionError failed) {
      failures.add(failed);
    }
  }

  /** Sets a call up, and ends it; returns the node that it was on all the time. */
  private String oneCall() {
    String id = Call.newId();
    String node =
        rig.calls()
            .offer(OfferRequest.newBuilder().setCallId(id).setFromTag("alice").setSdp(sdp).build())
            .getServed()
            .getNode();
    AnswerRequest answer =
        AnswerRequest.newBuilder()
            .setCallId(id)
            .setFromTag("alice")
            .setToTag("bob")
            .setSdp(sdp)
            .build();
    assertThat(rig.calls().answer(answer).getServed().getNode()).isEqualTo(node);
    assertThat(
            rig.calls()
                .query(QueryRequest.newBuilder().setCallId(id).build())
                .getServed()
                .getNode())
        .isEqualTo(node);
    assertThat(Call.delete(rig.calls(), id).getServed().getNode()).isEqualTo(node);
    return node;
  }

  /**
   * Waits for some calls that begin from now on, and for all that have begun before; returns the
   * nodes that those were on that began from now on.
   */
  List<String> nodesOfNext(int calls) throws InterruptedException {
    int now = era.incrementAndGet();
    List<String> nodes = new ArrayList<>();
    Set<Integer> heard = new HashSet<>();
    while (nodes.size() < calls || heard.size() < callers.size()) {
      Done next = done.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(failures).isEmpty();
      assertThat(next).as("a call").isNotNull();
      if (next.era() == now) {
        nodes.add(next.node());
        heard.add(next.caller());
      }
    }
    return nodes;
  }

  /** Fails unless all went well with every call. */
  void assertNoFailure() {
    assertThat(failures).isEmpty();
  }

  @Override
  public void close() {
    over = true;
    for (Thread caller : callers) {
      try {
        caller.join();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    phone.close();
  }
}
