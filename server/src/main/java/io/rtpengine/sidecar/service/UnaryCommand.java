package io.rtpengine.sidecar.service;

import io.grpc.stub.StreamObserver;

/** An RPC that is a command, for those who call it from within the process. Thread-safe. */
@FunctionalInterface
public interface UnaryCommand {

  /**
   * Carries the command out.
   *
   * @param request the request in its wire form
   * @param response is given the response in its wire form, or the failure that a client would get
   * @return gives up
   */
  Runnable call(byte[] request, StreamObserver<byte[]> response);
}
