package io.rtpengine.sidecar.observe;

import io.rtpengine.sidecar.pool.HealthState;
import io.rtpengine.sidecar.pool.NodeId;
import io.rtpengine.sidecar.pool.OperatorState;
import io.rtpengine.sidecar.pool.PoolObserver;
import io.rtpengine.sidecar.pool.ReloadReport;
import io.rtpengine.sidecar.pool.Verdict;
import java.util.Iterator;
import java.util.List;

/**
 * Two observers as one, which tells the first and then the second. Only one of them may iterate the
 * calls of {@link #callsStranded}. Thread-safe if they are.
 */
public record PoolObservers(PoolObserver first, PoolObserver second) implements PoolObserver {

  @Override
  public void nodeHealthChanged(NodeId node, HealthState from, HealthState to) {
    first.nodeHealthChanged(node, from, to);
    second.nodeHealthChanged(node, from, to);
  }

  @Override
  public void operatorStateChanged(NodeId node, OperatorState from, OperatorState to) {
    first.operatorStateChanged(node, from, to);
    second.operatorStateChanged(node, from, to);
  }

  @Override
  public void reloaded(ReloadReport report) {
    first.reloaded(report);
    second.reloaded(report);
  }

  @Override
  public void nodeGone(NodeId node) {
    first.nodeGone(node);
    second.nodeGone(node);
  }

  @Override
  public void callsStranded(NodeId node, Iterator<String> callIds) {
    first.callsStranded(node, callIds);
    second.callsStranded(node, callIds);
  }

  @Override
  public void callBound(NodeId node, String callId) {
    first.callBound(node, callId);
    second.callBound(node, callId);
  }

  @Override
  public void callUnbound(NodeId node, String callId, Unbound why) {
    first.callUnbound(node, callId, why);
    second.callUnbound(node, callId, why);
  }

  @Override
  public void callChecked(NodeId node, String callId, Checked result) {
    first.callChecked(node, callId, result);
    second.callChecked(node, callId, result);
  }

  @Override
  public void callsDoubted(NodeId node) {
    first.callsDoubted(node);
    second.callsDoubted(node);
  }

  @Override
  public void failedOver(NodeId from, NodeId to, Verdict why) {
    first.failedOver(from, to, why);
    second.failedOver(from, to, why);
  }

  @Override
  public void allDown(int setId) {
    first.allDown(setId);
    second.allDown(setId);
  }

  @Override
  public void searched(int setId, String callId, List<String> asked, boolean found) {
    first.searched(setId, callId, asked, found);
    second.searched(setId, callId, asked, found);
  }

  @Override
  public void ghostOwed(NodeId node, String callId) {
    first.ghostOwed(node, callId);
    second.ghostOwed(node, callId);
  }

  @Override
  public void ghostDeleted(NodeId node, String callId) {
    first.ghostDeleted(node, callId);
    second.ghostDeleted(node, callId);
  }

  @Override
  public void ghostDropped(NodeId node, String callId) {
    first.ghostDropped(node, callId);
    second.ghostDropped(node, callId);
  }
}
