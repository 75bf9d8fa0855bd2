package io.rtpengine.sidecar.pool;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Keeps what it is told, a line an event. Confined to the thread of the test. */
final class RecordedEvents implements PoolObserver {

  private final List<String> events = new ArrayList<>();

  /** Returns what has happened, and forgets it. */
  List<String> take() {
    List<String> taken = List.copyOf(events);
    events.clear();
    return taken;
  }

  @Override
  public void nodeHealthChanged(NodeId node, HealthState from, HealthState to) {
    events.add(node.name() + " " + from + " -> " + to);
  }

  @Override
  public void operatorStateChanged(NodeId node, OperatorState from, OperatorState to) {
    events.add(node.name() + " " + from + " -> " + to);
  }

  @Override
  public void nodeGone(NodeId node) {
    events.add(node.name() + " gone");
  }

  @Override
  public void callsStranded(NodeId node, Iterator<String> callIds) {
    List<String> stranded = new ArrayList<>();
    callIds.forEachRemaining(stranded::add);
    events.add(node.name() + " stranded " + stranded);
  }

  @Override
  public void callBound(NodeId node, String callId) {
    events.add(callId + " on " + node.name());
  }

  @Override
  public void callUnbound(NodeId node, String callId, Unbound why) {
    events.add(callId + " off " + node.name() + " " + why);
  }

  @Override
  public void callsDoubted(NodeId node) {
    events.add("calls of " + node.name() + " doubted");
  }

  @Override
  public void failedOver(NodeId from, NodeId to, Verdict why) {
    events.add("failed over from " + from.name() + " to " + to.name() + " " + why);
  }

  @Override
  public void allDown(int setId) {
    events.add("all down in " + setId);
  }

  @Override
  public void searched(int setId, String callId, List<String> asked, boolean found) {
    events.add("searched " + callId + " " + asked.size() + " " + found);
  }

  @Override
  public void ghostOwed(NodeId node, String callId) {
    events.add("ghost " + callId + " on " + node.name());
  }

  @Override
  public void ghostDeleted(NodeId node, String callId) {
    events.add("no ghost " + callId + " on " + node.name());
  }

  @Override
  public void ghostDropped(NodeId node, String callId) {
    events.add("dropped ghost " + callId + " on " + node.name());
  }
}
