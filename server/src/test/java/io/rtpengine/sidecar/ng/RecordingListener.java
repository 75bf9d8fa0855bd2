package io.rtpengine.sidecar.ng;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps what it is told, and where. */
final class RecordingListener implements NgListener {

  private final List<NgOutcome> outcomes = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final CountDownLatch told = new CountDownLatch(1);

  @Override
  public void onOutcome(NgOutcome outcome) {
    threads.add(Thread.currentThread());
    outcomes.add(outcome);
    told.countDown();
  }

  /** Returns all outcomes so far: there should be but one. */
  List<NgOutcome> outcomes() {
    return outcomes;
  }

  Thread thread() {
    return threads.get(0);
  }

  /** Waits for the outcome. */
  NgOutcome await() throws InterruptedException {
    assertThat(told.await(30, TimeUnit.SECONDS)).as("told an outcome").isTrue();
    assertThat(outcomes).hasSize(1);
    return outcomes.get(0);
  }

  /** Waits for the outcome, which is of this kind. */
  <T extends NgOutcome> T await(Class<T> kind) throws InterruptedException {
    assertThat(await()).isInstanceOf(kind);
    return kind.cast(outcomes.get(0));
  }
}
