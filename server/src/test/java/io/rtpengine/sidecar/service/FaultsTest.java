package io.rtpengine.sidecar.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.rpc.ErrorInfo;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoServiceDescriptorSupplier;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.ng.NgOutcome;
import io.rtpengine.sidecar.pool.PoolListener;
import io.rtpengine.sidecar.pool.PoolOutcome;
import io.rtpengine.sidecar.pool.Verdict;
import io.rtpengine.v1.CallServiceGrpc;
import io.rtpengine.v1.OfferRequest;
import io.rtpengine.v1.OfferResponse;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What becomes of a request if the sidecar itself is at fault. */
final class FaultsTest {

  private static final PoolOutcome REPLIED =
      new PoolOutcome.Tried(
          0,
          "handle",
          List.of(
              new PoolOutcome.Attempt(
                  "udp:127.0.0.1:2223",
                  new NgOutcome.Replied(BencodeDictionary.empty(), 1, 1),
                  Verdict.SERVED,
                  false)),
          List.of());

  private static final OfferRequest OFFER =
      OfferRequest.newBuilder().setCallId("call").setSdp(ByteString.copyFromUtf8("v=0")).build();

  private final List<RuntimeException> faults = new CopyOnWriteArrayList<>();

  @Test
  void callerIsToldOfAFaultThatComesUpWithTheReply() throws Exception {
    List<Failure> told = new ArrayList<>();
    IllegalStateException fault = new IllegalStateException("a=crypto:secret");
    PoolListener listener =
        Faults.told(
            outcome -> {
              throw fault;
            },
            told::add);

    assertThatThrownBy(() -> listener.onOutcome(REPLIED)).isSameAs(fault);

    StatusRuntimeException failure = told.get(0).toException();
    ErrorInfo info = info(failure);
    assertThat(info.getReason()).isEqualTo("LOCAL_FAULT");
    assertThat(info.getMetadataMap())
        .containsEntry("node", "udp:127.0.0.1:2223")
        .containsEntry("fault", "java.lang.IllegalStateException");
    assertThat(failure.getMessage()).contains("may have been carried out").doesNotContain("secret");
  }

  @Test
  void callerIsToldOfAFaultThatComesUpWithTheRequest() throws Exception {
    StatusRuntimeException failure =
        offering(
            responses -> {
              throw new IllegalStateException("a=crypto:secret");
            });

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
    assertThat(info(failure).getReason()).isEqualTo("LOCAL_FAULT");
    assertThat(failure.getMessage()).doesNotContain("secret");
    assertThat(faults).singleElement().isInstanceOf(IllegalStateException.class);
  }

  @Test
  void callerIsToldOnce() throws Exception {
    StatusRuntimeException failure =
        offering(
            responses -> {
              responses.onError(Failure.of(Reason.NO_NODE, "none").toException());
              throw new IllegalStateException("afterwards");
            });

    assertThat(info(failure).getReason()).isEqualTo("NO_NODE");
    assertThat(faults).singleElement().isInstanceOf(IllegalStateException.class);
  }

  @Test
  void faultOfAnObserverIsToldAndNoneOfTheOthers() {
    List<CarriedOut> seen = new ArrayList<>();
    CommandObserver observers =
        CommandObserver.of(
            List.of(
                observer(
                    command -> {
                      throw new IllegalStateException("of an observer");
                    }),
                observer(seen::add)),
            faults::add);
    CarriedOut command =
        new CarriedOut(
            ((ProtoServiceDescriptorSupplier)
                    CallServiceGrpc.getServiceDescriptor().getSchemaDescriptor())
                .getServiceDescriptor()
                .findMethodByName("Offer"),
            Optional.empty(),
            ByteString.EMPTY,
            0,
            "udp:127.0.0.1:2223",
            ByteString.EMPTY);

    observers.carriedOut(command);

    assertThat(seen).containsExactly(command);
    assertThat(faults).singleElement().isInstanceOf(IllegalStateException.class);
  }

  private static CommandObserver observer(Consumer<CarriedOut> told) {
    return new CommandObserver() {
      @Override
      public boolean observes(MethodDescriptor rpc) {
        return true;
      }

      @Override
      public void carriedOut(CarriedOut command) {
        told.accept(command);
      }
    };
  }

  /** Returns what the caller of a service is told that serves offers in this way. */
  private StatusRuntimeException offering(Consumer<StreamObserver<OfferResponse>> served)
      throws Exception {
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .directExecutor()
            .addService(
                new CallServiceGrpc.CallServiceImplBase() {
                  @Override
                  public void offer(OfferRequest request, StreamObserver<OfferResponse> responses) {
                    served.accept(responses);
                  }
                })
            .intercept(new FaultInterceptor(faults::add))
            .build()
            .start();
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(server.getListenSockets().get(0)).usePlaintext().build();
    try {
      return catchThrowableOfType(
          StatusRuntimeException.class,
          () ->
              CallServiceGrpc.newBlockingStub(channel)
                  .withDeadlineAfter(30, TimeUnit.SECONDS)
                  .offer(OFFER));
    } finally {
      channel.shutdownNow();
      server.shutdownNow();
    }
  }

  private static ErrorInfo info(StatusRuntimeException failure) throws Exception {
    for (Any detail : Objects.requireNonNull(StatusProto.fromThrowable(failure)).getDetailsList()) {
      if (detail.is(ErrorInfo.class)) {
        return detail.unpack(ErrorInfo.class);
      }
    }
    throw new AssertionError("no ErrorInfo", failure);
  }
}
