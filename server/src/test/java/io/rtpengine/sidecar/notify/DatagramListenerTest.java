package io.rtpengine.sidecar.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.google.protobuf.Duration;
import io.rtpengine.sidecar.notify.NotifyObserver.DropReason;
import io.rtpengine.sidecar.notify.NotifyObserver.Source;
import io.rtpengine.v1.Event;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Datagrams in, events out. */
class DatagramListenerTest implements NotifyObserver {

  private static final InetAddress NODE = InetAddress.getLoopbackAddress();

  private final BlockingQueue<DropReason> drops = new LinkedBlockingQueue<>();
  private NotificationRig rig;
  private DatagramListener listener;
  private DatagramSocket engine;

  @BeforeEach
  void start() throws Exception {
    rig = NotificationRig.start();
    engine = new DatagramSocket(0, NODE);
    listener =
        DatagramListener.start(
            Sockets.of(rig.group()),
            new InetSocketAddress(NODE, 0),
            rig.engineEvents(new FixedOrigins("udp:127.0.0.1:2223", "c"), this),
            NODE::equals,
            this);
  }

  @AfterEach
  void stop() {
    engine.close();
    listener.close();
    rig.close();
  }

  @Override
  public void dropped(Source source, DropReason reason) {
    drops.add(reason);
  }

  @Test
  void digitBecomesAnEvent() throws Exception {
    TestSubscriber subscriber = rig.subscribe().started();
    send(digit("c", 11, 1_795_408_569));

    Event event = subscriber.nextEvent();

    assertThat(event.getCallId()).isEqualTo("c");
    assertThat(event.getTagsList()).containsExactly("ft");
    assertThat(event.getLabelsList()).containsExactly("alice");
    assertThat(event.getSetId()).isZero();
    assertThat(event.getNode()).isEqualTo("udp:127.0.0.1:2223");
    assertThat(event.getEngineTime().getSeconds()).isEqualTo(1_795_408_569);
    assertThat(event.getDtmf().getDigit()).isEqualTo("#");
    assertThat(event.getDtmf().getCode()).isEqualTo(11);
    assertThat(event.getDtmf().getDuration())
        .isEqualTo(Duration.newBuilder().setNanos(80_000_000).build());
    assertThat(event.getDtmf().getVolume()).isEqualTo(10);
    assertThat(event.getDtmf().getSourceIp()).isEqualTo("10.0.0.9");
    assertThat(event.getDtmf().getCallTagsList()).containsExactly("tt", "ft");
  }

  @Test
  void nodeIsToldByTheSendersAddressIfTheCallIsNotKnown() throws Exception {
    TestSubscriber subscriber = rig.subscribe().started();
    send(digit("unknown", 1, 1));

    assertThat(subscriber.nextEvent().getNode()).isEqualTo("udp:127.0.0.1:2223");
  }

  @Test
  void notificationOfAnotherSortIsPassedOn() throws Exception {
    TestSubscriber subscriber = rig.subscribe().started();
    send("{\"type\":\"novelty\",\"callid\":\"c\",\"colour\":\"blue\"}");

    Event event = subscriber.nextEvent();

    assertThat(event.hasOther()).isTrue();
    assertThat(event.getCallId()).isEqualTo("c");
    assertThat(event.getExtraOrThrow("type").getText()).isEqualTo("novelty");
    assertThat(event.getExtraOrThrow("colour").getText()).isEqualTo("blue");
  }

  @Test
  void sameDatagramTwiceIsOneEvent() throws Exception {
    TestSubscriber subscriber = rig.subscribe().started();
    send(digit("c", 1, 1));
    send(digit("c", 1, 1));
    send(digit("c", 2, 1));

    assertThat(subscriber.nextDigits(2)).isEqualTo("12");
  }

  @Test
  void whatIsNoNotificationIsCountedAndDroppedAndTheNextOneIsTaken() throws Exception {
    TestSubscriber subscriber = rig.subscribe().started();
    for (String hostile :
        new String[] {"", "{", "{}", "[1]", "{\"type\":\"DTMF\"}", "\0\1\2", "{\"callid\":\""}) {
      send(hostile);
      assertThat(nextDrop()).isEqualTo(DropReason.MALFORMED);
    }
    send("x".repeat(16_385));
    assertThat(nextDrop()).isEqualTo(DropReason.TOO_LARGE);

    send(digit("c", 7, 1));

    assertThat(subscriber.nextDigits(1)).isEqualTo("7");
  }

  @Test
  void foreignSenderIsCountedAndDropped() throws Exception {
    try (DatagramSocket stranger =
        new DatagramSocket(0, InetAddress.getByAddress(new byte[] {127, 0, 0, 2}))) {
      byte[] bytes = digit("c", 1, 1).getBytes(UTF_8);
      stranger.send(new DatagramPacket(bytes, bytes.length, listener.address()));
    }

    assertThat(nextDrop()).isEqualTo(DropReason.FOREIGN_SENDER);
  }

  @Test
  void addressThatIsTakenIsAnError() {
    assertThatIOException()
        .isThrownBy(
            () ->
                DatagramListener.start(
                    Sockets.of(rig.group()),
                    listener.address(),
                    rig.engineEvents(new FixedOrigins("udp:127.0.0.1:2223", "c"), this),
                    unused -> true,
                    this))
        .withMessageContaining(":" + listener.address().getPort());
  }

  private DropReason nextDrop() throws InterruptedException {
    DropReason reason = drops.poll(30, TimeUnit.SECONDS);
    assertThat(reason).isNotNull();
    return reason;
  }

  private void send(String text) throws Exception {
    byte[] bytes = text.getBytes(UTF_8);
    engine.send(new DatagramPacket(bytes, bytes.length, listener.address()));
  }

  private static String digit(String callId, int code, long time) {
    return "{\"callid\":\""
        + callId
        + "\",\"source_tag\":\"ft\",\"source_label\":\"alice\",\"tags\":[\"tt\",\"ft\"],"
        + "\"type\":\"DTMF\",\"timestamp\":"
        + time
        + ",\"source_ip\":\"10.0.0.9\",\"event\":"
        + code
        + ",\"duration\":80,\"volume\":10}";
  }
}
