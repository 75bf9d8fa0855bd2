package io.rtpengine.sidecar.pool;

import io.rtpengine.sidecar.ng.NgExchange;
import io.rtpengine.sidecar.ng.NgOutcome;
import io.rtpengine.sidecar.ng.NgRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks the nodes of a set, all at once, which of them has a call. Those that are down or disabled
 * are not asked, and as long as there are such, or one does not answer, nobody can say that none
 * has it. Thread-safe.
 */
final class Search implements NgExchange {

  /** More nodes than this are not asked. */
  private static final int MAX_ASKED = 64;

  /**
   * What a search has found out.
   *
   * @param found the node that has the call; null if none says so
   * @param asked the names of the nodes that were asked
   * @param missing the nodes that could not be asked, or did not answer: one of them may have it
   */
  record Result(@Nullable Node found, List<String> asked, List<Node> missing) {

    /** Returns whether no node has the call. */
    boolean isNowhere() {
      return found == null && missing.isEmpty();
    }
  }

  /** Is told what a search has found out. */
  @FunctionalInterface
  interface Listener {
    /** Called exactly once, possibly before {@link Search#start} returns. */
    void onResult(Result result);
  }

  private final Core core;
  private final int setId;
  private final String callId;
  private final Listener listener;
  private final List<Node> asked = new ArrayList<>();
  private final List<Node> missing = new ArrayList<>();
  private final List<NgExchange> exchanges = new ArrayList<>();
  private int unanswered;
  private boolean over;

  /**
   * Creates a search.
   *
   * @param except a node that need not be asked; null if all must
   */
  Search(
      Core core,
      Topology topology,
      int setId,
      String callId,
      @Nullable Node except,
      Listener listener) {
    this.core = core;
    this.setId = setId;
    this.callId = callId;
    this.listener = listener;
    NodeSet set = topology.set(setId);
    for (Node node : set == null ? List.<Node>of() : set.nodes()) {
      if (node != except) {
        (node.canBeAsked() && asked.size() < MAX_ASKED ? asked : missing).add(node);
      }
    }
    this.unanswered = asked.size();
  }

  /** Returns the names of the nodes that are asked. */
  List<String> asked() {
    return asked.stream().map(Node::name).toList();
  }

  /** Asks. */
  void start(long deadlineNanos) {
    if (asked.isEmpty()) {
      listener.onResult(new Result(null, List.of(), missing));
      return;
    }
    NgRequest query = core.world().commands().get().query(callId);
    for (Node node : asked) {
      NgExchange exchange =
          node.send(query, deadlineNanos, outcome -> onOutcome(node, query, outcome));
      synchronized (this) {
        exchanges.add(exchange);
      }
    }
  }

  private void onOutcome(Node node, NgRequest query, NgOutcome outcome) {
    Verdict verdict = core.verdicts().of(outcome, CallEffect.ON);
    node.note(query, outcome, verdict);
    node.over();
    boolean found = verdict == Verdict.SERVED;
    synchronized (this) {
      unanswered--;
      if (!found && verdict != Verdict.UNKNOWN_CALL) {
        missing.add(node);
      }
      if (over || (!found && unanswered > 0)) {
        return;
      }
      over = true;
    }
    List<String> names = asked();
    core.world().observer().searched(setId, callId, names, found);
    listener.onResult(new Result(found ? node : null, names, List.copyOf(missing)));
  }

  /** Gives up: nothing is found then. */
  @Override
  public void cancel() {
    List<NgExchange> all;
    synchronized (this) {
      all = List.copyOf(exchanges);
    }
    all.forEach(NgExchange::cancel);
  }
}
