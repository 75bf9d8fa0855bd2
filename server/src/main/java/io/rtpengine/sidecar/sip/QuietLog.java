package io.rtpengine.sidecar.sip;

import gov.nist.core.StackLogger;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Has the SIP library log nothing: what it would log are messages, and its own way of logging needs
 * another library. Immutable and thread-safe.
 */
final class QuietLog implements StackLogger {

  @Override
  public void logStackTrace() {}

  @Override
  public void logStackTrace(int traceLevel) {}

  @Override
  public int getLineCount() {
    return 0;
  }

  @Override
  public void logException(@Nullable Throwable ex) {}

  @Override
  public void logDebug(@Nullable String message) {}

  @Override
  public void logDebug(@Nullable String message, @Nullable Exception ex) {}

  @Override
  public void logTrace(@Nullable String message) {}

  @Override
  public void logFatalError(@Nullable String message) {}

  @Override
  public void logError(@Nullable String message) {}

  @Override
  public boolean isLoggingEnabled() {
    return false;
  }

  @Override
  public boolean isLoggingEnabled(int logLevel) {
    return false;
  }

  @Override
  public void logError(@Nullable String message, @Nullable Exception ex) {}

  @Override
  public void logWarning(@Nullable String message) {}

  @Override
  public void logInfo(@Nullable String message) {}

  @Override
  public void disableLogging() {}

  @Override
  public void enableLogging() {}

  @Override
  public void setBuildTimeStamp(@Nullable String buildTimeStamp) {}

  @Override
  public void setStackProperties(@Nullable Properties stackProperties) {}

  @Override
  public String getLoggerName() {
    return "";
  }
}
