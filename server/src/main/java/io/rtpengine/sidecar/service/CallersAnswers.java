package io.rtpengine.sidecar.service;

import io.grpc.stub.StreamObserver;

/**
 * Tells the caller of an RPC how it ended. Confined to one request.
 *
 * @param responses where the caller is told
 */
record CallersAnswers(StreamObserver<byte[]> responses) implements Answers {

  @Override
  public void onResponse(byte[] response) {
    responses.onNext(response);
    responses.onCompleted();
  }

  @Override
  public void onFailure(Failure failure) {
    responses.onError(failure.toException());
  }
}
