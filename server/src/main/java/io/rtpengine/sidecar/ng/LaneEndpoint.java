package io.rtpengine.sidecar.ng;

import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** An engine that is reached over lanes, each on an event loop of its own. Thread-safe. */
final class LaneEndpoint implements NgEndpoint {

  private final EventLoop[] loops;
  private final Lane[] lanes;
  private final Optional<InetSocketAddress> address;

  /** Creates an endpoint that sends no datagrams; otherwise as the other constructor does. */
  LaneEndpoint(List<EventLoop> loops, List<Lane> lanes) {
    this(loops, lanes, Optional.empty());
  }

  /**
   * Creates an endpoint.
   *
   * @param loops all the loops that {@link #send} may be called on
   * @param lanes at least one and at most as many as loops: lane n is on loop n
   * @param address where datagrams are sent to, if they are
   */
  LaneEndpoint(List<EventLoop> loops, List<Lane> lanes, Optional<InetSocketAddress> address) {
    this.loops = loops.toArray(EventLoop[]::new);
    this.lanes = lanes.toArray(Lane[]::new);
    this.address = address;
    // So that the first request finds an open socket.
    lanes.forEach(lane -> lane.execute(lane::isReady));
  }

  @Override
  public NgExchange send(NgRequest request, long deadlineNanos, NgListener listener) {
    int loop = indexOfThisLoop();
    boolean onLoop = loop >= 0;
    int index = onLoop ? loop : (int) (Thread.currentThread().getId() % loops.length);
    Lane lane = lanes[index % lanes.length];
    Exchange exchange =
        new Exchange(request, deadlineNanos, listener, lane, onLoop ? loops[loop] : lane.loop());
    lane.accept(exchange);
    return exchange;
  }

  private int indexOfThisLoop() {
    Thread thread = Thread.currentThread();
    for (int i = 0; i < loops.length; i++) {
      if (loops[i].inEventLoop(thread)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public Optional<InetSocketAddress> address() {
    return address;
  }

  @Override
  public void close() {
    for (Lane lane : lanes) {
      lane.close();
    }
  }
}
