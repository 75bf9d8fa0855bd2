package io.rtpengine.sidecar.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

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
 * FloorServer PORT ENGINE-PORT    forwards to the engine there: gRPC to UDP and back
 * </pre>
 *
 * <p>What is forwarded is the request, if it is an NG dictionary, and answered is what comes back;
 * otherwise it is a ping, and answered is what is as long as the sidecar's answer to one.
 */
public final class FloorServer {

  private static final byte[] PING = "d7:command4:pinge".getBytes(US_ASCII);

  /** As long as the sidecar's: set, node, and one attempt. */
  private static final byte[] RESPONSE = new byte[32];

  private FloorServer() {}

  /** Runs the server. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    MultiThreadIoEventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(
            Runtime.getRuntime().availableProcessors(), EpollIoHandler.newFactory());
    Work work =
        arguments.length > 1
            ? forwarding(new NgForwarder(loops, Loopback.port(arguments[1])))
            : (request, answer) -> answer.accept(RESPONSE);
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

  /** Makes an answer of a request. */
  @FunctionalInterface
  private interface Work {
    void answer(byte[] request, Consumer<byte[]> answer);
  }

  private static Work forwarding(NgForwarder engine) {
    return (request, answer) -> {
      if (request.length > 0 && request[0] == 'd') {
        engine.forward(request, answer);
      } else {
        engine.forward(PING, pong -> answer.accept(RESPONSE));
      }
    };
  }

  /** Answers every unary call, whatever its name, with what {@code work} makes of it. */
  private static final class AnyMethod extends HandlerRegistry
      implements ServerCallHandler<byte[], byte[]> {

    private final Work work;

    AnyMethod(Work work) {
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
        private byte[] request = new byte[0];

        @Override
        public void onMessage(byte[] message) {
          request = message;
        }

        @Override
        public void onHalfClose() {
          work.answer(request, response -> answer(call, response));
        }
      };
    }

    private static void answer(ServerCall<byte[], byte[]> call, byte[] response) {
      call.sendHeaders(new Metadata());
      call.sendMessage(response);
      call.close(Status.OK, new Metadata());
    }
  }
}
