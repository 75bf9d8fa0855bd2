package io.rtpengine.sidecar.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Channel;
import io.rtpengine.client.EventStream;
import io.rtpengine.v1.Event;
import io.rtpengine.v1.EventFilter;
import io.rtpengine.v1.Gap;
import io.rtpengine.v1.SubscriptionStarted;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The events of a sidecar, as a client sees them. */
final class Events implements EventStream.Listener, AutoCloseable {

  private static final long PATIENCE_SECONDS = 60;

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final CountDownLatch started = new CountDownLatch(1);
  private final EventStream stream;

  private Events(Channel channel) {
    stream = EventStream.start(channel, EventFilter.getDefaultInstance(), Optional.empty(), this);
  }

  /** Subscribes, and waits until that has been done. */
  static Events of(Channel channel) throws InterruptedException {
    Events events = new Events(channel);
    assertThat(events.started.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return events;
  }

  @Override
  public void onStarted(SubscriptionStarted message) {
    started.countDown();
  }

  @Override
  public void onEvent(Event event) {
    events.add(event);
  }

  @Override
  public void onGap(Gap gap) {
    throw new AssertionError(gap);
  }

  /** Waits for the next event of a sort, whatever else comes before. */
  Event next(Predicate<Event> sort) throws InterruptedException {
    while (true) {
      Event event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(event).as("an event").isNotNull();
      if (sort.test(event)) {
        return event;
      }
    }
  }

  @Override
  public void close() {
    stream.close();
  }
}
