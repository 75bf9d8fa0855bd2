package io.rtpengine.sidecar.observe;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Faults of the sidecar's own, counted and logged. There should be none. Thread-safe. */
final class FaultMetrics implements Consumer<RuntimeException> {

  private static final Logger LOG = LoggerFactory.getLogger(FaultMetrics.class);
  private static final String FAULTS = "rtpengine_sidecar_faults_total";

  private final LongAdder faults = new LongAdder();

  @Override
  public void accept(RuntimeException fault) {
    faults.increment();
    LOG.error("a fault of the sidecar's own; please report it", new Fault(fault));
  }

  void writeTo(Exposition out) {
    out.metric(FAULTS, "counter", "Faults of the sidecar's own.");
    out.sample(FAULTS, faults.sum(), Labels.NONE);
  }

  /** What was thrown and where, without its message: that may hold what a caller has sent. */
  private static final class Fault extends RuntimeException {

    private static final long serialVersionUID = 1;

    Fault(Throwable thrown) {
      super(thrown.getClass().getName(), cause(thrown));
      setStackTrace(thrown.getStackTrace());
    }

    private static @Nullable Fault cause(Throwable thrown) {
      Throwable cause = thrown.getCause();
      return cause == null ? null : new Fault(cause);
    }
  }
}
