package io.rtpengine.sidecar;

import io.rtpengine.sidecar.sip.InvalidSipMessageException;
import io.rtpengine.sidecar.sip.SipReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads SIP messages before there are any: to load the library takes some tenths of a second, which
 * no event loop is to spend. Whoever waits for the start gets through first.
 */
final class SipPreparation {

  private static final long DELAY_MILLIS = 500;

  /** What most messages have. */
  private static final String HEADERS =
      """
      Via: SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bKb;rport;received=192.0.2.2
      Via: SIP/2.0/TCP 192.0.2.1:5060;branch=z9hG4bKa
      Record-Route: <sip:192.0.2.2;lr>
      Route: <sip:192.0.2.3;lr>
      Max-Forwards: 70
      From: "A" <sip:a@192.0.2.1;transport=tcp>;tag=a
      To: <tel:+15550100>;tag=b
      Call-ID: prepared@192.0.2.1
      CSeq: 1 INVITE
      Contact: <sip:a@192.0.2.1:5060;transport=tcp>;expires=60
      Allow: INVITE, ACK, BYE, CANCEL, OPTIONS, PRACK, UPDATE, INFO
      Supported: timer, 100rel, replaces
      Require: 100rel
      RSeq: 1
      RAck: 1 1 INVITE
      Session-Expires: 1800;refresher=uac
      Min-SE: 90
      Expires: 120
      Accept: application/sdp
      User-Agent: prepared
      Server: prepared
      P-Asserted-Identity: <sip:a@192.0.2.1>
      Privacy: none
      Reason: SIP;cause=200
      Subject: prepared
      Date: Thu, 01 Jan 2026 00:00:00 GMT
      X-Other: prepared
      Content-Type: multipart/mixed;boundary=b
      Content-Length: 53

      --b
      Content-Type: application/sdp

      v=0
      --b--
      """;

  private SipPreparation() {}

  /** Prepares, soon, on a thread of its own. */
  static void later() {
    CompletableFuture.delayedExecutor(DELAY_MILLIS, TimeUnit.MILLISECONDS)
        .execute(SipPreparation::prepare);
  }

  private static void prepare() {
    Logger log = LoggerFactory.getLogger(SipPreparation.class);
    try {
      SipReader reader = new SipReader();
      for (String firstLine : new String[] {"INVITE sip:b@192.0.2.3 SIP/2.0", "SIP/2.0 200 OK"}) {
        String message = (firstLine + "\n" + HEADERS).replace("\n", "\r\n");
        reader.read(message.getBytes(StandardCharsets.UTF_8));
      }
      log.debug("ready for SIP messages");
    } catch (InvalidSipMessageException | LinkageError unexpected) {
      log.error("SIP messages can't be read", unexpected);
    }
  }
}
