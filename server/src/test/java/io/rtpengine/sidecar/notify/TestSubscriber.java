package io.rtpengine.sidecar.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.rtpengine.v1.Event;
import io.rtpengine.v1.NotificationServiceGrpc;
import io.rtpengine.v1.SubscribeRequest;
import io.rtpengine.v1.SubscribeResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A subscriber that takes messages only when it is told to. */
final class TestSubscriber extends ClientCall.Listener<SubscribeResponse> {

  private static final long PATIENCE_SECONDS = 60;

  private final ClientCall<SubscribeRequest, SubscribeResponse> call;
  private final BlockingQueue<SubscribeResponse> messages = new LinkedBlockingQueue<>();
  private final CompletableFuture<Status> status = new CompletableFuture<>();

  private TestSubscriber(ClientCall<SubscribeRequest, SubscribeResponse> call) {
    this.call = call;
  }

  static TestSubscriber subscribe(Channel channel, SubscribeRequest request) {
    ClientCall<SubscribeRequest, SubscribeResponse> call =
        channel.newCall(NotificationServiceGrpc.getSubscribeMethod(), CallOptions.DEFAULT);
    TestSubscriber subscriber = new TestSubscriber(call);
    call.start(subscriber, new Metadata());
    call.sendMessage(request);
    call.halfClose();
    return subscriber;
  }

  @Override
  public void onMessage(SubscribeResponse message) {
    messages.add(message);
  }

  @Override
  public void onClose(Status ended, Metadata trailers) {
    status.complete(ended);
  }

  /** Takes the next message. */
  SubscribeResponse next() throws InterruptedException {
    call.request(1);
    SubscribeResponse message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(message).as("a message; status: %s", status).isNotNull();
    return message;
  }

  /** Returns the first message; null if the stream ends before it comes. */
  @Nullable SubscribeResponse firstOrNull() throws Exception {
    call.request(1);
    while (messages.isEmpty() && !status.isDone()) {
      SubscribeResponse message = messages.poll(10, TimeUnit.MILLISECONDS);
      if (message != null) {
        return message;
      }
    }
    return messages.poll();
  }

  /** Takes the first message, which says where the stream starts. */
  TestSubscriber started() throws InterruptedException {
    assertThat(next().hasStarted()).isTrue();
    return this;
  }

  /** Takes the next message, which is an event. */
  Event nextEvent() throws InterruptedException {
    SubscribeResponse message = next();
    assertThat(message.hasEvent()).as("an event: %s", message).isTrue();
    return message.getEvent();
  }

  /** Takes as many events. */
  List<Event> nextEvents(int count) throws InterruptedException {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(nextEvent());
    }
    return events;
  }

  /** Returns the digits of the next events. */
  String nextDigits(int count) throws InterruptedException {
    StringBuilder digits = new StringBuilder();
    nextEvents(count).forEach(event -> digits.append(event.getDtmf().getDigit()));
    return digits.toString();
  }

  /** Waits for the end of the stream. */
  Status status() throws Exception {
    call.request(1);
    return status.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  void cancel() {
    call.cancel("enough", null);
  }
}
