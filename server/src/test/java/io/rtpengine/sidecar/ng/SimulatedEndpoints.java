package io.rtpengine.sidecar.ng;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketProtocolFamily;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Makes endpoints whose sockets are not the host's, for the simulation. */
public final class SimulatedEndpoints {

  private SimulatedEndpoints() {}

  /**
   * Returns a factory of endpoints on one event loop, whose datagrams go through these channels.
   *
   * @param names says where a host name leads at the moment
   * @param life how long that may be taken for granted
   */
  public static NgEndpoints on(
      EventLoop loop,
      Supplier<Channel> channels,
      NgSettings settings,
      RandomGenerator random,
      Function<String, InetAddress> names,
      Duration life) {
    return new NgEndpoints(
        new Simulated(channels),
        List.of(loop),
        settings,
        random,
        (host, listener) ->
            listener.accept(new HostResolver.Answer(List.of(names.apply(host)), life)));
  }

  private record Simulated(Supplier<Channel> channels) implements Transport {

    @Override
    public Channel newDatagramChannel(SocketProtocolFamily family) {
      return channels.get();
    }

    @Override
    public void receive(Bootstrap datagrams, int size, int batch) {
      // Nothing is cut off where there are no buffers.
    }

    @Override
    public Channel newUnixChannel() {
      throw new UnsupportedOperationException();
    }

    @Override
    public SocketAddress unixAddress(String path) {
      throw new UnsupportedOperationException();
    }
  }
}
