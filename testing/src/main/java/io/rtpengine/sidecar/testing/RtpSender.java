package io.rtpengine.sidecar.testing;

import io.rtpengine.sidecar.testing.RtcpPacket.Block;
import io.rtpengine.sidecar.testing.RtcpPacket.ReceiverReport;
import io.rtpengine.sidecar.testing.RtcpPacket.SenderReport;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends one RTP stream in real time: audio and DTMF events, 20 ms a packet, with sequence numbers,
 * timestamps and an SSRC that go on from one call to the next. Confined to one thread at a time.
 */
public final class RtpSender {

  /** The payload type of DTMF events that {@link Sdp#audio} offers. */
  public static final int EVENT_PAYLOAD_TYPE = 101;

  private static final int TONE_HERTZ = 440;
  private static final int SAMPLES = Pcmu.CLOCK / 50;
  private static final long INTERVAL_NANOS = Duration.ofMillis(20).toNanos();
  private static final int EVENT_VOLUME = 10;
  private static final int END_PACKETS = 3;

  /** From the epoch of NTP, 1900, to that of Java, 1970. */
  private static final long NTP_OFFSET_SECONDS = 2_208_988_800L;

  private final RtpEndpoint endpoint;
  private final long ssrc = ThreadLocalRandom.current().nextLong(1, 1L << 32);
  private int sequence = ThreadLocalRandom.current().nextInt(1 << 15);
  private long timestamp = ThreadLocalRandom.current().nextLong(1L << 31);
  private boolean talking;
  private long packets;
  private long bytes;
  private long nextNanos = System.nanoTime();

  RtpSender(RtpEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  /** Returns the SSRC of the stream, unsigned, 32 bits. */
  public long ssrc() {
    return ssrc;
  }

  /** Returns how many RTP packets have been sent. */
  public long packets() {
    return packets;
  }

  /**
   * Sends a tone as PCMU, in real time.
   *
   * @param duration of the tone; what is left of the last 20 ms is not sent
   * @return how many packets that were
   */
  public int sendTone(Duration duration) {
    int count = (int) (duration.toNanos() / INTERVAL_NANOS);
    for (int i = 0; i < count; i++) {
      sendAudio(Pcmu.PAYLOAD_TYPE, Pcmu.tone(TONE_HERTZ, timestamp, SAMPLES));
    }
    return count;
  }

  /** Sends 20 ms of audio of any codec whose clock is 8000 Hz, when they are due. */
  public void sendAudio(int payloadType, ByteBuffer payload) {
    send(payloadType, !talking, payload);
    talking = true;
    timestamp += SAMPLES;
  }

  /**
   * Sends a digit as a DTMF event (RFC 4733), in real time: a packet when it is pressed and every
   * 20 ms from then on, and the last one three times when it is released.
   *
   * @param duration how long it is pressed
   */
  public void sendDigit(char digit, Duration duration) {
    int updates = (int) (duration.toNanos() / INTERVAL_NANOS);
    int pressed = 0;
    for (int i = 0; i < updates; i++) {
      pressed += SAMPLES;
      sendEvent(i == 0, new TelephoneEvent(digit, false, EVENT_VOLUME, pressed));
    }
    for (int i = 0; i < END_PACKETS; i++) {
      sendEvent(false, new TelephoneEvent(digit, true, EVENT_VOLUME, pressed));
    }
    // The clock went on while the timestamp, which is that of the pressing, stood still.
    timestamp += (long) (updates + END_PACKETS) * SAMPLES;
    talking = false;
  }

  private void sendEvent(boolean first, TelephoneEvent event) {
    send(EVENT_PAYLOAD_TYPE, first, event.encode());
  }

  /** Leaves sequence numbers out, as though as many packets had been lost on the way. */
  public void lose(int count) {
    sequence += count;
    timestamp += (long) count * SAMPLES;
  }

  /** Sends a sender report of this stream, with what it says of others. */
  public void sendSenderReport(Block... blocks) {
    long now = System.currentTimeMillis();
    long ntp = ((now / 1000 + NTP_OFFSET_SECONDS) << 32) | (((now % 1000) << 32) / 1000);
    endpoint.sendRtcp(
        RtcpCodec.encode(new SenderReport(ssrc, ntp, timestamp, packets, bytes, List.of(blocks))));
  }

  /** Sends a receiver report. */
  public void sendReceiverReport(Block... blocks) {
    endpoint.sendRtcp(RtcpCodec.encode(new ReceiverReport(ssrc, List.of(blocks))));
  }

  private void send(int payloadType, boolean marker, ByteBuffer payload) {
    pace();
    endpoint.sendRtp(
        new RtpPacket(payloadType, marker, sequence, timestamp, ssrc, payload).encode());
    sequence++;
    packets++;
    bytes += payload.remaining();
  }

  /** Waits until 20 ms after the last packet; not at all if that is long ago. */
  private void pace() {
    long now = System.nanoTime();
    while (nextNanos - now > 0) {
      LockSupport.parkNanos(nextNanos - now);
      now = System.nanoTime();
    }
    nextNanos = Math.max(nextNanos, now - INTERVAL_NANOS) + INTERVAL_NANOS;
  }
}
