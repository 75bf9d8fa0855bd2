package io.rtpengine.sidecar.service;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.stub.ClientCalls;

/** Calls whose requests are any bytes at all. */
final class RawCalls {

  private RawCalls() {}

  /** Calls an RPC; returns the bytes that it answers with. */
  static byte[] call(Channel channel, MethodDescriptor<?, ?> method, byte[] request) {
    return ClientCalls.blockingUnaryCall(
        channel,
        MethodDescriptor.newBuilder(BytesMarshaller.INSTANCE, BytesMarshaller.INSTANCE)
            .setType(MethodType.UNARY)
            .setFullMethodName(method.getFullMethodName())
            .build(),
        CallOptions.DEFAULT,
        request);
  }
}
