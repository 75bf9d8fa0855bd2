package io.rtpengine.sidecar.pool;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/** A loop whose clock stands still unless it is moved. Confined to the thread of the test. */
final class ManualLoop implements PoolLoop {

  private record Timer(long dueNanos, long order, Runnable task) {}

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(Timer::dueNanos).thenComparing(Timer::order));
  private long nowNanos;
  private long scheduled;

  @Override
  public long nanoTime() {
    return nowNanos;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public void schedule(Runnable task, long delayNanos) {
    timers.add(new Timer(nowNanos + delayNanos, scheduled++, task));
  }

  /** Runs what there is to run now. */
  void run() {
    advance(Duration.ZERO);
  }

  /** Lets time pass, and runs what is due meanwhile, when it is due. */
  void advance(Duration time) {
    long end = nowNanos + time.toNanos();
    runTasks();
    while (!timers.isEmpty() && timers.peek().dueNanos() <= end) {
      Timer next = timers.remove();
      nowNanos = Math.max(nowNanos, next.dueNanos());
      next.task().run();
      runTasks();
    }
    nowNanos = end;
  }

  private void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }
}
