package io.rtpengine.sidecar.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rtpengine.sidecar.notify.NotifyObserver.DropReason;
import io.rtpengine.sidecar.notify.NotifyObserver.Source;
import io.rtpengine.v1.Event;
import io.rtpengine.v1.TimeoutCallback;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callbacks in, events out. */
class XmlRpcListenerTest implements NotifyObserver {

  private final HttpClient client = HttpClient.newHttpClient();
  private final BlockingQueue<DropReason> drops = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> over = new LinkedBlockingQueue<>();
  private final AtomicInteger duplicates = new AtomicInteger();
  private NotificationRig rig;
  private XmlRpcListener listener;

  @BeforeEach
  void start() throws Exception {
    rig = NotificationRig.start();
    FixedOrigins origins = new FixedOrigins("udp:127.0.0.1:2223", "c");
    listener =
        XmlRpcListener.start(
            Sockets.of(rig.group()),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new Timeouts(
                rig.hub(),
                origins,
                new Playbacks(rig.hub(), rig.group()),
                over::add,
                this,
                () -> 0),
            origins::isNode,
            this);
  }

  @AfterEach
  void stop() {
    listener.close();
    rig.close();
  }

  @Override
  public void dropped(Source source, DropReason reason) {
    drops.add(reason);
  }

  @Override
  public void duplicate(Source source) {
    duplicates.incrementAndGet();
  }

  @Test
  void callbackWithACallIdBecomesAnEventAndIsAnswered() throws Exception {
    TestSubscriber subscriber = rig.subscribe().started();

    HttpResponse<String> answer = post(XmlRpcReaderTest.written("teardown", "c"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("<methodResponse><params>").doesNotContain("fault");
    Event event = subscriber.nextEvent();
    assertThat(event.getCallId()).isEqualTo("c");
    assertThat(event.getNode()).isEqualTo("udp:127.0.0.1:2223");
    assertThat(event.getMediaTimeout().getCallback())
        .isEqualTo(TimeoutCallback.TIMEOUT_CALLBACK_CALL_ID);
    assertThat(over.poll(30, TimeUnit.SECONDS)).isEqualTo("c");
  }

  @Test
  void callbacksForEachPairOfParticipantsAreOneEvent() throws Exception {
    TestSubscriber subscriber = rig.subscribe().started();
    post(XmlRpcReaderTest.written("dlg.terminate_dlg", "c", "ft", "tt"));
    post(XmlRpcReaderTest.written("dlg.terminate_dlg", "c", "tt", "ft"));
    post(XmlRpcReaderTest.written("dlg.terminate_dlg", "d", "ft", "tt"));

    Event first = subscriber.nextEvent();
    assertThat(first.getCallId()).isEqualTo("c");
    assertThat(first.getTagsList()).containsExactly("ft", "tt");
    assertThat(first.getMediaTimeout().getCallback())
        .isEqualTo(TimeoutCallback.TIMEOUT_CALLBACK_KAMAILIO);
    assertThat(subscriber.nextEvent().getCallId()).isEqualTo("d");
    assertThat(duplicates).hasValue(1);
  }

  @Test
  void callbackOfTheFormOfSemsNamesAParticipant() throws Exception {
    TestSubscriber subscriber = rig.subscribe().started();
    post(XmlRpcReaderTest.written("di", "sbc", "postControlCmd", "ft", "teardown"));

    Event event = subscriber.nextEvent();
    assertThat(event.hasCallId()).isFalse();
    assertThat(event.getTagsList()).containsExactly("ft");
    assertThat(event.getMediaTimeout().getCallback())
        .isEqualTo(TimeoutCallback.TIMEOUT_CALLBACK_SEMS);
  }

  @Test
  void whatNoEngineCallsIsAFault() throws Exception {
    HttpResponse<String> answer = post(XmlRpcReaderTest.written("system.listMethods", ""));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("<fault>");
    assertThat(drops.poll(30, TimeUnit.SECONDS)).isEqualTo(DropReason.MALFORMED);
  }

  @Test
  void whatIsNoCallIsRefusedAndTheNextOneIsTaken() throws Exception {
    assertThat(post("nonsense").statusCode()).isEqualTo(400);
    assertThat(post("x".repeat(16_385)).statusCode()).isEqualTo(413);
    assertThat(
            client
                .send(
                    HttpRequest.newBuilder(uri()).GET().build(),
                    HttpResponse.BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(405);

    assertThat(post(XmlRpcReaderTest.written("teardown", "c")).statusCode()).isEqualTo(200);
  }

  @Test
  void connectionsThatSayNothingAreClosed() throws Exception {
    try (Socket silent =
        new Socket(listener.address().getAddress(), listener.address().getPort())) {
      OutputStream out = silent.getOutputStream();
      out.write("POST / HTTP/1.1\r\n".getBytes(UTF_8));
      out.flush();

      assertThat(silent.getInputStream().read()).isEqualTo(-1);
    }
  }

  private URI uri() {
    return URI.create("http://127.0.0.1:" + listener.address().getPort() + "/");
  }

  private HttpResponse<String> post(String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri()).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
