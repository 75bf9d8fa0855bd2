package io.rtpengine.sidecar.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.rtpengine.sidecar.pool.NodeCommands;
import io.rtpengine.v1.AdminServiceGrpc;
import io.rtpengine.v1.CallServiceGrpc;
import io.rtpengine.v1.ConnectionServiceGrpc;
import io.rtpengine.v1.MediaServiceGrpc;
import io.rtpengine.v1.NodeServiceGrpc;
import io.rtpengine.v1.Options;
import io.rtpengine.v1.RecordingServiceGrpc;
import io.rtpengine.v1.SubscriptionServiceGrpc;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ContractServicesTest {

  @Test
  void rpcsThatTheContractSaysAreCommandsAreServedAsCommandsAndNoOthers() {
    var commands =
        Stream.of(
                CallServiceGrpc.getServiceDescriptor(),
                ConnectionServiceGrpc.getServiceDescriptor(),
                MediaServiceGrpc.getServiceDescriptor(),
                NodeServiceGrpc.getServiceDescriptor(),
                RecordingServiceGrpc.getServiceDescriptor(),
                SubscriptionServiceGrpc.getServiceDescriptor(),
                AdminServiceGrpc.getServiceDescriptor())
            .flatMap(service -> service.getMethods().stream())
            .filter(ContractServicesTest::isCommand)
            .map(MethodDescriptor::getFullMethodName)
            .toList();

    assertThat(ContractServices.commands().map(MethodDescriptor::getFullMethodName))
        .containsExactlyInAnyOrderElementsOf(commands);
  }

  private static boolean isCommand(MethodDescriptor<?, ?> rpc) {
    return ((ProtoMethodDescriptorSupplier) rpc.getSchemaDescriptor())
        .getMethodDescriptor()
        .getOptions()
        .hasExtension(Options.ngCommand);
  }

  @Test
  void whatNeedsCommandsIsThereBeforeTheyAreCompiledAndWaitsForThem() {
    Queue<Runnable> later = new ArrayDeque<>();
    CompletableFuture<NodeCommands> commands = new ContractServices(later::add).nodeCommands();
    assertThat(commands).isNotDone();

    later.remove().run();

    assertThat(commands.join().ping().command()).isEqualTo("ping");
  }
}
