package io.rtpengine.sidecar.observe;

import io.rtpengine.sidecar.pool.HealthState;
import io.rtpengine.sidecar.pool.NodeId;
import io.rtpengine.sidecar.pool.OperatorState;
import io.rtpengine.sidecar.pool.PoolObserver;
import io.rtpengine.sidecar.pool.ReloadReport;
import java.util.Iterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Logs what an operator would want to know of the pool, a line for each change. Thread-safe. */
public final class PoolLog implements PoolObserver {

  private static final Logger LOG = LoggerFactory.getLogger(PoolLog.class);

  @Override
  public void nodeHealthChanged(NodeId node, HealthState from, HealthState to) {
    if (to == HealthState.DOWN) {
      LOG.warn("{} is down: it does not answer", node);
    } else if (from == HealthState.DOWN) {
      LOG.warn("{} is back", node);
    } else {
      LOG.info("{} is {}, was {}", node, to, from);
    }
  }

  @Override
  public void callsStranded(NodeId node, Iterator<String> callIds) {
    LOG.warn("{} has gone down with calls on it", node);
  }

  @Override
  public void callsDoubted(NodeId node) {
    LOG.warn("{} does not know calls that it has had; it is asked for all of them", node);
  }

  @Override
  public void operatorStateChanged(NodeId node, OperatorState from, OperatorState to) {
    LOG.info("{} is {} by the operator's word, was {}", node, to, from);
  }

  @Override
  public void reloaded(ReloadReport report) {
    // Whoever has the nodes read every minute need not be told every minute that they are the same.
    Level level = report.isOfChanges() ? Level.INFO : Level.DEBUG;
    LOG.atLevel(level)
        .log(
            "nodes: {} added, {} removed, {} changed, {} as before",
            report.added().size(),
            report.removed().size(),
            report.changed().size(),
            report.kept().size());
  }

  @Override
  public void nodeGone(NodeId node) {
    LOG.info("{} is gone: its last call has ended", node);
  }

  @Override
  public void ghostDropped(NodeId node, String callId) {
    LOG.warn("{}: call {} may have been left behind there", node, callId);
  }
}
