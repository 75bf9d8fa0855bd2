package io.rtpengine.sidecar.observe;

import io.rtpengine.sidecar.ng.NgAddress;
import io.rtpengine.sidecar.ng.NgObserver;
import io.rtpengine.sidecar.ng.NgOutcome;
import io.rtpengine.sidecar.ng.NgRequest;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;

/** Two observers as one, which tells the first and then the second. Thread-safe if they are. */
public record NgObservers(NgObserver first, NgObserver second) implements NgObserver {

  @Override
  public void sent(NgRequest request) {
    first.sent(request);
    second.sent(request);
  }

  @Override
  public void retransmitted(NgRequest request, int transmission) {
    first.retransmitted(request, transmission);
    second.retransmitted(request, transmission);
  }

  @Override
  public void finished(NgRequest request, NgOutcome outcome) {
    first.finished(request, outcome);
    second.finished(request, outcome);
  }

  @Override
  public void dropped(DropReason reason, SocketAddress sender, int bytes) {
    first.dropped(reason, sender, bytes);
    second.dropped(reason, sender, bytes);
  }

  @Override
  public void faulted(RuntimeException fault) {
    first.faulted(fault);
    second.faulted(fault);
  }

  @Override
  public void located(NgAddress.Udp engine, Optional<InetSocketAddress> address) {
    first.located(engine, address);
    second.located(engine, address);
  }
}
