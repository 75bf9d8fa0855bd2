package io.rtpengine.sidecar.benchmarks.load;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a gRPC server in Java costs that has nothing of the sidecar, as the floor to compare it
 * with.
 *
 * <pre>
 * FloorServer PORT                answers whatever is called itself: bare grpc-java
 * FloorServer PORT ENGINE-PORT    pings the engine there before it answers: gRPC to UDP and back
 * </pre>
 */
public final class FloorServer {

  /** As long as the sidecar's: set, node, and one attempt. */
  private static final byte[] RESPONSE = new byte[32];

  private FloorServer() {}

  /** Runs the server. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    MultiThreadIoEventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(
            Runtime.getRuntime().availableProcessors(), EpollIoHandler.newFactory());
    Consumer<Runnable> work = arguments.length > 1 ? forwarder(loops, arguments[1]) : Runnable::run;
    Server server =
        NettyServerBuilder.forAddress(Loopback.port(arguments[0]))
            .bossEventLoopGroup(loops)
            .workerEventLoopGroup(loops)
            .channelType(EpollServerSocketChannel.class)
            .directExecutor()
            .fallbackHandlerRegistry(new AnyMethod(work))
            .build()
            .start();
    server.awaitTermination();
  }

  private static Consumer<Runnable> forwarder(MultiThreadIoEventLoopGroup loops, String engine)
      throws InterruptedException {
    return new PingForwarder(loops, Loopback.port(engine));
  }

  /** Answers every unary call, whatever its name, when {@code work} says so. */
  private static final class AnyMethod extends HandlerRegistry
      implements ServerCallHandler<byte[], byte[]> {

    private final Consumer<Runnable> work;

    AnyMethod(Consumer<Runnable> work) {
      this.work = work;
    }

    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String method, @Nullable String authority) {
      return ServerMethodDefinition.create(
          MethodDescriptor.newBuilder(Bytes.MARSHALLER, Bytes.MARSHALLER)
              .setFullMethodName(method)
              .setType(MethodType.UNARY)
              .build(),
          this);
    }

    @Override
    public ServerCall.Listener<byte[]> startCall(
        ServerCall<byte[], byte[]> call, Metadata headers) {
      call.request(2);
      return new ServerCall.Listener<>() {
        @Override
        public void onHalfClose() {
          work.accept(() -> answer(call));
        }
      };
    }

    private static void answer(ServerCall<byte[], byte[]> call) {
      call.sendHeaders(new Metadata());
      call.sendMessage(RESPONSE);
      call.close(Status.OK, new Metadata());
    }
  }
}
