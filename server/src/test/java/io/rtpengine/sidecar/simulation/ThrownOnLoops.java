package io.rtpengine.sidecar.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Finds what is thrown on an event loop: Netty catches it, and does no more than log it. */
final class ThrownOnLoops extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private final Logger netty = (Logger) LoggerFactory.getLogger("io.netty");
  private final Thread loops = Thread.currentThread();
  private final Invariants invariants;
  private @Nullable String thrown;

  ThrownOnLoops(Invariants invariants) {
    this.invariants = invariants;
    start();
    netty.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    // Loops of others may be at work in this process: of another test, or of gRPC.
    boolean isOurs = Thread.currentThread() == loops;
    if (isOurs && thrown == null && event.getLevel().isGreaterOrEqual(Level.WARN)) {
      thrown = event.getFormattedMessage();
    }
  }

  /** Sees to it that nothing has been thrown. */
  void check() {
    invariants.check(Invariant.NOTHING_THROWN, thrown == null, () -> String.valueOf(thrown));
  }

  @Override
  public void close() {
    netty.detachAppender(this);
    stop();
  }
}
