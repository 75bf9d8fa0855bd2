package io.rtpengine.sidecar.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rtpengine.v1.Event;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What engines send over connections that they did not make. */
class EngineConnectionTest {

  private static final String NOTIFICATION =
      "d4:datad4:tagsl2:tt2:fte6:callid1:c10:source_tag2:ft12:source_label5:alice4:type4:DTMF"
          + "9:source_ip8:10.0.0.99:timestampi1795408569e5:eventi5e8:durationi80e6:volumei10ee"
          + "6:notify6:onDTMFe";

  private NotificationRig rig;
  private ServerSocket engine;
  private EngineConnection connection;

  @BeforeEach
  void start() throws Exception {
    rig = NotificationRig.start();
    engine = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    connection =
        new EngineConnection(
            (InetSocketAddress) engine.getLocalSocketAddress(),
            Sockets.of(rig.group()),
            rig.engineEvents(new FixedOrigins("udp:127.0.0.1:2223", "c"), NotifyObserver.NONE),
            NotifyObserver.NONE,
            new SplittableRandom());
    connection.open();
  }

  @AfterEach
  void stop() throws Exception {
    connection.close();
    engine.close();
    rig.close();
  }

  @Test
  void digitBecomesAnEventHoweverItIsCutToPieces() throws Exception {
    TestSubscriber subscriber = rig.subscribe().started();
    String message = "0123456789abcdef " + NOTIFICATION;
    try (Socket accepted = engine.accept()) {
      OutputStream out = accepted.getOutputStream();
      for (byte each : message.getBytes(UTF_8)) {
        out.write(each);
        out.flush();
      }

      Event event = subscriber.nextEvent();
      assertThat(event.getCallId()).isEqualTo("c");
      assertThat(event.getTagsList()).containsExactly("ft");
      assertThat(event.getLabelsList()).containsExactly("alice");
      assertThat(event.getDtmf().getDigit()).isEqualTo("5");
    }
  }

  @Test
  void connectionThatIsLostIsMadeAgain() throws Exception {
    TestSubscriber subscriber = rig.subscribe().started();
    engine.accept().close();

    try (Socket again = engine.accept()) {
      again.getOutputStream().write(("x " + NOTIFICATION).getBytes(UTF_8));
      assertThat(subscriber.nextDigits(1)).isEqualTo("5");
    }
  }

  @Test
  void nonsenseEndsTheConnectionAndTheNextOneIsTaken() throws Exception {
    TestSubscriber subscriber = rig.subscribe().started();
    try (Socket hostile = engine.accept()) {
      hostile.getOutputStream().write("x".repeat(100).getBytes(UTF_8));
      assertThat(hostile.getInputStream().read()).isEqualTo(-1);
    }

    try (Socket again = engine.accept()) {
      again
          .getOutputStream()
          .write(("1 d6:result4:ponge2 " + NOTIFICATION + "3 d1:ai1ee").getBytes(UTF_8));
      assertThat(subscriber.nextDigits(1)).isEqualTo("5");
    }
  }
}
