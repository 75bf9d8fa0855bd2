package io.rtpengine.sidecar.simulation;

import io.rtpengine.sidecar.pool.CallEffect;

/** The commands that callers give. */
enum Verb {
  OFFER("offer", CallEffect.OPENS),
  ANSWER("answer", CallEffect.ON),
  QUERY("query", CallEffect.ON),
  PLAY_DTMF("play DTMF", CallEffect.ON),
  DELETE("delete", CallEffect.ENDS),
  DELETE_PART("delete", CallEffect.ENDS_PART);

  private final String command;
  private final CallEffect effect;

  Verb(String command, CallEffect effect) {
    this.command = command;
    this.effect = effect;
  }

  String command() {
    return command;
  }

  CallEffect effect() {
    return effect;
  }
}
