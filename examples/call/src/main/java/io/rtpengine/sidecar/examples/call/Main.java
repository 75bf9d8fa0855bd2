package io.rtpengine.sidecar.examples.call;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** Makes one real call through a running sidecar, and tells what happens. */
public final class Main {

  private static final String DEFAULT_SIDECAR = "127.0.0.1:50051";

  private Main() {}

  /** Makes the call. The environment variable {@code SIDECAR} says where the sidecar is. */
  public static void main(String[] arguments) {
    String sidecar = System.getenv().getOrDefault("SIDECAR", DEFAULT_SIDECAR);
    ManagedChannel channel =
        Grpc.newChannelBuilder(sidecar, InsecureChannelCredentials.create()).build();
    try {
      new Call(channel, System.out).make();
    } catch (StatusRuntimeException refused) {
      Status status = refused.getStatus();
      System.err.printf(
          "sidecar at %s: %s: %s%n", sidecar, status.getCode(), status.getDescription());
      if (status.getCode() == Status.Code.UNAVAILABLE) {
        System.err.println("Does it run? To start one, in another terminal: script/server");
      }
      System.exit(1);
    } catch (AssertionError missing) {
      System.err.println(missing.getMessage());
      System.exit(1);
    } finally {
      channel.shutdownNow();
    }
  }
}
