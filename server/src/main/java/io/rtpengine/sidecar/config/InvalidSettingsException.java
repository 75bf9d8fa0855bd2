package io.rtpengine.sidecar.config;

import org.jspecify.annotations.Nullable;

/**
 * Says what is wrong with the settings, for the operator. It has no stack trace: it tells of the
 * settings.
 */
public final class InvalidSettingsException extends Exception {

  private static final long serialVersionUID = 1L;

  InvalidSettingsException(@Nullable String problem) {
    super(problem, null, false, false);
  }
}
