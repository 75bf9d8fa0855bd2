package io.rtpengine.sidecar.service;

import io.rtpengine.sidecar.pool.CallEffect;
import io.rtpengine.v1.CommandKind;

/** What the pool calls the kinds of commands. */
final class CallEffects {

  private CallEffects() {}

  /** A command of a kind that is not known is sent where a call's commands go. */
  static CallEffect of(CommandKind kind) {
    return switch (kind) {
      case COMMAND_KIND_OPENS_CALL -> CallEffect.OPENS;
      case COMMAND_KIND_ENDS_CALL -> CallEffect.ENDS;
      case COMMAND_KIND_ON_NODE -> CallEffect.NONE;
      case COMMAND_KIND_UNSPECIFIED, COMMAND_KIND_ON_CALL, UNRECOGNIZED -> CallEffect.ON;
    };
  }
}
