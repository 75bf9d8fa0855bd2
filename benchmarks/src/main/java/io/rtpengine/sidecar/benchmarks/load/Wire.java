package io.rtpengine.sidecar.benchmarks.load;

import java.io.Closeable;
import java.io.IOException;

/**
 * Carries requests and replies. Requests are made by <em>slots</em>, numbered from 0, each of which
 * has one outstanding at a time. Confined to one thread.
 */
interface Wire extends Closeable {

  /** Returns the wire's own encoding of a request. */
  Template template(Workload.Step step);

  /** Sends a request, made from a template of this wire. */
  void send(int slot, byte[] request) throws IOException;

  /** Waits for replies, not for long, and hands over those that have come. */
  void receive(Replies replies) throws IOException;

  /** Returns how often a request has been sent again. */
  long retransmissions();

  /** Takes replies. */
  @FunctionalInterface
  interface Replies {

    /** Called for each reply: was it what was hoped for? May send the slot's next request. */
    void onReply(int slot, boolean ok) throws IOException;
  }
}
