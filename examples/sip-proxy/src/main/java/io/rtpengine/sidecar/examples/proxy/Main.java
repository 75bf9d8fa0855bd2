package io.rtpengine.sidecar.examples.proxy;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Runs the proxy in front of a running sidecar, until it is interrupted. */
public final class Main {

  private static final String DEFAULT_SIDECAR = "127.0.0.1:50051";
  private static final String DEFAULT_LISTEN = "127.0.0.1:5060";

  private Main() {}

  /**
   * Runs the proxy. The environment variable {@code SIDECAR} says where the sidecar is, {@code
   * SIP_LISTEN} where SIP is taken.
   *
   * @param arguments who can be called, and on which phones: {@code
   *     bob=127.0.0.1:5070,127.0.0.1:5071}
   */
  public static void main(String[] arguments) throws IOException {
    Map<String, List<InetSocketAddress>> phones = new TreeMap<>();
    for (String argument : arguments) {
      String[] user = argument.split("=", 2);
      if (user.length < 2) {
        System.err.println("usage: USER=HOST:PORT[,HOST:PORT...]...");
        System.exit(2);
      }
      phones.put(
          user[0], Stream.of(user[1].split(",")).map(phone -> Address.of("sip:" + phone)).toList());
    }
    String sidecar = System.getenv().getOrDefault("SIDECAR", DEFAULT_SIDECAR);
    String listen = System.getenv().getOrDefault("SIP_LISTEN", DEFAULT_LISTEN);
    ManagedChannel channel =
        Grpc.newChannelBuilder(sidecar, InsecureChannelCredentials.create()).build();
    SipProxy.start(Address.of("sip:" + listen), channel, phones, System.out);
    System.out.printf("SIP on udp:%s, media by the sidecar at %s%n", listen, sidecar);
  }
}
