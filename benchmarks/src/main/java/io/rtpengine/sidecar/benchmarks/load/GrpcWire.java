package io.rtpengine.sidecar.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Function;

/**
 * gRPC, to a sidecar or a forwarder: over one connection, as a client's channel is, for every
 * sixteen slots.
 *
 * <p>It is there because h2load, which costs as little, sends the same body time and again, where
 * calls need theirs in turn; and because the machine is shared with what is measured, on which a
 * client of grpc-java would put as much load as the sidecar does.
 */
final class GrpcWire implements Wire {

  private static final int SLOTS_PER_CONNECTION = 16;

  private final Selector selector = Selector.open();
  private final Http2Connection[] connections;
  private final InetSocketAddress server;
  private final Function<Workload.Step, byte[]> body;

  /**
   * Connects.
   *
   * @param body makes the message of a request
   */
  GrpcWire(InetSocketAddress server, int slots, Function<Workload.Step, byte[]> body)
      throws IOException {
    this.server = server;
    this.body = body;
    connections = new Http2Connection[1 + (slots - 1) / SLOTS_PER_CONNECTION];
    for (int i = 0; i < connections.length; i++) {
      connections[i] = new Http2Connection(server, selector);
    }
  }

  @Override
  public Template template(Workload.Step step) {
    String path = "/" + step.method().getService().getFullName() + "/" + step.method().getName();
    String authority = server.getHostString() + ":" + server.getPort();
    return new Template(Http2Frames.request(path, authority, body.apply(step)));
  }

  @Override
  public void send(int slot, byte[] request) throws IOException {
    connections[slot % connections.length].send(slot, request);
  }

  @Override
  public void receive(Replies replies) throws IOException {
    int unused = selector.select(50);
    for (SelectionKey key : selector.selectedKeys()) {
      ((Http2Connection) key.attachment()).receive(replies);
    }
    selector.selectedKeys().clear();
  }

  @Override
  public long retransmissions() {
    return 0;
  }

  @Override
  public void close() throws IOException {
    for (Http2Connection connection : connections) {
      connection.close();
    }
    selector.close();
  }
}
