package io.rtpengine.sidecar.service;

/** Is told how a command ended: with a response, or with a failure. */
interface Answers {

  /** Takes the response, in its wire form. */
  void onResponse(byte[] response);

  /** Takes the failure. */
  void onFailure(Failure failure);
}
